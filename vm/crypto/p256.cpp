#include "vm/crypto/p256.hpp"

#include "vm/crypto/modular_inverse.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>
#include <openssl/types.h>

#include <memory>

namespace byline::vm
{
namespace
{
constexpr uint256 field_prime{
    0xffffffff00000001, 0x0000000000000000, 0x00000000ffffffff, 0xffffffffffffffff};
constexpr uint256 order{
    0xffffffff00000000, 0xffffffffffffffff, 0xbce6faada7179e84, 0xf3b9cac2fc632551};

/// One deleter for OpenSSL's kinds of objects.
struct Deleter
{
    void operator()(EC_GROUP* group) const noexcept { EC_GROUP_free(group); }

    void operator()(EC_POINT* point) const noexcept { EC_POINT_free(point); }

    void operator()(BIGNUM* number) const noexcept { BN_free(number); }

    void operator()(BN_CTX* context) const noexcept { BN_CTX_free(context); }
};

template <typename T>
using Owned = std::unique_ptr<T, Deleter>;

const EC_GROUP* curve() noexcept
{
    static const Owned<EC_GROUP> group{EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)};
    BYLINE_ASSERT(group != nullptr);
    return group.get();
}

Owned<BIGNUM> to_bignum(const uint256& value) noexcept
{
    const bytes32 bytes = to_bytes32(value);
    Owned<BIGNUM> number{BN_bin2bn(bytes.bytes.data(), 32, nullptr)};
    BYLINE_ASSERT(number != nullptr);
    return number;
}

bool in_range(const P256Signature& signature) noexcept
{
    return !signature.r.is_zero() && signature.r < order && !signature.s.is_zero() &&
           signature.s < order && signature.x < field_prime && signature.y < field_prime;
}
}  // namespace

bool p256_verify(const bytes32& message_hash, const P256Signature& signature)
{
    if (!in_range(signature))
        return false;
    const Owned<BN_CTX> context{BN_CTX_new()};
    const Owned<EC_POINT> key{EC_POINT_new(curve())};
    const Owned<EC_POINT> sum{EC_POINT_new(curve())};
    const Owned<BIGNUM> x = to_bignum(signature.x);
    const Owned<BIGNUM> y = to_bignum(signature.y);
    BYLINE_ASSERT(context != nullptr && key != nullptr && sum != nullptr);
    // This refuses a point off the curve; (0, 0), the infinity of other precompiles, is off it.
    if (EC_POINT_set_affine_coordinates(curve(), key.get(), x.get(), y.get(), context.get()) != 1)
        return false;

    constexpr PrimeModulus modulus{order};
    const uint256 w = inverse(signature.s, modulus);
    const Owned<BIGNUM> u1 = to_bignum(mul_mod(to_uint256(message_hash), w, order));
    const Owned<BIGNUM> u2 = to_bignum(mul_mod(signature.r, w, order));
    BYLINE_ASSERT(
        EC_POINT_mul(curve(), sum.get(), u1.get(), key.get(), u2.get(), context.get()) == 1);
    if (EC_POINT_is_at_infinity(curve(), sum.get()) == 1)
        return false;
    BYLINE_ASSERT(
        EC_POINT_get_affine_coordinates(curve(), sum.get(), x.get(), nullptr, context.get()) == 1);
    bytes32 sum_x;
    BYLINE_ASSERT(BN_bn2binpad(x.get(), sum_x.bytes.data(), 32) == 32);
    return to_uint256(sum_x) % order == signature.r;
}
}  // namespace byline::vm
