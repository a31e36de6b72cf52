#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace byline::node
{
struct AbiParameter;

/// A type of the contract ABI (Solidity's "Contract ABI Specification").
struct AbiType
{
    enum class Kind : std::uint8_t
    {
        uint,         ///< `size` bits
        integer,      ///< two's complement, `size` bits
        account,      ///< "address"
        boolean,      ///< "bool"
        fixed_bytes,  ///< `size` bytes, 1 to 32
        bytes,
        string,
        tuple,  ///< `parts` are its fields, at least one
        array,  ///< `size` elements of parts[0]
        list,   ///< any number of elements of parts[0]
    };
    Kind kind = Kind::uint;
    std::size_t size = 0;
    std::vector<AbiParameter> parts;
};

/// An argument, a result or a field.
struct AbiParameter
{
    std::string name;  ///< may be empty
    AbiType type;
    bool indexed = false;  ///< of an event: a topic
};

/// A function, an event or an error.
struct AbiEntry
{
    std::string name;
    std::vector<AbiParameter> inputs;
    std::vector<AbiParameter> outputs;
    bool payable = false;
    bool reads_only = false;  ///< view or pure
};

/// What a contract can be asked, says and refuses with.
struct Abi
{
    std::vector<AbiParameter> constructor_inputs;
    std::vector<AbiEntry> functions;
    std::vector<AbiEntry> events;
    std::vector<AbiEntry> errors;
};

/// Reads an ABI in its JSON form (an array). The error names the entry and what is wrong with it.
std::expected<Abi, std::string> parse_abi(std::string_view json);

/// The type as signatures spell it: "(uint64,address)[]".
std::string canonical(const AbiType& type);

/// "record(uint64)".
std::string signature(const AbiEntry& entry);

/// The first four bytes of the hash of the signature: what a call or a revert begins with.
std::array<std::uint8_t, 4> selector(const AbiEntry& entry);

/// The whole hash: an event's first topic.
bytes32 topic(const AbiEntry& entry);

/// The entry of that name; null if there is none.
const AbiEntry* find(const std::vector<AbiEntry>& entries, std::string_view name) noexcept;

/// True if the encoding has an offset in the head and the content in the tail.
bool is_dynamic(const AbiType& type) noexcept;

/// Bytes in the head: 32, or more for a tuple or an array of static types.
std::size_t head_size(const AbiType& type) noexcept;
}  // namespace byline::node
