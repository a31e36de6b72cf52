#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

/// What stands where in the one LevelDB. Integers in keys are big-endian; hashed addresses and
/// slots are keccak256; a path is one byte a nibble, so that parents sort just before their
/// children.
namespace byline::node
{
/// The version of everything below; another one is refused at opening.
inline constexpr std::uint32_t schema_version = 1;

/// The first byte of every key. A prefix is never used again for something else.
enum class Column : char
{
    account = 'a',       ///< hashed address: slim account
    slot = 's',          ///< hashed address, hashed slot: value
    account_trie = 't',  ///< path: branch record of the account trie
    storage_trie = 'u',  ///< hashed address, path: branch record of that account's storage trie
    code = 'c',          ///< code hash: code; never deleted
    diff = 'd',          ///< block number: reverse diff of that block
    header = 'h',        ///< block number: block hash, RLP of the header
    body = 'b',          ///< block number: senders, RLP of what follows the header in a block
    receipts = 'r',      ///< block number: RLP list of receipts
    number = 'n',        ///< block hash: block number
    transaction = 'l',   ///< transaction hash: block number, index (4 bytes)
    meta = 'm',          ///< a name of below
};

namespace meta
{
inline constexpr std::string_view schema = "schema";    ///< schema version, 4 bytes
inline constexpr std::string_view genesis = "genesis";  ///< the genesis document
/// Head block: number (8 bytes), hash, state root, count of block batches so far (8 bytes).
inline constexpr std::string_view head = "head";
}  // namespace meta

/// A key, built without allocation.
class Key
{
public:
    explicit Key(Column column) noexcept { append(static_cast<std::uint8_t>(column)); }

    Key(Column column, const bytes32& hash) noexcept : Key{column} { append(hash.bytes); }

    Key(Column column, const bytes32& hash, std::span<const std::uint8_t> rest) noexcept
        : Key{column, hash}
    {
        append(rest);
    }

    Key(Column column, std::span<const std::uint8_t> rest) noexcept : Key{column} { append(rest); }

    Key(Column column, std::uint64_t number) noexcept : Key{column}
    {
        for (int shift = 56; shift >= 0; shift -= 8)
            append(static_cast<std::uint8_t>(number >> shift));
    }

    Key(Column column, std::string_view name) noexcept : Key{column}
    {
        for (const char c : name)
            append(static_cast<std::uint8_t>(c));
    }

    [[nodiscard]] std::string_view view() const noexcept
    {
        return {reinterpret_cast<const char*>(bytes_.data()), size_};
    }

    /// Appends at most what a path has: 64 bytes.
    void append(std::span<const std::uint8_t> more) noexcept
    {
        if (!more.empty())
            std::memcpy(bytes_.data() + size_, more.data(), more.size());
        size_ += more.size();
    }

private:
    void append(std::uint8_t byte) noexcept { bytes_[size_++] = byte; }

    std::array<std::uint8_t, 1 + 32 + 64> bytes_;
    std::size_t size_ = 0;
};
}  // namespace byline::node
