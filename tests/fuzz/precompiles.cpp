#include "vm/precompiles/precompiles.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

using namespace byline;

namespace
{
// What costs more gas than this is not run, so that a case stays short.
constexpr std::uint64_t gas_limit = 200'000;
constexpr std::uint8_t points_are_planted = 0x80;

/// Where a precompile of BLS12-381 reads points: from `offset` in every `stride` bytes.
struct Slots
{
    std::uint64_t number;
    std::size_t offset;
    std::size_t stride;
    std::uint64_t map;    ///< the precompile that makes points of that group
    std::size_t element;  ///< the bytes that the map takes, half of a point
};

constexpr std::array slots{Slots{0x0b, 0, 128, 0x10, 64}, Slots{0x0c, 0, 160, 0x10, 64},
    Slots{0x0d, 0, 256, 0x11, 128}, Slots{0x0e, 0, 288, 0x11, 128}, Slots{0x0f, 0, 384, 0x10, 64},
    Slots{0x0f, 128, 384, 0x11, 128}};

Bytes run(std::uint64_t number, BytesView input)
{
    const auto output = vm::find_precompile(to_address(number), latest_revision)->run(input);
    BYLINE_ASSERT(output.has_value());
    return *output;
}

/// Makes a point of the group of the bytes in every slot, because mutation finds none. Zeros stay,
/// as infinity.
void plant_points(const Slots& where, Bytes& input)
{
    for (std::size_t at = where.offset; at + 2 * where.element <= input.size(); at += where.stride)
    {
        const auto slot = input.begin() + static_cast<std::ptrdiff_t>(at);
        Bytes element{slot, slot + static_cast<std::ptrdiff_t>(where.element)};
        if (std::ranges::all_of(element, [](std::uint8_t byte) { return byte == 0; }))
            continue;
        for (std::size_t i = 0; i < element.size(); i += 64)
        {
            std::fill_n(element.begin() + static_cast<std::ptrdiff_t>(i), 16, std::uint8_t{0});
            element[i + 16] &= 0x0f;
        }
        std::ranges::copy(run(where.map, element), slot);
    }
}

/// The sum of products, each computed alone.
std::optional<Bytes> sum_of_products(const Slots& where, BytesView input)
{
    Bytes sum(2 * where.element);
    for (; !input.empty(); input = input.subspan(where.stride))
    {
        const auto* const multiply = vm::find_precompile(to_address(where.number), latest_revision);
        const auto product = multiply->run(input.first(where.stride));
        if (!product)
            return std::nullopt;
        sum.insert(sum.end(), product->begin(), product->end());
        sum = run(where.number - 1, sum);
    }
    return sum;
}
}  // namespace

// The first byte chooses the precompile, the second the fork and whether points are planted, the
// rest is the input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2)
        return 0;
    const auto revision =
        static_cast<Revision>((data[1] & ~unsigned{points_are_planted}) % revision_count);
    const auto addresses = vm::precompile_addresses(revision);
    const address& chosen = addresses[data[0] % addresses.size()];
    const vm::Precompile* const precompile = vm::find_precompile(chosen, revision);
    Bytes input{data + 2, data + size};
    if (precompile->gas(input) > gas_limit)
        return 0;

    for (const Slots& where : slots)
    {
        if ((data[1] & points_are_planted) != 0 && chosen == to_address(where.number))
            plant_points(where, input);
    }
    const auto output = precompile->run(input);
    for (const Slots& where : slots)
    {
        const bool multiplies = where.number == 0x0c || where.number == 0x0e;
        if (multiplies && chosen == to_address(where.number) && !input.empty() &&
            input.size() % where.stride == 0)
            BYLINE_ASSERT(output == sum_of_products(where, input));
    }
    return 0;
}
