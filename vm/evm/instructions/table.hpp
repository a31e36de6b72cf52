#pragma once

#include "vm/evm/instructions/arithmetic.hpp"
#include "vm/evm/instructions/calls.hpp"
#include "vm/evm/instructions/control.hpp"
#include "vm/evm/instructions/environment.hpp"
#include "vm/evm/instructions/log.hpp"
#include "vm/evm/instructions/memory.hpp"
#include "vm/evm/instructions/stack.hpp"
#include "vm/evm/instructions/storage.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace byline::vm::instructions
{
/// The function of an opcode; none where an instruction does nothing but arrange the stack or
/// choose what runs next (PUSH, DUP, SWAP, POP, JUMP, JUMPI, JUMPDEST, PC, GAS): those are the
/// engine's.
template <Opcode>
inline constexpr std::nullptr_t function = nullptr;

// clang-format off: one line each, or the table is no table.
template <> inline constexpr auto function<OP_STOP> = stop;
template <> inline constexpr auto function<OP_ADD> = add;
template <> inline constexpr auto function<OP_MUL> = mul;
template <> inline constexpr auto function<OP_SUB> = sub;
template <> inline constexpr auto function<OP_DIV> = div;
template <> inline constexpr auto function<OP_SDIV> = sdiv;
template <> inline constexpr auto function<OP_MOD> = mod;
template <> inline constexpr auto function<OP_SMOD> = smod;
template <> inline constexpr auto function<OP_ADDMOD> = addmod;
template <> inline constexpr auto function<OP_MULMOD> = mulmod;
template <> inline constexpr auto function<OP_EXP> = exp;
template <> inline constexpr auto function<OP_SIGNEXTEND> = signextend;
template <> inline constexpr auto function<OP_LT> = lt;
template <> inline constexpr auto function<OP_GT> = gt;
template <> inline constexpr auto function<OP_SLT> = slt;
template <> inline constexpr auto function<OP_SGT> = sgt;
template <> inline constexpr auto function<OP_EQ> = eq;
template <> inline constexpr auto function<OP_ISZERO> = iszero;
template <> inline constexpr auto function<OP_AND> = bitwise_and;
template <> inline constexpr auto function<OP_OR> = bitwise_or;
template <> inline constexpr auto function<OP_XOR> = bitwise_xor;
template <> inline constexpr auto function<OP_NOT> = bitwise_not;
template <> inline constexpr auto function<OP_BYTE> = byte;
template <> inline constexpr auto function<OP_SHL> = shl;
template <> inline constexpr auto function<OP_SHR> = shr;
template <> inline constexpr auto function<OP_SAR> = sar;
template <> inline constexpr auto function<OP_CLZ> = clz;
template <> inline constexpr auto function<OP_KECCAK256> = keccak;
template <> inline constexpr auto function<OP_ADDRESS> = own_address;
template <> inline constexpr auto function<OP_BALANCE> = balance;
template <> inline constexpr auto function<OP_ORIGIN> = origin;
template <> inline constexpr auto function<OP_CALLER> = caller;
template <> inline constexpr auto function<OP_CALLVALUE> = callvalue;
template <> inline constexpr auto function<OP_CALLDATALOAD> = calldataload;
template <> inline constexpr auto function<OP_CALLDATASIZE> = calldatasize;
template <> inline constexpr auto function<OP_CALLDATACOPY> = calldatacopy;
template <> inline constexpr auto function<OP_CODESIZE> = codesize;
template <> inline constexpr auto function<OP_CODECOPY> = codecopy;
template <> inline constexpr auto function<OP_GASPRICE> = gasprice;
template <> inline constexpr auto function<OP_EXTCODESIZE> = extcodesize;
template <> inline constexpr auto function<OP_EXTCODECOPY> = extcodecopy;
template <> inline constexpr auto function<OP_RETURNDATASIZE> = returndatasize;
template <> inline constexpr auto function<OP_RETURNDATACOPY> = returndatacopy;
template <> inline constexpr auto function<OP_EXTCODEHASH> = extcodehash;
template <> inline constexpr auto function<OP_BLOCKHASH> = blockhash;
template <> inline constexpr auto function<OP_COINBASE> = coinbase;
template <> inline constexpr auto function<OP_TIMESTAMP> = timestamp;
template <> inline constexpr auto function<OP_NUMBER> = number;
template <> inline constexpr auto function<OP_PREVRANDAO> = prevrandao;
template <> inline constexpr auto function<OP_GASLIMIT> = gaslimit;
template <> inline constexpr auto function<OP_CHAINID> = chainid;
template <> inline constexpr auto function<OP_SELFBALANCE> = selfbalance;
template <> inline constexpr auto function<OP_BASEFEE> = basefee;
template <> inline constexpr auto function<OP_BLOBHASH> = blobhash;
template <> inline constexpr auto function<OP_BLOBBASEFEE> = blobbasefee;
template <> inline constexpr auto function<OP_MLOAD> = mload;
template <> inline constexpr auto function<OP_MSTORE> = mstore;
template <> inline constexpr auto function<OP_MSTORE8> = mstore8;
template <> inline constexpr auto function<OP_SLOAD> = sload;
template <> inline constexpr auto function<OP_SSTORE> = sstore;
template <> inline constexpr auto function<OP_MSIZE> = msize;
template <> inline constexpr auto function<OP_TLOAD> = tload;
template <> inline constexpr auto function<OP_TSTORE> = tstore;
template <> inline constexpr auto function<OP_MCOPY> = mcopy;
template <Opcode Op> requires(Op >= OP_LOG0 && Op <= OP_LOG4)
inline constexpr auto function<Op> = log<Op - OP_LOG0>;
template <> inline constexpr auto function<OP_CREATE> = create;
template <> inline constexpr auto function<OP_CALL> = call;
template <> inline constexpr auto function<OP_CALLCODE> = callcode;
template <> inline constexpr auto function<OP_RETURN> = give_back<Status::success>;
template <> inline constexpr auto function<OP_DELEGATECALL> = delegatecall;
template <> inline constexpr auto function<OP_CREATE2> = create2;
template <> inline constexpr auto function<OP_STATICCALL> = staticcall;
template <> inline constexpr auto function<OP_REVERT> = give_back<Status::revert>;
template <> inline constexpr auto function<OP_INVALID> = invalid;
template <> inline constexpr auto function<OP_SELFDESTRUCT> = selfdestruct;
// clang-format on

/// What the signature of an instruction asks for (arithmetic.hpp lists them).
enum class Form : std::uint8_t
{
    arranges,     ///< no function: the engine's own
    computes,     ///< operands
    reads_frame,  ///< operands, Frame&
    uses_gas,     ///< operands, gas, Frame&
    in_place,     ///< top, gas, Frame&
    full,         ///< the same, and tells what comes next
};

namespace detail
{
template <std::size_t>
using Operand = const uint256&;

template <typename Function, std::size_t... Is, typename... Rest>
consteval bool takes(std::index_sequence<Is...> /*operands*/, std::type_identity<Rest>... /*rest*/)
{
    return std::is_invocable_v<Function, Operand<Is>..., Rest...>;
}
}  // namespace detail

template <Opcode Op>
consteval Form form_of()
{
    using Function = std::remove_const_t<decltype(function<Op>)>;
    constexpr auto operands = std::make_index_sequence<opcode_table[Op].inputs>{};
    if constexpr (std::is_null_pointer_v<Function>)
        return Form::arranges;
    else if constexpr (std::is_invocable_r_v<Flow, Function, uint256*, std::int64_t&, Frame&>)
        return Form::full;
    else if constexpr (std::is_invocable_v<Function, uint256*, std::int64_t&, Frame&>)
        return Form::in_place;
    else if constexpr (detail::takes<Function>(operands))
        return Form::computes;
    else if constexpr (detail::takes<Function>(operands, std::type_identity<Frame&>{}))
        return Form::reads_frame;
    else
    {
        static_assert(detail::takes<Function>(
            operands, std::type_identity<std::int64_t&>{}, std::type_identity<Frame&>{}));
        return Form::uses_gas;
    }
}

constexpr bool is_push(Opcode op) noexcept
{
    return op >= OP_PUSH0 && op <= OP_PUSH32;
}

constexpr bool is_dup(Opcode op) noexcept
{
    return op >= OP_DUP1 && op <= OP_DUP16;
}

constexpr bool is_swap(Opcode op) noexcept
{
    return op >= OP_SWAP1 && op <= OP_SWAP16;
}
}  // namespace byline::vm::instructions
