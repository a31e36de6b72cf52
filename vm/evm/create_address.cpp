#include "vm/evm/create_address.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/rlp.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace byline::vm
{
namespace
{
/// The last 20 bytes of a hash.
address tail(const bytes32& hash) noexcept
{
    address addr;
    std::copy(hash.bytes.begin() + 12, hash.bytes.end(), addr.bytes.begin());
    return addr;
}
}  // namespace

address create_address(const address& creator, std::uint64_t nonce)
{
    return tail(keccak256(rlp::list_of(creator, nonce)));
}

address create2_address(
    const address& creator, const bytes32& salt, const bytes32& initcode_hash) noexcept
{
    std::array<std::uint8_t, 85> preimage{0xff};
    auto at = std::ranges::copy(creator.bytes, preimage.begin() + 1).out;
    at = std::ranges::copy(salt.bytes, at).out;
    std::ranges::copy(initcode_hash.bytes, at);
    return tail(keccak256(preimage));
}
}  // namespace byline::vm
