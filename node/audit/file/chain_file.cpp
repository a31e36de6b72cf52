#include "node/audit/file/chain_file.hpp"

#include "node/audit/audit.hpp"
#include "node/audit/replay/chain_replay.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/transaction.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <ios>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace byline::node
{
namespace
{
constexpr std::string_view magic = "BYLCHAIN";
constexpr std::string_view last_marker = "BYLCLAST";
constexpr std::uint32_t version = 1;
constexpr std::size_t hash_size = 32;
constexpr std::size_t summed_size = magic.size() + 4 + 8 + 4 + 2 * hash_size;
constexpr std::size_t first_record_size = summed_size + hash_size;  // and the document
constexpr std::size_t block_head_size = hash_size + 4;
constexpr std::size_t last_record_size = last_marker.size() + 8 + 2 * hash_size;
constexpr std::uint64_t progress_step = 64;  // blocks

void append_text(Bytes& out, std::string_view text)
{
    for (const char c : text)
        out.push_back(static_cast<std::uint8_t>(c));
}

void append_hash(Bytes& out, const bytes32& hash)
{
    for (const std::uint8_t byte : hash.bytes)
        out.push_back(byte);
}

template <std::size_t Size>
void append_integer(Bytes& out, std::uint64_t value)
{
    for (std::size_t i = Size; i > 0; --i)
        out.push_back(static_cast<std::uint8_t>(value >> (8 * (i - 1))));
}

std::string count(std::uint64_t bytes)
{
    return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
}

/// Takes fields out of a record that was read whole.
class Fields
{
public:
    explicit Fields(BytesView record) : rest_{record} {}

    BytesView bytes(std::size_t size)
    {
        BYLINE_ASSERT(size <= rest_.size());
        const BytesView taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }

    bytes32 hash()
    {
        bytes32 value;
        std::ranges::copy(bytes(hash_size), value.bytes.begin());
        return value;
    }

    template <std::size_t Size>
    std::uint64_t integer()
    {
        std::uint64_t value = 0;
        for (const std::uint8_t byte : bytes(Size))
            value = (value << 8) | byte;
        return value;
    }

    bool text(std::string_view expected)
    {
        return std::ranges::equal(bytes(expected.size()), expected,
            [](std::uint8_t byte, char c) { return byte == static_cast<std::uint8_t>(c); });
    }

private:
    BytesView rest_;
};

struct FirstRecord
{
    std::uint64_t head_number = 0;
    std::uint64_t document_size = 0;
    bytes32 document_hash;
    bytes32 genesis_hash;
};

/// Reads a chain file from front to back.
class Reader
{
public:
    Reader(std::istream& in, std::uint64_t size) : in_{in}, left_{size} {}

    std::expected<FirstRecord, ReplayFailure> first();
    std::expected<ChainReplay, ReplayFailure> genesis(const FirstRecord& first);
    std::expected<void, ReplayFailure> block(ChainReplay& replay);
    std::expected<void, ReplayFailure> last(const ReplayReport& report);

private:
    std::expected<Bytes, ReplayFailure> read(
        std::uint64_t block, std::string_view check, std::uint64_t size);

    std::istream& in_;
    std::uint64_t left_;  ///< bytes not read yet
};

/// Allocates only what the file still has.
std::expected<Bytes, ReplayFailure> Reader::read(
    std::uint64_t block, std::string_view check, std::uint64_t size)
{
    if (size > left_)
        return std::unexpected{replay_failure(
            block, check, count(size) + " are wanted, the file has " + count(left_) + " left")};
    Bytes bytes(static_cast<std::size_t>(size));
    in_.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (static_cast<std::uint64_t>(in_.gcount()) != size)
        return std::unexpected{
            replay_failure(block, check, "the file cannot be read: it ended early or is damaged")};
    left_ -= size;
    return bytes;
}

std::expected<FirstRecord, ReplayFailure> Reader::first()
{
    constexpr std::string_view check = "file header";
    const auto failed = [check](std::string_view detail) {
        return std::unexpected{replay_failure(0, check, detail)};
    };
    BYLINE_TRY(record, read(0, check, first_record_size));
    Fields fields{record};
    if (!fields.text(magic))
        return failed(
            "magic: this is not a chain file of Byline, which starts with " + std::string{magic});
    if (const auto found = fields.integer<4>(); found != version)
        return failed("version: the file has version " + std::to_string(found) + ", version " +
                      std::to_string(version) + " is known here");
    FirstRecord first;
    first.head_number = fields.integer<8>();
    first.document_size = fields.integer<4>();
    first.document_hash = fields.hash();
    first.genesis_hash = fields.hash();
    const bytes32 sum = fields.hash();
    const bytes32 found = keccak256(BytesView{record}.first(summed_size));
    if (sum != found)
        return failed("sum: file says " + to_hex(sum) + ", its bytes give " + to_hex(found));
    return first;
}

std::expected<ChainReplay, ReplayFailure> Reader::genesis(const FirstRecord& first)
{
    constexpr std::string_view check = "genesis document";
    BYLINE_TRY(document, read(0, check, first.document_size));
    BYLINE_TRY(replay,
        ChainReplay::begin({reinterpret_cast<const char*>(document.data()), document.size()}));
    if (const bytes32 found = keccak256(document); found != first.document_hash)
        return std::unexpected{replay_failure(0, check,
            "keccak256: file says " + to_hex(first.document_hash) + ", its bytes give " +
                to_hex(found))};
    if (replay.report().head_hash != first.genesis_hash)
        return std::unexpected{replay_failure(
            0, "block hash", both_hashes("file", first.genesis_hash, replay.report().head_hash))};
    return replay;
}

std::string_view part_name(vm::BlockDecodeError::Part part)
{
    using Part = vm::BlockDecodeError::Part;
    switch (part)
    {
        case Part::block:
            return "block";
        case Part::header:
            return "header";
        case Part::transaction:
            return "transactions";
        case Part::ommers:
            return "ommers";
        case Part::withdrawal:
            return "withdrawals";
    }
    return "block";
}

std::expected<vm::Block, ReplayFailure> decode(std::uint64_t number, BytesView bytes)
{
    auto block = vm::decode_block(bytes);
    if (!block)
    {
        const vm::BlockDecodeError& error = block.error();
        return std::unexpected{replay_failure(number, "does not decode",
            std::string{part_name(error.part)} + ", byte " + std::to_string(error.cause.position) +
                ": " + std::string{vm::to_string(error.cause)})};
    }
    return std::move(*block);
}

/// The length that the RLP gives itself, where it can be told.
std::optional<std::size_t> own_length(BytesView bytes)
{
    const auto item = rlp::Decoder{bytes}.peek();
    return item ? std::optional{item->whole.size()} : std::nullopt;
}

std::expected<void, ReplayFailure> Reader::block(ChainReplay& replay)
{
    const std::uint64_t number = replay.next_number();
    BYLINE_TRY(head, read(number, "record", block_head_size));
    Fields fields{head};
    const bytes32 said_hash = fields.hash();
    const std::uint64_t size = fields.integer<4>();
    BYLINE_TRY(bytes, read(number, "length", size));
    if (const auto own = own_length(bytes); own && *own != size)
        return std::unexpected{replay_failure(
            number, "length", "file says " + count(size) + ", the block has " + count(*own))};
    BYLINE_TRY(block, decode(number, bytes));
    BYLINE_TRY_VOID(replay.add(block));
    if (vm::encode(block) != bytes)
        return std::unexpected{replay_failure(
            number, "encoding", "the bytes are not the one encoding of the block that they hold")};
    if (replay.report().head_hash != said_hash)
        return std::unexpected{replay_failure(
            number, "block hash", both_hashes("file", said_hash, replay.report().head_hash))};
    return {};
}

std::expected<void, ReplayFailure> Reader::last(const ReplayReport& report)
{
    constexpr std::string_view check = "end of file";
    const auto failed = [&report, check](std::string_view detail) {
        return std::unexpected{replay_failure(report.head_number, check, detail)};
    };
    BYLINE_TRY(record, read(report.head_number, check, last_record_size));
    Fields fields{record};
    if (!fields.text(last_marker))
        return failed("marker: " + std::string{last_marker} + " does not stand after the head");
    if (const auto number = fields.integer<8>(); number != report.head_number)
        return failed("head number: file says " + std::to_string(number) + ", replay gives " +
                      std::to_string(report.head_number));
    if (const bytes32 hash = fields.hash(); hash != report.head_hash)
        return failed("head hash: " + both_hashes("file", hash, report.head_hash));
    if (const bytes32 root = fields.hash(); root != report.state_root)
        return failed("state root: " + both_hashes("file", root, report.state_root));
    if (left_ != 0)
        return failed("the file goes on for " + count(left_) + " more");
    return {};
}
}  // namespace

Bytes first_record(
    std::uint64_t head_number, const bytes32& genesis_hash, std::string_view document)
{
    const BytesView bytes{reinterpret_cast<const std::uint8_t*>(document.data()), document.size()};
    Bytes record;
    record.reserve(first_record_size + document.size());
    append_text(record, magic);
    append_integer<4>(record, version);
    append_integer<8>(record, head_number);
    append_integer<4>(record, document.size());
    append_hash(record, keccak256(bytes));
    append_hash(record, genesis_hash);
    append_hash(record, keccak256(record));
    append_text(record, document);
    return record;
}

Bytes block_record_head(const bytes32& hash, std::size_t block_size)
{
    Bytes record;
    append_hash(record, hash);
    append_integer<4>(record, block_size);
    return record;
}

Bytes last_record(std::uint64_t head_number, const bytes32& head_hash, const bytes32& state_root)
{
    Bytes record;
    record.reserve(last_record_size);
    append_text(record, last_marker);
    append_integer<8>(record, head_number);
    append_hash(record, head_hash);
    append_hash(record, state_root);
    return record;
}

std::expected<ReplayReport, ReplayFailure> replay_stream(
    std::istream& in, std::uint64_t size, const Progress& progress)
{
    Reader reader{in, size};
    BYLINE_TRY(first, reader.first());
    BYLINE_TRY(replay, reader.genesis(first));
    for (std::uint64_t done = 0; done < first.head_number; ++done)
    {
        if (progress && done % progress_step == 0)
            progress(done, first.head_number);
        BYLINE_TRY_VOID(reader.block(replay));
    }
    BYLINE_TRY_VOID(reader.last(replay.report()));
    if (progress)
        progress(first.head_number, first.head_number);
    return replay.report();
}
}  // namespace byline::node
