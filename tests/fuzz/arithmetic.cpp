#include "vm/primitives/error.hpp"
#include "vm/primitives/modulus_cache.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

using namespace byline;

namespace
{
using Big = boost::multiprecision::cpp_int;

const Big modulus = Big{1} << 256;
const Big half = Big{1} << 255;

Big big(const uint256& value)
{
    Big result;
    for (std::size_t i = 4; i > 0; --i)
        result = (result << 64) | value.words[i - 1];
    return result;
}

Big signed_big(const uint256& value)
{
    const Big result = big(value);
    return result >= half ? Big{result - modulus} : result;
}

/// Modulo 2^256, of negative numbers too.
bool equal(const uint256& value, const Big& expected)
{
    return big(value) == ((expected % modulus) + modulus) % modulus;
}

/// Words out of bytes: two bits for each limb say whether it is 0, all ones, the highest bit, or
/// the next eight bytes. Zeros follow the last byte.
class Words
{
public:
    explicit Words(std::span<const std::uint8_t> bytes) : bytes_{bytes} {}

    uint256 next()
    {
        const unsigned kinds = byte();
        uint256 value;
        for (unsigned i = 0; i < 4; ++i)
            value.words[i] = limb((kinds >> (2 * i)) & 3);
        return value;
    }

    [[nodiscard]] bool empty() const { return bytes_.empty(); }

private:
    std::uint8_t byte()
    {
        if (bytes_.empty())
            return 0;
        const std::uint8_t value = bytes_.front();
        bytes_ = bytes_.subspan(1);
        return value;
    }

    std::uint64_t limb(unsigned kind)
    {
        if (kind == 0)
            return 0;
        if (kind == 1)
            return ~0ULL;
        if (kind == 2)
            return 1ULL << 63;
        std::uint64_t value = 0;
        for (int i = 0; i < 8; ++i)
            value = (value << 8) | byte();
        return value;
    }

    std::span<const std::uint8_t> bytes_;
};

void check_sums(const uint256& a, const uint256& b)
{
    BYLINE_ASSERT(equal(a + b, big(a) + big(b)));
    BYLINE_ASSERT(add_with_carry(a, b).carry == (big(a) + big(b) >= modulus));
    BYLINE_ASSERT(equal(a - b, big(a) - big(b)));
    BYLINE_ASSERT(sub_with_borrow(a, b).borrow == (big(a) < big(b)));
    BYLINE_ASSERT(equal(-a, -big(a)));
    BYLINE_ASSERT(equal(a * b, big(a) * big(b)));
    const uint512 wide = full_mul(a, b);
    BYLINE_ASSERT(equal({wide[3], wide[2], wide[1], wide[0]}, big(a) * big(b)));
    BYLINE_ASSERT(equal({wide[7], wide[6], wide[5], wide[4]}, (big(a) * big(b)) >> 256));
    BYLINE_ASSERT((a < b) == (big(a) < big(b)));
    BYLINE_ASSERT((a == b) == (big(a) == big(b)));
    BYLINE_ASSERT(signed_less(a, b) == (signed_big(a) < signed_big(b)));
}

void check_bits(const uint256& a, const uint256& b)
{
    BYLINE_ASSERT(a.bit_width() == (a.is_zero() ? 0 : msb(big(a)) + 1));
    const unsigned shift =
        b.fits_uint64() && b.words[0] < 256 ? static_cast<unsigned>(b.words[0]) : 256;
    BYLINE_ASSERT(equal(a << b, big(a) << shift));
    BYLINE_ASSERT(equal(a >> b, big(a) >> shift));
    const Big floored =
        a.is_negative() ? Big{-((-signed_big(a) - 1) >> shift) - 1} : Big{big(a) >> shift};
    BYLINE_ASSERT(equal(arithmetic_shift_right(a, b), floored));
    const unsigned index = shift % 40;
    Big extended = big(a) % (Big{1} << (index < 31 ? 8 * index + 8 : 256));
    if (bit_test(extended, index < 31 ? 8 * index + 7 : 255))
        extended -= Big{1} << (index < 31 ? 8 * index + 8 : 256);
    BYLINE_ASSERT(equal(sign_extend(index, a), extended));
    BYLINE_ASSERT(
        equal(byte_at(index, a), index < 32 ? Big{(big(a) >> (248 - 8 * index)) & 0xff} : Big{0}));
    BYLINE_ASSERT(to_uint256(to_bytes32(a)) == a);
}

void check_quotients(const uint256& a, const uint256& b)
{
    const bool zero = b.is_zero();
    BYLINE_ASSERT(equal(a / b, zero ? Big{0} : Big{big(a) / big(b)}));
    BYLINE_ASSERT(equal(a % b, zero ? Big{0} : Big{big(a) % big(b)}));
    BYLINE_ASSERT(equal(signed_div(a, b), zero ? Big{0} : Big{signed_big(a) / signed_big(b)}));
    BYLINE_ASSERT(equal(signed_mod(a, b), zero ? Big{0} : Big{signed_big(a) % signed_big(b)}));
}

void check_modular(ModulusCache& cache, const uint256& a, const uint256& b, const uint256& m)
{
    const bool zero = m.is_zero();
    const Big product = zero ? Big{0} : Big{big(a) * big(b) % big(m)};
    BYLINE_ASSERT(equal(add_mod(a, b, m), zero ? Big{0} : Big{(big(a) + big(b)) % big(m)}));
    BYLINE_ASSERT(equal(mul_mod(a, b, m), product));
    for (int i = 0; i < 4; ++i)
        BYLINE_ASSERT(equal(cache.mul_mod(a, b, m), product));
    // Factors below the modulus.
    BYLINE_ASSERT(cache.mul_mod(a % m, b % m, m) == mul_mod(a, b, m));
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Words words{{data, size}};
    ModulusCache cache;
    for (int i = 0; i < 4 && !words.empty(); ++i)
    {
        const uint256 a = words.next();
        const uint256 b = words.next();
        const uint256 c = words.next();
        check_sums(a, b);
        check_bits(a, b);
        check_quotients(a, b);
        // A multiple and its neighbour: where a trial quotient is most often wrong.
        check_quotients(a * b, b);
        check_quotients(a * b - c, b);
        check_modular(cache, a, b, c);
        // Once: it takes longer than all the others.
        if (i == 0)
            BYLINE_ASSERT(equal(power(a, b), powm(big(a), big(b), modulus)));
    }
    return 0;
}
