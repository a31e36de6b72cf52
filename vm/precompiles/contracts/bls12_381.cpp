#include "vm/crypto/bls12_381.hpp"

#include "vm/precompiles/contracts/contracts.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <vector>

namespace byline::vm::contracts
{
namespace
{
using bls12_381::Fp;
using bls12_381::Fp2;
using bls12_381::G1;
using bls12_381::G2;

constexpr std::size_t element_padding = 16;
constexpr std::size_t element_size = 64;
constexpr std::size_t scalar_size = 32;

/// Takes an input apart from its front. The caller has checked the length; an element's padding
/// that is not zero is remembered, and refused at the end.
class Reader
{
public:
    explicit Reader(BytesView input) noexcept : rest_{input} {}

    [[nodiscard]] bool well_formed() const noexcept { return well_formed_; }

    void read(Fp& element) noexcept
    {
        const BytesView bytes = take(element_size);
        const auto is_zero = [](std::uint8_t byte) { return byte == 0; };
        well_formed_ = well_formed_ && std::ranges::all_of(bytes.first(element_padding), is_zero);
        std::ranges::copy(bytes.subspan(element_padding), element.begin());
    }

    void read(Fp2& element) noexcept
    {
        read(element.real);
        read(element.imaginary);
    }

    template <typename Point>
        requires requires(Point point) { point.x, point.y; }
    void read(Point& point) noexcept
    {
        read(point.x);
        read(point.y);
    }

    void read(bytes32& scalar) noexcept
    {
        std::ranges::copy(take(scalar_size), scalar.bytes.begin());
    }

private:
    BytesView take(std::size_t size) noexcept
    {
        const BytesView bytes = rest_.first(size);
        rest_ = rest_.subspan(size);
        return bytes;
    }

    BytesView rest_;
    bool well_formed_ = true;
};

/// The bytes a point or an element has in input and output.
template <typename T>
constexpr std::size_t encoded_size = 0;
template <>
constexpr std::size_t encoded_size<Fp> = element_size;
template <>
constexpr std::size_t encoded_size<Fp2> = 2 * element_size;
template <>
constexpr std::size_t encoded_size<G1> = 2 * element_size;
template <>
constexpr std::size_t encoded_size<G2> = 4 * element_size;

void append(Bytes& out, const Fp& element)
{
    out.insert(out.end(), element_padding, 0);
    out.insert(out.end(), element.begin(), element.end());
}

void append(Bytes& out, const Fp2& element)
{
    append(out, element.real);
    append(out, element.imaginary);
}

/// Nothing if there is no point.
template <typename Point>
PrecompileOutput write(const std::expected<Point, bls12_381::Error>& point, Bytes& room)
{
    if (!point)
        return std::nullopt;
    room.clear();
    room.reserve(encoded_size<Point>);
    append(room, point->x);
    append(room, point->y);
    return room;
}

template <typename Point>
PrecompileOutput add(BytesView input, Bytes& room)
{
    if (input.size() != 2 * encoded_size<Point>)
        return std::nullopt;
    Reader reader{input};
    Point a;
    Point b;
    reader.read(a);
    reader.read(b);
    return reader.well_formed() ? write(bls12_381::add(a, b), room) : std::nullopt;
}

template <typename Point>
PrecompileOutput msm(BytesView input, Bytes& room)
{
    constexpr std::size_t term_size = encoded_size<Point> + scalar_size;
    if (input.empty() || input.size() % term_size != 0)
        return std::nullopt;
    std::vector<bls12_381::Term<Point>> terms(input.size() / term_size);
    Reader reader{input};
    for (auto& term : terms)
    {
        reader.read(term.point);
        reader.read(term.scalar);
    }
    if (!reader.well_formed())
        return std::nullopt;
    return write(
        bls12_381::multi_scalar_multiply(std::span<const bls12_381::Term<Point>>{terms}), room);
}

template <typename Element>
PrecompileOutput map_to_group(BytesView input, Bytes& room)
{
    if (input.size() != encoded_size<Element>)
        return std::nullopt;
    Reader reader{input};
    Element element;
    reader.read(element);
    return reader.well_formed() ? write(bls12_381::map_to_group(element), room) : std::nullopt;
}
}  // namespace

PrecompileOutput bls12_381_g1_add(BytesView input, Bytes& room)
{
    return add<G1>(input, room);
}

PrecompileOutput bls12_381_g2_add(BytesView input, Bytes& room)
{
    return add<G2>(input, room);
}

PrecompileOutput bls12_381_g1_msm(BytesView input, Bytes& room)
{
    return msm<G1>(input, room);
}

PrecompileOutput bls12_381_g2_msm(BytesView input, Bytes& room)
{
    return msm<G2>(input, room);
}

PrecompileOutput bls12_381_pairing(BytesView input, Bytes& room)
{
    constexpr std::size_t pair_size = encoded_size<G1> + encoded_size<G2>;
    if (input.empty() || input.size() % pair_size != 0)
        return std::nullopt;
    std::vector<bls12_381::Pair> pairs(input.size() / pair_size);
    Reader reader{input};
    for (auto& pair : pairs)
    {
        reader.read(pair.p);
        reader.read(pair.q);
    }
    if (!reader.well_formed())
        return std::nullopt;
    const auto is_one = bls12_381::pairing_is_one(pairs);
    if (!is_one)
        return std::nullopt;
    return write_flag(*is_one, room);
}

PrecompileOutput bls12_381_map_fp_to_g1(BytesView input, Bytes& room)
{
    return map_to_group<Fp>(input, room);
}

PrecompileOutput bls12_381_map_fp2_to_g2(BytesView input, Bytes& room)
{
    return map_to_group<Fp2>(input, room);
}
}  // namespace byline::vm::contracts
