#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace byline::vm
{
class Journal;
class Observer;

/// How a frame was entered.
enum class CallKind : std::uint8_t
{
    call,
    staticcall,
    callcode,
    delegatecall,
    create,
    create2,
};

/// How a frame ended (Yellow Paper §9.4.2). All but `success` and `revert` take the frame's gas.
enum class Status : std::uint8_t
{
    success,
    revert,
    out_of_gas,
    stack_underflow,
    stack_overflow,
    bad_jump_destination,
    undefined_instruction,
    invalid_instruction,  ///< INVALID (0xfe) was executed
    static_mode_violation,
    return_data_out_of_bounds,  ///< RETURNDATACOPY beyond the buffer (EIP-211)
    call_depth_exceeded,
    insufficient_balance,    ///< for the value of a message or creation
    nonce_overflow,          ///< EIP-2681
    address_collision,       ///< EIP-684, EIP-7610
    code_size_exceeded,      ///< EIP-170
    code_starts_with_ef,     ///< EIP-3541
    initcode_size_exceeded,  ///< EIP-3860
    precompile_failure,
};

/// "out of gas": lower case, as it stands in traces and error messages.
std::string_view to_string(Status status) noexcept;

/// What is the same for all transactions of a block (Yellow Paper §4.4, EIP-4399, EIP-7516).
struct BlockContext
{
    Revision revision = latest_revision;
    std::uint64_t chain_id = 1;
    std::uint64_t number = 0;
    std::uint64_t timestamp = 0;  ///< seconds
    std::uint64_t gas_limit = 0;
    address coinbase;
    bytes32 prev_randao;
    uint256 base_fee;       ///< wei a gas
    uint256 blob_base_fee;  ///< wei a blob gas
};

/// What is the same for all frames of a transaction.
struct TxContext
{
    address origin;
    uint256 gas_price;                     ///< effective, wei a gas
    std::span<const bytes32> blob_hashes;  ///< EIP-4844; owned by the transaction
};

/// A message call or a contract creation from outside (Yellow Paper §8, §7).
struct Message
{
    CallKind kind = CallKind::call;  ///< `call` or `create`
    std::int64_t gas = 0;
    address sender;
    address recipient;  ///< the account called; for a creation, the address of the new contract
    uint256 value;      ///< wei
    BytesView input;    ///< call data, or initialisation code
};

/// What a message came to. `gas_left` is what the caller gets back; the refund counter is the
/// journal's.
struct Result
{
    Status status = Status::success;
    std::int64_t gas_left = 0;
    Bytes output;  ///< return or revert data; for a creation that succeeded, empty
};

class Execution;

/// When a code is made over for the fast engine, which takes longer than running it once.
enum class Tuning : std::uint8_t
{
    when_hot,  ///< when it has jumped often enough for the work to pay
    at_once,   ///< before it runs: for tests and measurements
};

/// What messages are executed with, and what one execution leaves for the next to use again: frames
/// with their stacks and memories, and codes made ready to run. It holds nothing of any state, and
/// no result depends on what it has run before. One thread at a time.
class Machine
{
public:
    explicit Machine(Tuning tuning = Tuning::when_hot);
    ~Machine();
    Machine(Machine&&) noexcept;
    Machine& operator=(Machine&&) noexcept;

    /// Executes a message to its end against the journal, which then holds its effects (none if it
    /// did not succeed). Touching the accounts, warming addresses and the sender's nonce are the
    /// caller's; the transfer of value is done here. `observer` may be null.
    Result execute(Journal& journal, const BlockContext& block, const TxContext& tx,
        const Message& message, Observer* observer = nullptr);

private:
    std::unique_ptr<Execution> execution_;
};
}  // namespace byline::vm
