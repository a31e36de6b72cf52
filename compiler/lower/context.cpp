#include "compiler/lower/context.hpp"

#include <algorithm>
#include <utility>

namespace byline::compiler
{
ir::FunctionId Functions::function(std::string_view name, std::size_t results, const Body& write)
{
    if (const auto found = by_name_.find(name); found != by_name_.end())
        return found->second;
    const auto id = static_cast<ir::FunctionId>(functions_.size());
    by_name_.emplace(name, id);
    functions_.emplace_back();
    // The body may want further functions, which moves the ones that are there.
    ir::Function function;
    function.name = name;
    function.results = results;
    ir::Builder builder{function};
    write(builder);
    functions_[id] = std::move(function);
    return id;
}

void Functions::reserve_memory(std::uint32_t end) noexcept
{
    memory_ = std::max(memory_, end);
}

std::vector<ir::Function> Functions::take(ir::Function entry) &&
{
    functions_.front() = std::move(entry);
    return std::move(functions_);
}
}  // namespace byline::compiler
