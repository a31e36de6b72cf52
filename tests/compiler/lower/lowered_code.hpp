#pragma once

#include "compiler/codegen/generate.hpp"
#include "compiler/ir/passes.hpp"
#include "compiler/lower/context.hpp"
#include "tests/stdlib-contracts/licence_world.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace byline::testing
{
/// The words of a call or an answer.
inline Bytes words(const std::vector<uint256>& values)
{
    Bytes bytes;
    for (const uint256& value : values)
        append(bytes, value);
    return bytes;
}

/// A contract of one function that is written with parts of lowering, on a chain.
class LoweredCode
{
public:
    using Body = std::function<void(compiler::Lowering&)>;

    explicit LoweredCode(const Body& body, const compiler::Licence& licence = {})
    {
        namespace ir = compiler::ir;
        const compiler::StoragePlan storage = compiler::storage_of(licence);
        const bytes32 terms_hash;
        const compiler::Interface interface;
        compiler::Functions functions;
        const compiler::Context context{licence, interface, storage, terms_hash, functions};
        ir::Function entry;
        entry.name = "entry";
        ir::Builder builder{entry};
        compiler::Failures failures{builder};
        compiler::Lowering l{context, builder, failures};
        body(l);
        ir::Program program;
        program.memory = functions.memory();
        program.functions = std::move(functions).take(std::move(entry));
        EXPECT_EQ(ir::verify(program), std::vector<std::string>{}) << ir::print(program);
        ir::optimise(program);
        const auto assembly =
            compiler::assemble(compiler::generate(program, compiler::CostModel{}));
        world_.state().set_code(contract, assembly.code);
    }

    /// Calls with four zero bytes and what follows.
    vm::TxOutcome call_with(const Bytes& arguments)
    {
        Bytes data(4);
        data.insert(data.end(), arguments.begin(), arguments.end());
        return world_.send(account(7), contract, std::move(data));
    }

    vm::TxOutcome call(const std::vector<uint256>& arguments)
    {
        return call_with(words(arguments));
    }

    [[nodiscard]] LicenceWorld& world() noexcept { return world_; }

    static inline const address contract = account(50);

private:
    LicenceWorld world_;
};
}  // namespace byline::testing
