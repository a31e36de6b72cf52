#include "vm/crypto/bn254/field.hpp"

#include "vm/crypto/bn254.hpp"
#include "vm/crypto/modular_inverse.hpp"

namespace byline::vm::bn254
{
Fp inverse(const Fp& a) noexcept
{
    constexpr PrimeModulus modulus{field_prime};
    // The form is a * 2^256, of which the inverse lacks 2^512.
    constexpr Fp missing = Fp::of_form(detail::doubled(1, 768));
    return Fp::of_form(vm::inverse(a.form(), modulus)) * missing;
}
}  // namespace byline::vm::bn254
