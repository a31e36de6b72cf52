#include "vm/transition/chain_config.hpp"

#include "vm/primitives/error.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/transition/transition.hpp"

#include <cstdint>

namespace byline::vm
{
const ForkActivation& ChainConfig::at(std::uint64_t timestamp) const noexcept
{
    BYLINE_ASSERT(!forks.empty());
    const ForkActivation* active = &forks.front();
    for (const ForkActivation& fork : forks)
    {
        if (fork.timestamp <= timestamp)
            active = &fork;
    }
    return *active;
}

BlobParameters mainnet_blobs(Revision revision) noexcept
{
    if (revision == Revision::cancun)
        return {.target = 3, .max = 6, .base_fee_update_fraction = 3'338'477};
    return {.target = 6, .max = 9, .base_fee_update_fraction = 5'007'716};
}
}  // namespace byline::vm
