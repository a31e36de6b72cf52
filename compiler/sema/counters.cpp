#include "compiler/sema/counters.hpp"

namespace byline::compiler
{
CounterLayout counters_of(const Split& split) noexcept
{
    const std::size_t payees = split.payees.size();
    if (payees == 1)
        return {.bits = 128, .per_slot = 1, .has_total = false, .first_slot = 0, .slots = 1};
    if (payees == 2)
        return {.bits = 128, .per_slot = 2, .has_total = false, .first_slot = 0, .slots = 1};
    if (payees == 3)
        return {.bits = 85, .per_slot = 3, .has_total = false, .first_slot = 0, .slots = 1};
    if (payees == 4)
        return {.bits = 128, .per_slot = 2, .has_total = false, .first_slot = 0, .slots = 2};
    return {.bits = 128, .per_slot = 1, .has_total = true, .first_slot = 1, .slots = payees + 1};
}
}  // namespace byline::compiler
