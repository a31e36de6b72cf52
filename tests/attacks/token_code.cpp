#include "tests/attacks/token_code.hpp"

#include "vm/primitives/hex_literal.hpp"

namespace byline::testing
{
namespace
{
Bytecode argument(std::size_t index)
{
    return push(4 + 32 * index) + OP_CALLDATALOAD;
}

Bytecode is_call_of(std::string_view signature)
{
    const Bytes bytes = selector(signature);
    uint256 number;
    for (const std::uint8_t byte : bytes)
        number = (number << 8) + byte;
    return apply(OP_EQ, {push(number), apply(OP_SHR, {push(224), push(0) + OP_CALLDATALOAD})});
}

/// Uses up all gas where the condition holds: no opcode but JUMPDEST may be jumped to.
Bytecode fail_if(const Bytecode& condition)
{
    return condition + push(0) + OP_JUMPI;
}

Bytecode slot(const Bytecode& account, const uint256& kind)
{
    return apply(OP_OR, {account, push(kind)});
}

Bytecode take_off(const Bytecode& key, const Bytecode& amount)
{
    return fail_if(apply(OP_LT, {key + OP_SLOAD, amount})) +
           sstore(key, apply(OP_SUB, {key + OP_SLOAD, amount}));
}

Bytecode move(const TokenKind& kind, const Bytecode& from, const Bytecode& to, const Bytecode& n)
{
    const Bytecode fee = apply(OP_DIV, {apply(OP_MUL, {n, push(kind.fee_percent)}), push(100)});
    return take_off(from, n) + sstore(to, apply(OP_ADD, {to + OP_SLOAD, apply(OP_SUB, {n, fee})}));
}

Bytecode call_hook(const TokenKind& kind, Hook when, const address& hook)
{
    if (kind.hook != when)
        return {};
    return Bytecode{CallCode{.target = push(hook)}} + OP_POP;
}

Bytecode answer(Answer answer)
{
    switch (answer)
    {
        case Answer::no:
            return push(0) + return_top();
        case Answer::nothing:
            return OP_STOP;
        case Answer::one_byte:
            return mstore(0, push(uint256{1} << 248)) + give_back(0, 1);
        default:
            return push(1) + return_top();
    }
}
}  // namespace

address usdc()
{
    return hex_address("a0b86991c6218b36c1d19d4a2e9eb0ce3606eb48");
}

Bytecode token_code(const TokenKind& kind, const address& hook)
{
    const bool moves = kind.answer != Answer::no;
    Bytecode code;
    branch(code, is_call_of("decimals()"), push(kind.decimals) + return_top());
    branch(code, is_call_of("balanceOf(address)"), argument(0) + OP_SLOAD + return_top());
    branch(code, is_call_of("transfer(address,uint256)"),
        call_hook(kind, Hook::before_send, hook) +
            (moves ? move(kind, OP_CALLER, argument(0), argument(1)) : Bytecode{}) +
            answer(kind.answer));
    Bytecode taking = call_hook(kind, Hook::before_take, hook);
    if (kind.checks_allowance)
        taking += take_off(slot(argument(0), allowed_slots), argument(2));
    if (moves)
        taking += move(kind, argument(0), argument(1), argument(2));
    taking += call_hook(kind, Hook::after_take, hook);
    branch(code, is_call_of("transferFrom(address,address,uint256)"), taking + answer(kind.answer));
    if (!kind.permits)
        return code + reverts();
    branch(code, is_call_of("permit(address,address,uint256,uint256,uint8,bytes32,bytes32)"),
        fail_if(slot(argument(0), permitted_slots) + OP_SLOAD) +
            sstore(slot(argument(0), permitted_slots), push(1)) +
            sstore(slot(argument(0), allowed_slots), argument(2)) + OP_STOP);
    return code + reverts();
}
}  // namespace byline::testing
