#include "tests/support/model/frame.hpp"
#include "tests/support/model/word.hpp"
#include "tests/support/model/world.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/keccak.hpp"

#include <cstddef>
#include <cstdint>

/// Yellow Paper appendix H, 0x20 to 0x4a; EIP-2929, EIP-4399, EIP-4844, EIP-7516.
namespace byline::testing::model
{
namespace
{
bool creates(const Call& call)
{
    return call.kind == vm::CallKind::create || call.kind == vm::CallKind::create2;
}

/// The input of a creation is its code, not its call data.
Bytes call_data(const Frame& f)
{
    return creates(f.call) ? Bytes{} : f.call.input;
}

/// `size` bytes of `source` from `offset` on; beyond its end there are zeros.
Bytes part(const Bytes& source, const Integer& offset, std::size_t size)
{
    Bytes data(size, 0);
    for (std::size_t i = 0; i < size && offset + i < source.size(); ++i)
        data[i] = source[static_cast<std::size_t>(offset) + i];
    return data;
}

/// Pops memory offset, source offset and size, pays, and copies.
void copy(Frame& f, const Bytes& source)
{
    const Integer to = f.pop();
    const Integer offset = f.pop();
    const Integer size = f.pop();
    f.charge(3 * words(size));
    f.expand_memory(to, size);
    f.write_memory(to, part(source, offset, static_cast<std::size_t>(size)));
}

void returndatacopy(Frame& f)
{
    const Integer offset = f.stack.at(f.stack.size() - 2);
    const Integer size = f.stack.at(f.stack.size() - 3);
    if (offset + size > f.return_data.size())
        throw ExceptionalHalt{vm::Status::return_data_out_of_bounds};  // EIP-211
    copy(f, f.return_data);
}

void keccak(Frame& f)
{
    const Integer offset = f.pop();
    const Integer size = f.pop();
    f.charge(6 * words(size));
    f.expand_memory(offset, size);
    f.push(from_bytes(keccak256(f.read_memory(offset, size)).bytes));
}

/// Pops an address and pays for a cold one what it costs above 100 (EIP-2929).
address access(Frame& f)
{
    const address addr = f.pop_address();
    if (f.world().warm_up(addr))
        f.charge(2600 - 100);
    return addr;
}

void extcodehash(Frame& f)
{
    const Account account = f.world().account(access(f));
    f.push(account.is_empty() ? Integer{0} : from_bytes(keccak256(account.code).bytes));
}

void blockhash(Frame& f)
{
    const Integer wanted = f.pop();
    const Integer now = f.execution.block.number;
    const bool known = wanted < now && wanted + 256 >= now;
    f.push(known
               ? from_bytes(f.execution.before.block_hash(static_cast<std::uint64_t>(wanted)).bytes)
               : Integer{0});
}

void blobhash(Frame& f)
{
    const Integer index = f.pop();
    const auto hashes = f.execution.tx.blob_hashes;
    f.push(index < hashes.size() ? from_bytes(hashes[static_cast<std::size_t>(index)].bytes)
                                 : Integer{0});
}

void add_block(InstructionSet& set)
{
    set[0x40] = {"BLOCKHASH", 1, 1, 20, blockhash};
    set[0x41] = {"COINBASE", 0, 1, 2,
        [](Frame& f) { f.push(from_bytes(f.execution.block.coinbase.bytes)); }};
    set[0x42] = {"TIMESTAMP", 0, 1, 2, [](Frame& f) { f.push(f.execution.block.timestamp); }};
    set[0x43] = {"NUMBER", 0, 1, 2, [](Frame& f) { f.push(f.execution.block.number); }};
    set[0x44] = {"PREVRANDAO", 0, 1, 2,
        [](Frame& f) { f.push(from_bytes(f.execution.block.prev_randao.bytes)); }};
    set[0x45] = {"GASLIMIT", 0, 1, 2, [](Frame& f) { f.push(f.execution.block.gas_limit); }};
    set[0x46] = {"CHAINID", 0, 1, 2, [](Frame& f) { f.push(f.execution.block.chain_id); }};
    set[0x47] = {
        "SELFBALANCE", 0, 1, 5, [](Frame& f) { f.push(f.world().account(f.self()).balance); }};
    set[0x48] = {"BASEFEE", 0, 1, 2, [](Frame& f) { f.push(from(f.execution.block.base_fee)); }};
    set[0x49] = {"BLOBHASH", 1, 1, 3, blobhash};
    set[0x4a] = {
        "BLOBBASEFEE", 0, 1, 2, [](Frame& f) { f.push(from(f.execution.block.blob_base_fee)); }};
}
}  // namespace

void add_environment(InstructionSet& set)
{
    set[0x20] = {"KECCAK256", 2, 1, 30, keccak};
    set[0x30] = {"ADDRESS", 0, 1, 2, [](Frame& f) { f.push(from_bytes(f.self().bytes)); }};
    set[0x31] = {
        "BALANCE", 1, 1, 100, [](Frame& f) { f.push(f.world().account(access(f)).balance); }};
    set[0x32] = {
        "ORIGIN", 0, 1, 2, [](Frame& f) { f.push(from_bytes(f.execution.tx.origin.bytes)); }};
    set[0x33] = {"CALLER", 0, 1, 2, [](Frame& f) { f.push(from_bytes(f.call.sender.bytes)); }};
    set[0x34] = {"CALLVALUE", 0, 1, 2, [](Frame& f) { f.push(f.call.value); }};
    set[0x35] = {"CALLDATALOAD", 1, 1, 3,
        [](Frame& f) { f.push(from_bytes(part(call_data(f), f.pop(), 32))); }};
    set[0x36] = {"CALLDATASIZE", 0, 1, 2, [](Frame& f) { f.push(call_data(f).size()); }};
    set[0x37] = {"CALLDATACOPY", 3, 0, 3, [](Frame& f) { copy(f, call_data(f)); }};
    set[0x38] = {"CODESIZE", 0, 1, 2, [](Frame& f) { f.push(f.code.size()); }};
    set[0x39] = {"CODECOPY", 3, 0, 3, [](Frame& f) { copy(f, f.code); }};
    set[0x3a] = {"GASPRICE", 0, 1, 2, [](Frame& f) { f.push(from(f.execution.tx.gas_price)); }};
    set[0x3b] = {"EXTCODESIZE", 1, 1, 100,
        [](Frame& f) { f.push(f.world().account(access(f)).code.size()); }};
    set[0x3c] = {
        "EXTCODECOPY", 4, 0, 100, [](Frame& f) { copy(f, f.world().account(access(f)).code); }};
    set[0x3d] = {"RETURNDATASIZE", 0, 1, 2, [](Frame& f) { f.push(f.return_data.size()); }};
    set[0x3e] = {"RETURNDATACOPY", 3, 0, 3, returndatacopy};
    set[0x3f] = {"EXTCODEHASH", 1, 1, 100, extcodehash};
    add_block(set);
}
}  // namespace byline::testing::model
