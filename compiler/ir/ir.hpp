#pragma once

#include "compiler/source/diagnostic.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The compiler's middle: SSA over 256-bit words. Blocks have parameters instead of phi nodes;
/// effects happen in the order written.
namespace byline::compiler::ir
{
using ValueId = std::uint32_t;
using BlockId = std::uint32_t;
using FunctionId = std::uint32_t;

enum class Operation : std::uint8_t
{
    constant,   ///< Instruction::constant
    immutable,  ///< 20 bytes written at deployment; Instruction::index says which
    symbol,     ///< a place in the code, known when it is assembled; index is a Symbol, plus
                ///< `constant`
    parameter,  ///< of a block or a function
#define BYLINE_OPERATION(name, opcode, effect, mirror) name,
#include "compiler/ir/operations.def"
};

enum class Effect : std::uint8_t
{
    pure,
    context,
    read,
    write,
};

/// One row of operations.def.
struct OperationTraits
{
    std::string_view name;
    std::optional<Opcode> opcode;  ///< none for constant, immutable, symbol and parameter
    Effect effect = Effect::pure;
    std::optional<Operation> mirror;
    unsigned inputs = 0;
    bool has_result = true;
};

const OperationTraits& traits(Operation operation) noexcept;

/// Places that only the assembler knows.
enum class Symbol : std::uint8_t
{
    runtime_begin,  ///< in the creation code: where the runtime code starts
    creation_end,   ///< its length: where the constructor's arguments start
};

/// An instruction is named by the value that it computes; those without a result have a name all
/// the same.
struct Instruction
{
    Operation operation = Operation::constant;
    std::vector<ValueId> operands = {};  ///< the first is on top of the stack
    uint256 constant = {};
    std::uint32_t index = 0;
    Span location = {};
};

struct Edge
{
    BlockId block = 0;
    std::vector<ValueId> arguments = {};  ///< for the block's parameters; only of a jump
};

enum class ExitKind : std::uint8_t
{
    jump,           ///< to edges[0]
    branch,         ///< operands[0] not zero: edges[0], without arguments; else edges[1], without
                    ///< arguments
    call_function,  ///< `callee` with the operands; its results are the parameters of edges[0]
    give_back,      ///< from a function, with the operands as results; one a function
    stop,
    return_data,  ///< operands: offset, length
    revert,       ///< operands: offset, length
};

struct Exit
{
    ExitKind kind = ExitKind::stop;
    std::vector<ValueId> operands = {};
    std::vector<Edge> edges = {};
    FunctionId callee = 0;
    Span location = {};
};

struct Block
{
    std::string name;
    std::vector<ValueId> parameters;
    std::vector<ValueId> body;
    Exit exit;
    bool is_cold = false;  ///< ends in a revert: laid out last, never made faster at others' cost
    /// Of the block that a loop is entered by: how often control comes to it at most each time the
    /// loop is entered. 0: not known, or there is no loop. A promise of whoever writes the program.
    std::uint32_t max_visits = 0;
};

/// The first function of a program is where execution starts: it has no parameters and gives
/// nothing back.
struct Function
{
    std::string name;
    std::vector<Instruction> values;
    std::vector<Block> blocks;  ///< the first one is the entry; its parameters are the function's
    std::size_t results = 0;
};

struct Program
{
    std::vector<Function> functions;
    std::vector<std::string> immutables;  ///< names, for the printer
    /// Instructions whose place in memory is no constant stay below this many bytes: a promise of
    /// whoever writes the program. 0: there are none. The code generator keeps its own words above.
    std::uint32_t memory = 0;
};

/// Whether any path of the function gives back to a caller.
bool gives_back(const Function& function) noexcept;

/// The program as text, for tests and for people: everything but the locations. Where two functions
/// or two blocks of a function have the same name, the later one's is printed with a number.
std::string print(const Program& program);

/// Where and why a text is no program.
struct TextError
{
    std::size_t line = 0;  ///< the first one is 1
    std::string reason;
};

/// The program that `print` writes like this. What it says may still be wrong: see `verify`. A text
/// names at most 2^18 values in all.
std::expected<Program, TextError> parse(std::string_view text);

/// Whether `print` and `parse` can write a name: something, without spaces and punctuation of
/// theirs.
bool is_name(std::string_view text) noexcept;

/// Names of the kinds of exit, as printed.
std::string_view to_string(ExitKind kind) noexcept;

/// What is wrong with a program, in words; empty if it is well formed: operands exist, dominate
/// their uses and are as many as the operation wants, edges fit the blocks' parameters, functions
/// do not recurse, names are names, what is no constant place in memory was promised
/// (Program::memory).
std::vector<std::string> verify(const Program& program);
}  // namespace byline::compiler::ir
