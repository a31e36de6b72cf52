#include "compiler/artifact/metadata.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace byline::compiler
{
namespace
{
// RFC 8949: the major type is in the three highest bits.
constexpr std::uint8_t cbor_bytes = 0x40;
constexpr std::uint8_t cbor_bytes_one_byte_length = 0x58;
constexpr std::uint8_t cbor_text = 0x60;
constexpr std::uint8_t cbor_map = 0xa0;

void append_text(Bytes& out, std::string_view text)
{
    out.push_back(static_cast<std::uint8_t>(cbor_text + text.size()));
    for (const char c : text)
        out.push_back(static_cast<std::uint8_t>(c));
}

Bytes version_bytes()
{
    Bytes parts;
    parts.push_back(0);
    for (const char c : compiler_version())
    {
        if (c == '.')
            parts.push_back(0);
        else
            parts.back() = static_cast<std::uint8_t>(parts.back() * 10 + (c - '0'));
    }
    return parts;
}
}  // namespace

std::string_view compiler_version() noexcept
{
    return BYLINE_VERSION;
}

Bytes metadata_tail(std::string_view source_text)
{
    Bytes tail;
    tail.push_back(cbor_map + 2);
    append_text(tail, "byline");
    const Bytes version = version_bytes();
    tail.push_back(static_cast<std::uint8_t>(cbor_bytes + version.size()));
    tail.insert(tail.end(), version.begin(), version.end());
    append_text(tail, "source");
    const bytes32 hash = keccak256(source_text);
    tail.push_back(cbor_bytes_one_byte_length);
    tail.push_back(static_cast<std::uint8_t>(hash.bytes.size()));
    tail.insert(tail.end(), hash.bytes.begin(), hash.bytes.end());
    const std::size_t size = tail.size();
    tail.push_back(static_cast<std::uint8_t>(size >> 8));
    tail.push_back(static_cast<std::uint8_t>(size));
    return tail;
}
}  // namespace byline::compiler
