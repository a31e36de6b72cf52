#include "vm/crypto/secp256k1.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace byline::vm
{
namespace
{
constexpr std::size_t public_key_size = 65;  ///< 0x04, x, y (SEC 1, 2.3.3)

struct ContextDeleter
{
    void operator()(secp256k1_context* context) const noexcept
    {
        secp256k1_context_destroy(context);
    }
};

/// Verification needs no tables of its own (secp256k1_context_static), signing does. Not randomised
/// against side channels: the keys here are a developer's or pay for tests.
const secp256k1_context* signing_context() noexcept
{
    static const std::unique_ptr<secp256k1_context, ContextDeleter> context{
        secp256k1_context_create(SECP256K1_CONTEXT_NONE)};
    BYLINE_ASSERT(context != nullptr);
    return context.get();
}

/// The last 20 bytes of keccak256(x ‖ y) (Yellow Paper, 213).
address address_of(const secp256k1_pubkey& key) noexcept
{
    std::array<std::uint8_t, public_key_size> serialised{};
    std::size_t size = serialised.size();
    secp256k1_ec_pubkey_serialize(
        secp256k1_context_static, serialised.data(), &size, &key, SECP256K1_EC_UNCOMPRESSED);
    const bytes32 hash = keccak256(BytesView{serialised}.subspan(1));
    address result;
    std::copy_n(hash.bytes.begin() + 12, result.bytes.size(), result.bytes.begin());
    return result;
}
}  // namespace

std::optional<address> recover(const bytes32& message_hash, const Signature& signature) noexcept
{
    if (signature.y_parity > 1)
        return std::nullopt;
    std::array<std::uint8_t, 64> compact{};
    std::ranges::copy(to_bytes32(signature.r).bytes, compact.begin());
    std::ranges::copy(to_bytes32(signature.s).bytes, compact.begin() + 32);

    secp256k1_ecdsa_recoverable_signature parsed;
    secp256k1_pubkey key;
    if (secp256k1_ecdsa_recoverable_signature_parse_compact(
            secp256k1_context_static, &parsed, compact.data(), signature.y_parity) == 0 ||
        secp256k1_ecdsa_recover(
            secp256k1_context_static, &key, &parsed, message_hash.bytes.data()) == 0)
        return std::nullopt;
    return address_of(key);
}

std::optional<Signature> sign(const bytes32& message_hash, const bytes32& private_key) noexcept
{
    secp256k1_ecdsa_recoverable_signature raw;
    if (secp256k1_ecdsa_sign_recoverable(signing_context(), &raw, message_hash.bytes.data(),
            private_key.bytes.data(), nullptr, nullptr) == 0)
        return std::nullopt;
    std::array<std::uint8_t, 64> compact{};
    int recovery_id = 0;
    secp256k1_ecdsa_recoverable_signature_serialize_compact(
        secp256k1_context_static, compact.data(), &recovery_id, &raw);
    // 2 and 3 mean that R's x is not below the order: one nonce in 2^127, and no transaction can
    // carry it.
    if (recovery_id > 1)
        return std::nullopt;
    bytes32 r;
    bytes32 s;
    std::copy_n(compact.begin(), 32, r.bytes.begin());
    std::copy_n(compact.begin() + 32, 32, s.bytes.begin());
    return Signature{to_uint256(r), to_uint256(s), static_cast<std::uint8_t>(recovery_id)};
}

std::optional<address> address_of_key(const bytes32& private_key) noexcept
{
    secp256k1_pubkey key;
    if (secp256k1_ec_pubkey_create(signing_context(), &key, private_key.bytes.data()) == 0)
        return std::nullopt;
    return address_of(key);
}

std::optional<std::array<std::uint8_t, 33>> compressed_public_key(
    const bytes32& private_key) noexcept
{
    secp256k1_pubkey key;
    if (secp256k1_ec_pubkey_create(signing_context(), &key, private_key.bytes.data()) == 0)
        return std::nullopt;
    std::array<std::uint8_t, 33> serialised{};
    std::size_t size = serialised.size();
    secp256k1_ec_pubkey_serialize(
        secp256k1_context_static, serialised.data(), &size, &key, SECP256K1_EC_COMPRESSED);
    return serialised;
}
}  // namespace byline::vm
