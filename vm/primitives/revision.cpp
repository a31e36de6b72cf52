#include "vm/primitives/revision.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace byline
{
namespace
{
constexpr std::array<std::string_view, revision_count> names{"Cancun", "Prague", "Osaka"};
}

std::string_view to_string(Revision revision) noexcept
{
    return names[static_cast<std::size_t>(revision)];
}

std::optional<Revision> revision_from_string(std::string_view name) noexcept
{
    for (std::size_t i = 0; i < names.size(); ++i)
    {
        if (names[i] == name)
            return static_cast<Revision>(i);
    }
    return std::nullopt;
}
}  // namespace byline
