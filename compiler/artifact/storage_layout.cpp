#include "compiler/artifact/abi.hpp"
#include "compiler/sema/counters.hpp"

#include <string>

namespace byline::compiler
{
namespace
{
namespace json = boost::json;

json::object entry(const Licence& licence, const std::string& label, std::size_t slot,
    std::size_t offset, std::string_view type)
{
    return {{"astId", 0}, {"contract", licence.name}, {"label", label}, {"offset", offset},
        {"slot", std::to_string(slot)}, {"type", type}};
}

json::object number_type(unsigned bits)
{
    return {{"encoding", "inplace"}, {"label", "uint" + std::to_string(bits)},
        {"numberOfBytes", std::to_string(bits / 8)}};
}
}  // namespace

json::object storage_layout_of(const Licence& licence)
{
    const Split& split = licence.split;
    const CounterLayout layout = counters_of(split);
    json::array storage;
    json::object types;
    json::array packed;
    if (layout.has_total)
        storage.push_back(entry(licence, split.name + ".claimed", 0, 0, "t_uint256"));
    const bool whole_bytes = layout.bits % 8 == 0;
    if (!whole_bytes)
        storage.push_back(entry(licence, split.name + ".claimed", 0, 0, "t_uint256"));
    for (std::size_t i = 0; i < split.payees.size(); ++i)
    {
        const std::string label =
            split.name + ".claimed." + licence.parties[split.payees[i].party].name;
        if (whole_bytes)
            storage.push_back(entry(licence, label, layout.slot_of(i), layout.shift_of(i) / 8,
                layout.per_slot == 1 ? "t_uint256" : "t_uint128"));
        else
            packed.push_back(
                json::object{{"label", label}, {"slot", std::to_string(layout.slot_of(i))},
                    {"bit", layout.shift_of(i)}, {"bits", layout.bits}});
    }
    if (layout.per_slot == 1 || !whole_bytes)
        types.emplace("t_uint256", number_type(256));
    if (whole_bytes && layout.per_slot > 1)
        types.emplace("t_uint128", number_type(128));
    json::object result{{"storage", std::move(storage)}, {"types", std::move(types)}};
    // solc's shape has no fields narrower than a byte: these say where the counters lie in their
    // word.
    if (!packed.empty())
        result.emplace("packed", std::move(packed));
    return result;
}
}  // namespace byline::compiler
