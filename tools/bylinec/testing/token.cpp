#include "tools/bylinec/testing/token.hpp"

#include "compiler/codegen/assembly.hpp"
#include "compiler/codegen/cost_model.hpp"
#include "compiler/codegen/generate.hpp"
#include "compiler/ir/builder.hpp"
#include "compiler/ir/passes.hpp"
#include "compiler/sema/interface.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace byline::tools::testing
{
namespace
{
using namespace compiler;
using ir::BlockId;
using ir::ExitKind;
using ir::Operation;
using ir::ValueId;

constexpr std::uint64_t word_size = 32;

/// Writes the one function of the token.
class TokenProgram
{
public:
    explicit TokenProgram(ir::Function& function) : b_{function}
    {
        refuse_ = b_.new_block("refuse", true);
        const ValueId first = b_.emit(Operation::calldataload, {b_.constant(0)});
        selector_ = b_.emit(Operation::shr, {b_.constant(224), first});
    }

    void write(unsigned decimals)
    {
        on("balanceOf(address)", [this] { give(load(argument(0))); });
        on("allowance(address,address)",
            [this] { give(load(allowance(argument(0), argument(1)))); });
        on("decimals()", [this, decimals] { give(b_.constant(decimals)); });
        on("approve(address,uint256)", [this] {
            const ValueId owner = b_.emit(Operation::caller);
            store(allowance(owner, argument(0)), argument(1));
            tell("Approval(address,address,uint256)", owner, argument(0), argument(1));
        });
        on("transfer(address,uint256)",
            [this] { move(b_.emit(Operation::caller), argument(0), argument(1)); });
        on("transferFrom(address,address,uint256)", [this] {
            take_off(allowance(argument(0), b_.emit(Operation::caller)), argument(2));
            move(argument(0), argument(1), argument(2));
        });
        b_.jump(refuse_);
        b_.continue_in(refuse_);
        b_.end(ExitKind::revert, {b_.constant(0), b_.constant(0)});
    }

private:
    template <typename Body>
    void on(std::string_view signature, Body body)
    {
        const BlockId block = b_.new_block(std::string{signature.substr(0, signature.find('('))});
        b_.leave_if(
            b_.emit(Operation::eq, {selector_, b_.constant(selector_of(signature))}), block, "no");
        const BlockId next = b_.current();
        b_.continue_in(block);
        body();
        b_.continue_in(next);
    }

    ValueId argument(std::uint64_t index)
    {
        return b_.emit(Operation::calldataload, {b_.constant(4 + word_size * index)});
    }

    ValueId load(ValueId slot) { return b_.emit(Operation::sload, {slot}); }

    void store(ValueId slot, ValueId value) { b_.emit(Operation::sstore, {slot, value}); }

    ValueId allowance(ValueId owner, ValueId spender)
    {
        b_.emit(Operation::mstore, {b_.constant(0), owner});
        b_.emit(Operation::mstore, {b_.constant(word_size), spender});
        return b_.emit(Operation::keccak256, {b_.constant(0), b_.constant(2 * word_size)});
    }

    void take_off(ValueId slot, ValueId amount)
    {
        const ValueId before = load(slot);
        b_.leave_if(b_.emit(Operation::lt, {before, amount}), refuse_, "enough");
        store(slot, b_.emit(Operation::sub, {before, amount}));
    }

    void move(ValueId from, ValueId to, ValueId amount)
    {
        take_off(from, amount);
        store(to, b_.emit(Operation::add, {load(to), amount}));
        tell("Transfer(address,address,uint256)", from, to, amount);
    }

    /// Logs and answers yes.
    void tell(std::string_view event, ValueId first, ValueId second, ValueId amount)
    {
        b_.emit(Operation::mstore, {b_.constant(0), amount});
        b_.emit(Operation::log3, {b_.constant(0), b_.constant(word_size),
                                     b_.constant(to_uint256(keccak256(event))), first, second});
        give(b_.constant(1));
    }

    void give(ValueId value)
    {
        b_.emit(Operation::mstore, {b_.constant(0), value});
        b_.end(ExitKind::return_data, {b_.constant(0), b_.constant(word_size)});
    }

    ir::Builder b_;
    BlockId refuse_ = 0;
    ValueId selector_ = 0;
};
}  // namespace

Bytes token_code(unsigned decimals)
{
    ir::Program program;
    program.functions.resize(1);
    program.functions.front().name = "token";
    TokenProgram{program.functions.front()}.write(decimals);
    ir::optimise(program);
    return assemble(generate(program, cost_model(Pricing::osaka))).code;
}

uint256 allowance_slot(const address& owner, const address& spender)
{
    std::array<std::uint8_t, 2 * word_size> key{};
    std::ranges::copy(to_bytes32(to_uint256(owner)).bytes, key.begin());
    std::ranges::copy(to_bytes32(to_uint256(spender)).bytes, key.begin() + word_size);
    return to_uint256(keccak256(BytesView{key}));
}
}  // namespace byline::tools::testing
