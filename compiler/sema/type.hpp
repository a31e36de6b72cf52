#pragma once

#include "compiler/sema/dimension.hpp"
#include "compiler/source/diagnostic.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler
{
/// What one word of the machine means.
enum class ScalarKind : std::uint8_t
{
    number,  ///< `dimension` and `range` say of what, and which
    account,
    hash,
    flag,
    enumeration,  ///< one of the rows of a table; 0 is the first one
};

/// The type of a value that fits one word. Tuples, messages and lists are taken apart before they
/// come here.
struct ScalarType
{
    ScalarKind kind = ScalarKind::number;
    Dimension dimension = {};     ///< of a number
    Interval range = {};          ///< the words that it can be, of any kind
    std::size_t enumeration = 0;  ///< index into Licence::enumerations

    [[nodiscard]] bool is_money() const noexcept
    {
        return kind == ScalarKind::number && dimension.is_money();
    }
};

/// How a scalar travels through the ABI.
enum class AbiType : std::uint8_t
{
    uint8_type,  ///< enumerations
    uint64_type,
    uint256_type,  ///< money
    address_type,
    bytes32_type,
    bool_type,
};

/// "uint64": the name in signatures.
std::string_view to_string(AbiType type) noexcept;

/// Money is uint256, other numbers uint64, an enumeration uint8.
AbiType abi_type_of(const ScalarType& type) noexcept;

/// How many bits of a slot it takes, as in Solidity: 8, 64, 160 or 256.
unsigned storage_bits(const ScalarType& type) noexcept;

// The types of the language (language.md, "Types"), with the full range that the ABI lets in.
ScalarType count_type();                        ///< 0..2^64-1, of no unit
ScalarType unit_type(const std::string& unit);  ///< the same, of a unit; "weight" is one
ScalarType range_type(const uint256& low, const uint256& high);
ScalarType time_type();   ///< seconds; durations too
ScalarType money_type();  ///< 0..2^128-1 of the currency's smallest unit
ScalarType account_type();
ScalarType hash_type();
ScalarType flag_type();
ScalarType enumeration_type(std::size_t index, std::size_t rows);

/// A field of a tuple or a message, a column of a table.
struct ScalarField
{
    std::string name;  ///< empty if it has none
    ScalarType type;
    Span span;
};

/// Whether two types mean the same: kind, dimension and enumeration; ranges may differ.
bool same_kind(const ScalarType& a, const ScalarType& b) noexcept;

/// In words: "an account", "money", "a number of calls", "a `Tier`" needs the licence: see
/// in_words(Licence, ScalarType).
}  // namespace byline::compiler
