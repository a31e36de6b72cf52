#include "node/client/mnemonic.hpp"

#include "vm/crypto/hash.hpp"
#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace byline::node
{
namespace
{
BytesView bytes_of(std::string_view text) noexcept
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

bytes32 half(const std::array<std::uint8_t, 64>& digest, std::size_t from) noexcept
{
    bytes32 value;
    std::copy_n(digest.begin() + static_cast<std::ptrdiff_t>(from), 32, value.bytes.begin());
    return value;
}

bool is_scalar(const uint256& value) noexcept
{
    return !value.is_zero() && value < vm::secp256k1_order;
}
}  // namespace

std::array<std::uint8_t, 64> mnemonic_seed(std::string_view mnemonic, std::string_view passphrase)
{
    const std::string salt = "mnemonic" + std::string{passphrase};
    return vm::pbkdf2_sha512(bytes_of(mnemonic), bytes_of(salt), 2048);
}

std::optional<ExtendedKey> master_key(BytesView seed)
{
    const auto digest = vm::hmac_sha512(bytes_of("Bitcoin seed"), seed);
    const ExtendedKey key{half(digest, 0), half(digest, 32)};
    if (!is_scalar(to_uint256(key.key)))
        return std::nullopt;
    return key;
}

std::optional<ExtendedKey> child_key(const ExtendedKey& parent, std::uint32_t index)
{
    Bytes data;
    if (index >= hardened)
    {
        data.push_back(0);
        data.insert(data.end(), parent.key.bytes.begin(), parent.key.bytes.end());
    }
    else
    {
        const auto point = vm::compressed_public_key(parent.key);
        BYLINE_ASSERT(point.has_value());
        data.assign(point->begin(), point->end());
    }
    for (const unsigned shift : {24U, 16U, 8U, 0U})
        data.push_back(static_cast<std::uint8_t>(index >> shift));

    const auto digest = vm::hmac_sha512(parent.chain_code.bytes, data);
    const uint256 tweak = to_uint256(half(digest, 0));
    const uint256 key = add_mod(tweak, to_uint256(parent.key), vm::secp256k1_order);
    if (tweak >= vm::secp256k1_order || key.is_zero())
        return std::nullopt;
    return ExtendedKey{to_bytes32(key), half(digest, 32)};
}

bytes32 derive_key(std::string_view mnemonic, std::uint32_t index)
{
    const auto seed = mnemonic_seed(mnemonic);
    auto key = master_key(seed);
    for (const std::uint32_t step : {44 + hardened, 60 + hardened, 0 + hardened, 0U, index})
    {
        BYLINE_ASSERT(key.has_value());
        key = child_key(*key, step);
    }
    BYLINE_ASSERT(key.has_value());
    return key->key;
}
}  // namespace byline::node
