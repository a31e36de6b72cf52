#include "compiler/lower/domain.hpp"

#include "compiler/lower/context.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace byline::compiler
{
using ir::ExitKind;
using ir::Operation;
using ir::ValueId;

namespace
{
constexpr std::string_view domain_type =
    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";

uint256 hash_of(std::string_view text)
{
    return to_uint256(keccak256(text));
}

void store(Lowering& l, std::uint64_t offset, ValueId value)
{
    l.b.emit(Operation::mstore, {l.b.constant(offset), value});
}

/// A text as the ABI has it in memory: its length, then its bytes. The offset behind it.
std::uint64_t store_text(Lowering& l, std::uint64_t offset, std::string_view text)
{
    store(l, offset, l.b.constant(text.size()));
    for (std::size_t at = 0; at < text.size(); at += word_size)
    {
        offset += word_size;
        uint256 word;
        const std::string_view part = text.substr(at, word_size);
        for (std::size_t i = 0; i < word_size; ++i)
            word =
                (word << 8) | uint256{i < part.size() ? static_cast<unsigned char>(part[i]) : 0U};
        store(l, offset, l.b.constant(word));
    }
    return offset + word_size;
}
}  // namespace

ValueId domain_separator(Lowering& l)
{
    store(l, 0, l.b.constant(hash_of(domain_type)));
    store(l, word_size, l.b.constant(hash_of(l.context.licence.name)));
    store(l, 2 * word_size, l.b.constant(hash_of(domain_version)));
    store(l, 3 * word_size, l.b.emit(Operation::chainid));
    store(l, 4 * word_size, l.b.emit(Operation::self));
    return l.b.emit(Operation::keccak256, {l.b.constant(0), l.b.constant(5 * word_size)});
}

void lower_eip712_domain(Lowering& l)
{
    // fields, name, version, chainId, verifyingContract, salt, extensions: all but the last two.
    constexpr std::uint64_t head = 7 * word_size;
    constexpr std::uint64_t given_fields = 0x0f;
    store(l, 0, l.b.constant(uint256{given_fields} << 248));
    store(l, word_size, l.b.constant(head));
    const std::uint64_t version = store_text(l, head, l.context.licence.name);
    store(l, 2 * word_size, l.b.constant(version));
    const std::uint64_t extensions = store_text(l, version, domain_version);
    store(l, 3 * word_size, l.b.emit(Operation::chainid));
    store(l, 4 * word_size, l.b.emit(Operation::self));
    store(l, 5 * word_size, l.b.constant(0));
    store(l, 6 * word_size, l.b.constant(extensions));
    store(l, extensions, l.b.constant(0));
    l.b.end(ExitKind::return_data, {l.b.constant(0), l.b.constant(extensions + word_size)});
}
}  // namespace byline::compiler
