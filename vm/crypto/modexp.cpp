#include "vm/crypto/modexp.hpp"

#include "vm/primitives/bytes.hpp"

#include <gmp.h>

#include <cstddef>
#include <cstdint>

namespace byline::vm
{
namespace
{
constexpr int most_significant_first = 1;

/// An integer of GMP with an owner.
class Integer
{
public:
    explicit Integer(BytesView big_endian) noexcept
    {
        mpz_init(value_);
        mpz_import(value_, big_endian.size(), most_significant_first, 1, 0, 0, big_endian.data());
    }

    ~Integer() { mpz_clear(value_); }

    Integer(const Integer&) = delete;
    Integer& operator=(const Integer&) = delete;

    mpz_ptr get() noexcept { return value_; }

    [[nodiscard]] bool is_zero() const noexcept { return mpz_sgn(value_) == 0; }

    /// Writes the value to the end of `out`, which is wide enough and zero.
    void write_to(Bytes& out) const noexcept
    {
        const std::size_t size = is_zero() ? 0 : (mpz_sizeinbase(value_, 2) + 7) / 8;
        std::uint8_t* const first = out.data() + (out.size() - size);
        mpz_export(first, nullptr, most_significant_first, 1, 0, 0, value_);
    }

private:
    mpz_t value_;
};
}  // namespace

Bytes modexp(BytesView base, BytesView exponent, BytesView modulus)
{
    Bytes out(modulus.size());
    Integer m{modulus};
    if (m.is_zero())
        return out;
    Integer b{base};
    Integer e{exponent};
    mpz_powm(b.get(), b.get(), e.get(), m.get());
    b.write_to(out);
    return out;
}
}  // namespace byline::vm
