#include "compiler/ir/control_flow.hpp"
#include "compiler/ir/ir.hpp"
#include "compiler/ir/passes.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace byline::compiler::ir
{
namespace
{
/// A function of so few instructions takes no more code than a call of it.
constexpr std::size_t fewest_instructions = 6;

std::size_t size_of(const Function& function)
{
    std::size_t size = 0;
    for (const Block& block : function.blocks)
        size += block.body.size() + 1;
    return size;
}

std::vector<std::size_t> count_calls(const Program& program)
{
    std::vector<std::size_t> calls(program.functions.size());
    for (const Function& function : program.functions)
    {
        for (const Block& block : function.blocks)
        {
            if (block.exit.kind == ExitKind::call_function)
                ++calls[block.exit.callee];
        }
    }
    return calls;
}

/// Puts a copy of a function where one block calls it.
class Copier
{
public:
    Copier(Function& caller, const Function& callee, BlockId site)
        : caller_{caller},
          callee_{callee},
          site_{site},
          first_block_{static_cast<BlockId>(caller.blocks.size())},
          renamed_(callee.values.size())
    {}

    void run()
    {
        Exit& call = caller_.blocks[site_].exit;
        continuation_ = call.edges[0].block;
        call.kind = ExitKind::jump;
        call.edges = {{first_block_, std::move(call.operands)}};
        call.operands.clear();
        for (const Block& block : callee_.blocks)
        {
            define(block.parameters);
            define(block.body);
        }
        const bool is_cold = caller_.blocks[site_].is_cold;
        for (const Block& block : callee_.blocks)
        {
            caller_.blocks.push_back(copy(block));
            caller_.blocks.back().is_cold = block.is_cold || is_cold;
        }
    }

private:
    void define(const std::vector<ValueId>& ids)
    {
        for (const ValueId id : ids)
        {
            renamed_[id] = static_cast<ValueId>(caller_.values.size());
            caller_.values.push_back(callee_.values[id]);
        }
    }

    [[nodiscard]] std::vector<ValueId> renamed(std::vector<ValueId> ids) const
    {
        for (ValueId& id : ids)
            id = renamed_[id];
        return ids;
    }

    Block copy(const Block& block)
    {
        Block result = block;
        result.parameters = renamed(block.parameters);
        result.body = renamed(block.body);
        for (const ValueId id : result.body)
            caller_.values[id].operands = renamed(caller_.values[id].operands);
        Exit& exit = result.exit;
        exit.operands = renamed(exit.operands);
        for (Edge& edge : exit.edges)
        {
            edge.block += first_block_;
            edge.arguments = renamed(edge.arguments);
        }
        if (exit.kind == ExitKind::give_back)
        {
            exit.kind = ExitKind::jump;
            exit.edges = {{continuation_, std::move(exit.operands)}};
            exit.operands.clear();
        }
        return result;
    }

    Function& caller_;
    const Function& callee_;
    BlockId site_;
    BlockId first_block_;
    BlockId continuation_ = 0;
    std::vector<ValueId> renamed_;
};

/// Functions that nothing calls any more go; the others keep their order.
void remove_uncalled(Program& program)
{
    std::vector<bool> called(program.functions.size());
    called[0] = true;
    // A function calls only those behind it.
    for (FunctionId id = 0; id < program.functions.size(); ++id)
    {
        if (!called[id])
            continue;
        for (const Block& block : program.functions[id].blocks)
        {
            if (block.exit.kind == ExitKind::call_function)
                called[block.exit.callee] = true;
        }
    }
    std::vector<FunctionId> renamed(program.functions.size());
    std::vector<Function> kept;
    for (FunctionId id = 0; id < program.functions.size(); ++id)
    {
        renamed[id] = static_cast<FunctionId>(kept.size());
        if (called[id])
            kept.push_back(std::move(program.functions[id]));
    }
    for (Function& function : kept)
    {
        for (Block& block : function.blocks)
        {
            if (block.exit.kind == ExitKind::call_function)
                block.exit.callee = renamed[block.exit.callee];
        }
    }
    program.functions = std::move(kept);
}
}  // namespace

void inline_calls(Program& program)
{
    const std::vector<std::size_t> calls = count_calls(program);
    // From the last one: what is copied has its own callees in it already.
    for (std::size_t id = program.functions.size(); id-- > 0;)
    {
        Function& caller = program.functions[id];
        const bool loops = has_loop(caller);
        const std::size_t blocks = caller.blocks.size();
        for (BlockId site = 0; site < blocks; ++site)
        {
            const Exit& exit = caller.blocks[site].exit;
            if (exit.kind != ExitKind::call_function)
                continue;
            const Function& callee = program.functions[exit.callee];
            const bool pays = calls[exit.callee] == 1 || size_of(callee) <= fewest_instructions;
            // Code with a loop keeps the stack tidy, at a price: the caller need not pay it too.
            if (pays && (loops || !has_loop(callee)))
                Copier{caller, callee, site}.run();
        }
    }
    remove_uncalled(program);
}
}  // namespace byline::compiler::ir
