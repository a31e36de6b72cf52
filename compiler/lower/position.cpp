#include "compiler/lower/position.hpp"

#include "compiler/lower/context.hpp"
#include "compiler/lower/pool.hpp"
#include "compiler/lower/shares.hpp"

#include <cstddef>
#include <variant>

namespace byline::compiler
{
namespace
{
bool is_pool(const Lowering& l, std::size_t bucket)
{
    return std::holds_alternative<PoolRule>(l.context.licence.buckets[bucket].rule);
}
}  // namespace

ClaimPosition position_of(Lowering& l, std::size_t bucket, ir::ValueId account)
{
    return is_pool(l, bucket) ? pool_position(l, bucket, account)
                              : share_position(l, bucket, account);
}

void count_claim(Lowering& l, std::size_t bucket, const ClaimPosition& position)
{
    is_pool(l, bucket) ? count_pool_claim(l, bucket, position)
                       : count_share_claim(l, bucket, position);
}

ir::ValueId paid_from(Lowering& l, std::size_t bucket)
{
    return is_pool(l, bucket) ? paid_from_pool(l, bucket) : paid_from_shares(l, bucket);
}
}  // namespace byline::compiler
