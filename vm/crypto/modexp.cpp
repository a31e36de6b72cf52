#include "vm/crypto/modexp.hpp"

#include "vm/primitives/bytes.hpp"

#include <gmp.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace byline::vm
{
namespace
{
static_assert(GMP_NUMB_BITS == 64);

using Limb = mp_limb_t;
using Limbs = std::span<Limb>;  ///< the least first, as GMP has them
using LimbsView = std::span<const Limb>;

constexpr std::size_t limb_size = sizeof(Limb);

/// Of EIP-7823's longest number.
constexpr std::size_t usual_limbs = 1024 / limb_size;

/// For exponents below this, dividing after each multiplication takes less time than what mpz_powm
/// prepares in order not to.
constexpr Limb plain_exponent_end = 6;

/// Room for limbs, which begins without a value: on the stack unless there are more than usual.
template <std::size_t Usual>
class Room
{
public:
    explicit Room(std::size_t size) : size_{size}
    {
        if (size > Usual)
            far_.resize(size);
    }

    [[nodiscard]] Limbs limbs() noexcept
    {
        return {size_ > Usual ? far_.data() : near_.data(), size_};
    }

private:
    std::array<Limb, Usual> near_;
    std::vector<Limb> far_;
    std::size_t size_;
};

/// Most significant byte first, to or from the machine's order.
Limb swapped(Limb limb) noexcept
{
    return std::endian::native == std::endian::little ? std::byteswap(limb) : limb;
}

template <typename Number>
std::span<Number> without_leading_zeros(std::span<Number> limbs) noexcept
{
    while (!limbs.empty() && limbs.back() == 0)
        limbs = limbs.first(limbs.size() - 1);
    return limbs;
}

/// A number of an input.
class Operand
{
public:
    explicit Operand(BytesView big_endian) : room_{(big_endian.size() + limb_size - 1) / limb_size}
    {
        const Limbs limbs = room_.limbs();
        auto limb = limbs.begin();
        for (; big_endian.size() >= limb_size; ++limb)
        {
            std::memcpy(&*limb, big_endian.last(limb_size).data(), limb_size);
            *limb = swapped(*limb);
            big_endian = big_endian.first(big_endian.size() - limb_size);
        }
        if (!big_endian.empty())
        {
            *limb = 0;
            for (const std::uint8_t byte : big_endian)
                *limb = (*limb << 8) | byte;
        }
        limbs_ = without_leading_zeros(LimbsView{limbs});
    }

    Operand(const Operand&) = delete;
    Operand& operator=(const Operand&) = delete;

    [[nodiscard]] LimbsView limbs() const noexcept { return limbs_; }

private:
    Room<usual_limbs> room_;
    LimbsView limbs_;
};

/// `result` is wide enough.
void store(LimbsView limbs, std::span<std::uint8_t> result) noexcept
{
    limbs = without_leading_zeros(limbs);
    for (; !limbs.empty() && result.size() >= limb_size; limbs = limbs.subspan(1))
    {
        const Limb bytes = swapped(limbs.front());
        std::memcpy(result.last(limb_size).data(), &bytes, limb_size);
        result = result.first(result.size() - limb_size);
    }
    Limb rest = limbs.empty() ? 0 : limbs.front();
    for (; !result.empty(); result = result.first(result.size() - 1))
    {
        result.back() = static_cast<std::uint8_t>(rest);
        rest >>= 8;
    }
}

/// number mod modulus, which it writes to the room for a remainder.
Limbs divide(LimbsView number, LimbsView modulus, Limbs remainder)
{
    if (number.size() < modulus.size())
    {
        std::ranges::copy(number, remainder.begin());
        return remainder.first(number.size());
    }
    const std::size_t quotient_size = number.size() - modulus.size() + 1;
    Room<usual_limbs + 1> quotient{quotient_size};
    mpn_tdiv_qr(quotient.limbs().data(), remainder.data(), 0, number.data(),
        static_cast<mp_size_t>(number.size()), modulus.data(),
        static_cast<mp_size_t>(modulus.size()));
    return without_leading_zeros(remainder.first(modulus.size()));
}

/// By multiplying and dividing. The exponent is at least 1, the modulus not zero.
void raise_plainly(LimbsView base, Limb exponent, LimbsView modulus, std::span<std::uint8_t> result)
{
    Room<usual_limbs> base_room{modulus.size()};
    Room<usual_limbs> power_room{modulus.size()};
    Room<2 * usual_limbs> product_room{2 * modulus.size()};
    const Limbs product = product_room.limbs();
    // A base no longer than the modulus may stay above it until the first division.
    if (base.size() > modulus.size() || exponent == 1)
        base = divide(base, modulus, base_room.limbs());
    LimbsView power = base;
    const auto multiply = [&](LimbsView factor) {
        if (power.empty())
            return;
        if (power.data() == factor.data())
            mpn_sqr(product.data(), power.data(), static_cast<mp_size_t>(power.size()));
        else if (power.size() >= factor.size())
            mpn_mul(product.data(), power.data(), static_cast<mp_size_t>(power.size()),
                factor.data(), static_cast<mp_size_t>(factor.size()));
        else
            mpn_mul(product.data(), factor.data(), static_cast<mp_size_t>(factor.size()),
                power.data(), static_cast<mp_size_t>(power.size()));
        power = divide(without_leading_zeros(product.first(power.size() + factor.size())), modulus,
            power_room.limbs());
    };
    for (Limb bit = std::bit_floor(exponent) >> 1; bit != 0; bit >>= 1)
    {
        multiply(power);
        if ((exponent & bit) != 0)
            multiply(base);
    }
    store(power, result);
}

/// GMP's result, in a buffer that the thread keeps.
class PowerResult
{
public:
    PowerResult() noexcept { mpz_init(value_); }

    ~PowerResult() { mpz_clear(value_); }

    PowerResult(const PowerResult&) = delete;
    PowerResult& operator=(const PowerResult&) = delete;

    mpz_ptr get() noexcept { return value_; }

    [[nodiscard]] LimbsView limbs() const noexcept
    {
        return {mpz_limbs_read(value_), mpz_size(value_)};
    }

private:
    mpz_t value_;
};

/// Any exponent. The modulus is not zero.
void raise(LimbsView base, LimbsView exponent, LimbsView modulus, std::span<std::uint8_t> result)
{
    const auto integer = [](mpz_ptr out, LimbsView limbs) {
        return mpz_roinit_n(out, limbs.data(), static_cast<mp_size_t>(limbs.size()));
    };
    static thread_local PowerResult power;
    mpz_t b;
    mpz_t e;
    mpz_t m;
    mpz_powm(power.get(), integer(b, base), integer(e, exponent), integer(m, modulus));
    store(power.limbs(), result);
}
}  // namespace

void modexp(BytesView base, BytesView exponent, BytesView modulus, std::span<std::uint8_t> result)
{
    const Operand m{modulus};
    const Operand b{base};
    const Operand e{exponent};
    if (m.limbs().empty())
        store({}, result);
    else if (e.limbs().size() == 1 && e.limbs().front() < plain_exponent_end)
        raise_plainly(b.limbs(), e.limbs().front(), m.limbs(), result);
    else
        raise(b.limbs(), e.limbs(), m.limbs(), result);
}
}  // namespace byline::vm
