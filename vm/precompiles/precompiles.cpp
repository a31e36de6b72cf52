#include "vm/precompiles/precompiles.hpp"

#include "vm/precompiles/contracts/contracts.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/revision.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace byline::vm
{
namespace
{
using namespace contracts;

/// One line of a fork's table: the last two bytes of the address, the others being zero.
struct Entry
{
    std::uint16_t number;
    Precompile precompile;
};

// A fork is its parent's table with the lines its EIPs change or add, ascending by number.
constexpr std::array cancun{
    Entry{0x01, {"ecrecover", fixed_gas<3000>, ecrecover}},
    Entry{0x02, {"sha256", word_gas<60, 12>, sha256}},
    Entry{0x03, {"ripemd160", word_gas<600, 120>, ripemd160}},
    Entry{0x04, {"identity", word_gas<15, 3>, identity}},
    Entry{0x05, {"modexp", modexp_gas_eip2565, modexp}},
    Entry{0x06, {"bn254_add", fixed_gas<150>, bn254_add}},
    Entry{0x07, {"bn254_mul", fixed_gas<6000>, bn254_mul}},
    Entry{0x08, {"bn254_pairing", pairing_gas<45'000, 34'000, 192>, bn254_pairing}},
    Entry{0x09, {"blake2f", blake2f_gas, blake2f}},
    Entry{0x0a, {"kzg_point_evaluation", fixed_gas<50'000>, kzg_point_evaluation}},
};

constexpr std::array bls12_381{
    Entry{0x0b, {"bls12_381_g1_add", fixed_gas<375>, bls12_381_g1_add}},
    Entry{0x0c, {"bls12_381_g1_msm", bls12_381_g1_msm_gas, bls12_381_g1_msm}},
    Entry{0x0d, {"bls12_381_g2_add", fixed_gas<600>, bls12_381_g2_add}},
    Entry{0x0e, {"bls12_381_g2_msm", bls12_381_g2_msm_gas, bls12_381_g2_msm}},
    Entry{0x0f, {"bls12_381_pairing", pairing_gas<37'700, 32'600, 384>, bls12_381_pairing}},
    Entry{0x10, {"bls12_381_map_fp_to_g1", fixed_gas<5500>, bls12_381_map_fp_to_g1}},
    Entry{0x11, {"bls12_381_map_fp2_to_g2", fixed_gas<23'800>, bls12_381_map_fp2_to_g2}},
};

constexpr std::array p256{
    Entry{0x100, {"p256verify", fixed_gas<6900>, p256verify}},
};

template <std::size_t A, std::size_t B>
consteval std::array<Entry, A + B> joined(std::array<Entry, A> first, std::array<Entry, B> second)
{
    std::array<Entry, A + B> all{};
    std::ranges::copy(first, all.begin());
    std::ranges::copy(second, all.begin() + A);
    return all;
}

template <std::size_t Size>
consteval std::array<Entry, Size> replaced(std::array<Entry, Size> table, Entry entry)
{
    std::ranges::find(table, entry.number, &Entry::number)->precompile = entry.precompile;
    return table;
}

constexpr auto prague = joined(cancun, bls12_381);
constexpr auto osaka =
    replaced(joined(prague, p256), Entry{0x05, {"modexp", modexp_gas_eip7883, modexp_eip7823}});

template <std::size_t Size>
consteval std::array<address, Size> addresses_of(const std::array<Entry, Size>& table)
{
    std::array<address, Size> all{};
    for (std::size_t i = 0; i < Size; ++i)
    {
        all[i].bytes[18] = static_cast<std::uint8_t>(table[i].number >> 8);
        all[i].bytes[19] = static_cast<std::uint8_t>(table[i].number);
    }
    return all;
}

constexpr auto cancun_addresses = addresses_of(cancun);
constexpr auto prague_addresses = addresses_of(prague);
constexpr auto osaka_addresses = addresses_of(osaka);
static_assert(std::ranges::is_sorted(osaka_addresses));

constexpr std::array<std::span<const Entry>, revision_count> tables{cancun, prague, osaka};
constexpr std::array<std::span<const address>, revision_count> addresses{
    cancun_addresses, prague_addresses, osaka_addresses};
}  // namespace

const Precompile* find_precompile(const address& addr, Revision revision) noexcept
{
    const auto& bytes = addr.bytes;
    if (std::any_of(bytes.begin(), bytes.end() - 2, [](std::uint8_t b) { return b != 0; }))
        return nullptr;
    const unsigned number = (unsigned{bytes[18]} << 8) | bytes[19];
    const auto table = tables[static_cast<std::size_t>(revision)];
    const auto found = std::ranges::find(table, number, &Entry::number);
    return found != table.end() ? &found->precompile : nullptr;
}

std::span<const address> precompile_addresses(Revision revision) noexcept
{
    return addresses[static_cast<std::size_t>(revision)];
}
}  // namespace byline::vm
