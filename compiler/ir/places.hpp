#pragma once

#include "compiler/ir/ir.hpp"

#include <cstdint>

namespace byline::compiler::ir
{
/// Where state lies that instructions read and write.
enum class Place : std::uint8_t
{
    memory,
    storage,      ///< of this account, until a later transaction
    transient,    ///< of this account, until the end of the transaction (EIP-1153)
    balance,      ///< of this account
    code,         ///< of other accounts
    return_data,  ///< of the last call (EIP-211)
    gas,          ///< never the same twice
};

/// A set of places.
class Places
{
public:
    constexpr Places() noexcept = default;

    template <typename... Rest>
    constexpr explicit Places(Rest... places) noexcept
        : bits_{static_cast<std::uint8_t>(((1U << static_cast<unsigned>(places)) | ...))}
    {}

    [[nodiscard]] constexpr bool has(Place place) const noexcept
    {
        return (bits_ & (1U << static_cast<unsigned>(place))) != 0;
    }

    [[nodiscard]] constexpr bool meets(Places other) const noexcept
    {
        return (bits_ & other.bits_) != 0;
    }

    [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }

private:
    std::uint8_t bits_ = 0;
};

/// What the result or the effect of an operation depends on beside its operands. A call depends on
/// all that whoever is called can see.
Places reads(Operation operation) noexcept;

/// What an instruction may change. A call that takes no output leaves memory alone; a static one
/// leaves all state alone. Empty for a log and for what is no write.
Places writes(const Function& function, const Instruction& instruction) noexcept;
}  // namespace byline::compiler::ir
