#include "vm/precompiles/precompiles.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/revision.hpp"

#include <cstddef>
#include <cstdint>

using namespace byline;

// The first byte chooses the precompile, the second the fork, the rest is the input. What costs
// more gas than this is not run, so that a case stays short.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::uint64_t gas_limit = 200'000;
    if (size < 2)
        return 0;
    const auto revision = static_cast<Revision>(data[1] % revision_count);
    const auto addresses = vm::precompile_addresses(revision);
    const BytesView input{data + 2, size - 2};
    const vm::Precompile* const precompile =
        vm::find_precompile(addresses[data[0] % addresses.size()], revision);
    if (precompile->gas(input) <= gas_limit)
        (void)precompile->run(input);
    return 0;
}
