#pragma once

#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

/// What code computes, without running it.
namespace byline::compiler::bound
{
using ValueId = std::uint32_t;

/// A word of which nothing is known, not even whether it is the same as another.
inline constexpr ValueId unknown = 0;

/// Where a value comes to be that no operation explains. `environment` for what stays the same
/// during a whole call.
using Origin = std::uint32_t;
inline constexpr Origin environment = 0;

/// What is known of a word.
struct Facts
{
    uint256 bits = max_uint256;  ///< all others are 0
    uint256 max = max_uint256;
    bool is_nonzero = false;

    bool operator==(const Facts&) const = default;
};

/// Numbers up to this one.
Facts at_most(const uint256& max) noexcept;

/// What holds where both hold, and where one or the other does.
Facts both(const Facts& a, const Facts& b) noexcept;
Facts either(const Facts& a, const Facts& b) noexcept;

/// The words of one analysis. Two words with the same number are equal whenever both are there;
/// with different numbers they may be equal too.
class Values
{
public:
    Values();

    ValueId constant(const uint256& value);

    /// The word that comes to be at a place of its origin.
    ValueId symbol(Origin origin, std::uint32_t place, const Facts& facts = {});

    /// The result of an operation that depends on its operands alone; the first was on top.
    ValueId operation(Opcode opcode, std::vector<ValueId> operands);

    /// A number that is the hash of these words, in this order.
    ValueId hash(std::vector<ValueId> words) { return operation(OP_KECCAK256, std::move(words)); }

    /// None if it is no constant.
    [[nodiscard]] const uint256* constant_of(ValueId id) const;

    [[nodiscard]] Opcode opcode_of(ValueId id) const { return values_[id].opcode; }

    [[nodiscard]] const std::vector<ValueId>& operands_of(ValueId id) const
    {
        return values_[id].operands;
    }

    /// Whether anything of that origin is a part of it.
    [[nodiscard]] bool mentions(ValueId id, Origin origin) const;

    /// What holds of it wherever it is; `learnt` says more of some.
    [[nodiscard]] Facts facts(ValueId id, const std::map<ValueId, Facts>& learnt) const;

private:
    struct Value
    {
        bool is_constant = false;
        Opcode opcode = OP_STOP;  ///< STOP: a constant or a symbol
        std::vector<ValueId> operands = {};
        uint256 number = {};  ///< of a constant
        Facts facts = {};     ///< of a symbol
        std::vector<Origin> origins = {};
    };

    using Known = std::map<ValueId, Facts>;

    ValueId add(Value value);
    [[nodiscard]] Facts facts(ValueId id, const Known& learnt, Known& known) const;
    [[nodiscard]] Facts of_operation(const Value& value, const Known& learnt, Known& known) const;

    std::vector<Value> values_;
    std::map<uint256, ValueId> constants_;
    std::map<std::tuple<Origin, std::uint32_t>, ValueId> symbols_;
    std::map<std::tuple<Opcode, std::vector<ValueId>>, ValueId> operations_;
};
}  // namespace byline::compiler::bound
