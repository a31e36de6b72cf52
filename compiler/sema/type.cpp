#include "compiler/sema/type.hpp"

#include "compiler/sema/dimension.hpp"
#include "vm/primitives/uint256.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace byline::compiler
{
namespace
{
const uint256 max_uint64{~0ULL};
const uint256 max_uint128 = max_uint256 >> 128;
const uint256 max_uint160 = max_uint256 >> 96;

ScalarType number(Dimension dimension, const uint256& high)
{
    return {.kind = ScalarKind::number, .dimension = std::move(dimension), .range = {0, high}};
}
}  // namespace

std::string_view to_string(AbiType type) noexcept
{
    constexpr std::array<std::string_view, 6> names{
        "uint8", "uint64", "uint256", "address", "bytes32", "bool"};
    return names[static_cast<std::size_t>(type)];
}

AbiType abi_type_of(const ScalarType& type) noexcept
{
    switch (type.kind)
    {
        case ScalarKind::account:
            return AbiType::address_type;
        case ScalarKind::hash:
            return AbiType::bytes32_type;
        case ScalarKind::flag:
            return AbiType::bool_type;
        case ScalarKind::enumeration:
            return AbiType::uint8_type;
        case ScalarKind::number:
            break;
    }
    // Money per call, too: its words are amounts.
    return type.dimension.money != 0 ? AbiType::uint256_type : AbiType::uint64_type;
}

unsigned storage_bits(const ScalarType& type) noexcept
{
    switch (abi_type_of(type))
    {
        case AbiType::uint8_type:
        case AbiType::bool_type:
            return 8;
        case AbiType::uint64_type:
            return 64;
        case AbiType::address_type:
            return 160;
        case AbiType::uint256_type:
        case AbiType::bytes32_type:
            break;
    }
    return 256;
}

ScalarType count_type()
{
    return number({}, max_uint64);
}

ScalarType unit_type(const std::string& unit)
{
    return number(Dimension::of_unit(unit), max_uint64);
}

ScalarType range_type(const uint256& low, const uint256& high)
{
    return {.kind = ScalarKind::number, .range = {low, high}};
}

ScalarType time_type()
{
    Dimension dimension;
    dimension.time = 1;
    return number(std::move(dimension), max_uint64);
}

ScalarType money_type()
{
    return number(Dimension::of_money(), max_uint128);
}

ScalarType account_type()
{
    return {.kind = ScalarKind::account, .range = {0, max_uint160}};
}

ScalarType hash_type()
{
    return {.kind = ScalarKind::hash, .range = {0, max_uint256}};
}

ScalarType flag_type()
{
    return {.kind = ScalarKind::flag, .range = {0, uint256{1}}};
}

ScalarType enumeration_type(std::size_t index, std::size_t rows)
{
    const uint256 last{rows == 0 ? 0 : rows - 1};
    return {.kind = ScalarKind::enumeration, .range = {0, last}, .enumeration = index};
}

bool same_kind(const ScalarType& a, const ScalarType& b) noexcept
{
    if (a.kind != b.kind)
        return false;
    if (a.kind == ScalarKind::number)
        return a.dimension == b.dimension;
    return a.kind != ScalarKind::enumeration || a.enumeration == b.enumeration;
}
}  // namespace byline::compiler
