#pragma once

#include "compiler/sema/dimension.hpp"
#include "compiler/sema/rational.hpp"
#include "compiler/source/diagnostic.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler
{
/// A licence after all checks: names are indices, shares are exact, amounts are in wei. What the
/// rest of the compiler reads.

struct Party
{
    std::string name;
    Span span;
};

struct Payee
{
    std::size_t party = 0;  ///< index into Licence::parties
    Rational share;         ///< of all that the split ever receives; all of them sum to 1
};

struct Split
{
    std::string name;
    bool is_default = false;  ///< plain transfers land here
    std::vector<Payee> payees;
    Span span;
};

/// How a value travels through the ABI.
enum class AbiType : std::uint8_t
{
    uint64_type,
    uint256_type,
    address_type,
    bytes32_type,
    bool_type,
};

/// "uint64": the name in signatures.
std::string_view to_string(AbiType type) noexcept;

struct Parameter
{
    std::string name;
    AbiType abi = AbiType::uint64_type;
    Dimension dimension;  ///< of numbers
    Interval range;       ///< what the act accepts; checked on entry
    bool is_number = true;
    Span span;
};

using TermId = std::uint32_t;

enum class TermKind : std::uint8_t
{
    constant,
    parameter,
    add,
    subtract,
    multiply,
};

/// A node of a price: an unsigned integer, in wei where it is money. `range` says which; where it
/// has no upper bound the operation must be checked when it runs.
struct Term
{
    TermKind kind = TermKind::constant;
    uint256 value = {};         ///< of a constant
    std::size_t parameter = 0;  ///< index into Act::parameters
    TermId left = 0;
    TermId right = 0;
    Dimension dimension = {};
    Interval range = {};
    Span span = {};
};

struct Act
{
    std::string name;
    std::string comment;
    std::vector<Parameter> parameters;
    std::optional<TermId> price;  ///< what it takes, in wei; none: it takes nothing
    Span span;
};

struct Licence
{
    std::string name;
    std::string title;
    std::string comment;
    std::vector<Party> parties;
    std::vector<std::string> units;
    Split split;
    std::vector<Act> acts;
    std::vector<Term> terms;  ///< the nodes of all prices
    Span span;
};

/// "Record" for the act `record`: the name of its event.
std::string event_name(const Act& act);

/// "record(uint64)".
std::string signature_of(const Act& act);

/// "Record(address,uint64,uint256)".
std::string event_signature_of(const Act& act);

/// The first four bytes of the signature's keccak, as a number.
std::uint32_t selector_of(std::string_view signature) noexcept;
}  // namespace byline::compiler
