#pragma once

#include "vm/evm/instructions/arithmetic.hpp"
#include "vm/evm/instructions/calls.hpp"
#include "vm/evm/instructions/control.hpp"
#include "vm/evm/instructions/environment.hpp"
#include "vm/evm/instructions/log.hpp"
#include "vm/evm/instructions/memory.hpp"
#include "vm/evm/instructions/stack.hpp"
#include "vm/evm/instructions/storage.hpp"
#include "vm/primitives/opcodes.hpp"

#include <cstddef>

namespace byline::vm::instructions
{
/// The function of an opcode. An opcode of opcodes.def without one does not compile.
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
template <> inline constexpr auto function<OP_POP> = pop;
template <> inline constexpr auto function<OP_MLOAD> = mload;
template <> inline constexpr auto function<OP_MSTORE> = mstore;
template <> inline constexpr auto function<OP_MSTORE8> = mstore8;
template <> inline constexpr auto function<OP_SLOAD> = sload;
template <> inline constexpr auto function<OP_SSTORE> = sstore;
template <> inline constexpr auto function<OP_JUMP> = jump;
template <> inline constexpr auto function<OP_JUMPI> = jumpi;
template <> inline constexpr auto function<OP_PC> = pc;
template <> inline constexpr auto function<OP_MSIZE> = msize;
template <> inline constexpr auto function<OP_GAS> = gas_left;
template <> inline constexpr auto function<OP_JUMPDEST> = jumpdest;
template <> inline constexpr auto function<OP_TLOAD> = tload;
template <> inline constexpr auto function<OP_TSTORE> = tstore;
template <> inline constexpr auto function<OP_MCOPY> = mcopy;
template <Opcode Op> requires(Op >= OP_PUSH0 && Op <= OP_PUSH32)
inline constexpr auto function<Op> = push<Op - OP_PUSH0>;
template <Opcode Op> requires(Op >= OP_DUP1 && Op <= OP_DUP16)
inline constexpr auto function<Op> = dup<Op - OP_DUP1 + 1>;
template <Opcode Op> requires(Op >= OP_SWAP1 && Op <= OP_SWAP16)
inline constexpr auto function<Op> = swap<Op - OP_SWAP1 + 1>;
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
}  // namespace byline::vm::instructions
