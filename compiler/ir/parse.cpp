// The text that `print` writes, line by line:
//
//   immutables NAME, NAME ...            if there are any
//   memory BYTES                         if places in memory are computed
//   function @NAME [gives RESULTS]
//   NAME(%1, %2 ...) [cold]:             a block and its parameters
//     %3 = OPERATION ...                 two spaces before what stands in a block
//     EXIT [@NAME] [%1, ...] [-> NAME[(%1, ...)]] ...
#include "compiler/ir/ir.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace byline::compiler::ir
{
namespace
{
/// Bounds the memory that a short text can ask for with one high number.
constexpr std::size_t most_values = 1U << 18;

constexpr std::array all_operations{
    Operation::constant,
    Operation::immutable,
    Operation::symbol,
#define BYLINE_OPERATION(name, opcode, effect, mirror) Operation::name,
#include "compiler/ir/operations.def"
};

constexpr std::array all_exits{ExitKind::jump, ExitKind::branch, ExitKind::call_function,
    ExitKind::give_back, ExitKind::stop, ExitKind::return_data, ExitKind::revert};

std::optional<std::uint32_t> small_number(std::string_view digits)
{
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool padded = digits.size() > 1 && digits.front() == '0';
    if (error != std::errc{} || end != digits.data() + digits.size() || padded)
        return std::nullopt;
    return value;
}

/// As `to_decimal` writes it.
std::optional<uint256> decimal_number(std::string_view digits)
{
    const auto value = from_decimal(digits);
    return value && to_decimal(*value) == digits ? value : std::nullopt;
}

/// What is left of one line.
class Line
{
public:
    explicit Line(std::string_view text) : rest_{text} {}

    [[nodiscard]] bool is_done() const noexcept { return rest_.empty(); }

    bool take(std::string_view text) noexcept
    {
        if (!rest_.starts_with(text))
            return false;
        rest_.remove_prefix(text.size());
        return true;
    }

    /// A name or a number; empty if there is none.
    std::string_view word() noexcept
    {
        std::size_t size = 0;
        while (size < rest_.size() && is_name(rest_.substr(size, 1)))
            ++size;
        const std::string_view found = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return found;
    }

    std::optional<std::uint32_t> number() { return small_number(word()); }

private:
    std::string_view rest_;
};

class TextParser
{
public:
    explicit TextParser(std::string_view text)
    {
        while (!text.empty())
        {
            const std::size_t end = std::min(text.find('\n'), text.size());
            lines_.push_back(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }

    std::expected<Program, TextError> run()
    {
        if (!find_functions() || !read_lines())
            return std::unexpected{*error_};
        return std::move(program_);
    }

private:
    struct Use
    {
        ValueId value;
        std::size_t line;
    };

    bool wrong(std::string reason)
    {
        if (!error_)
            error_ = TextError{at_ + 1, std::move(reason)};
        return false;
    }

    static std::string name_of(ValueId id) { return "%" + std::to_string(id); }

    // --- which functions and blocks there are ---

    bool find_functions()
    {
        for (at_ = 0; at_ < lines_.size(); ++at_)
        {
            Line line{lines_[at_]};
            if (!line.take("function @"))
                continue;
            const std::string name{line.word()};
            const auto id = static_cast<FunctionId>(program_.functions.size());
            if (name.empty())
                return wrong("a function without a name");
            if (!functions_.try_emplace(name, id).second)
                return wrong("a second function @" + name);
            program_.functions.emplace_back().name = name;
            if (line.take(" gives "))
            {
                const auto results = line.number();
                if (!results || *results == 0)
                    return wrong("`gives` how many results?");
                program_.functions.back().results = *results;
            }
            if (!line.is_done())
                return wrong("more behind the function's name");
        }
        return true;
    }

    [[nodiscard]] static bool in_block(std::string_view line) { return line.starts_with("  "); }

    bool find_blocks(Function& function, std::size_t end)
    {
        blocks_.clear();
        for (at_ = first_; at_ < end; ++at_)
        {
            if (lines_[at_].empty() || in_block(lines_[at_]))
                continue;
            const std::string name{Line{lines_[at_]}.word()};
            if (name.empty())
                return wrong("neither a block nor, two spaces before it, an instruction");
            if (!blocks_.try_emplace(name, static_cast<BlockId>(blocks_.size())).second)
                return wrong("a second block " + name);
            function.blocks.emplace_back().name = name;
        }
        return true;
    }

    // --- what stands in them ---

    bool read_lines()
    {
        std::size_t end = next_function(0);
        for (at_ = 0; at_ < end; ++at_)
        {
            if (!lines_[at_].empty() && !head(Line{lines_[at_]}))
                return false;
        }
        for (Function& function : program_.functions)
        {
            first_ = end + 1;
            end = next_function(first_);
            if (!find_blocks(function, end) || !read_function(function, end))
                return false;
        }
        return true;
    }

    [[nodiscard]] std::size_t next_function(std::size_t from) const
    {
        while (from < lines_.size() && !lines_[from].starts_with("function @"))
            ++from;
        return from;
    }

    bool head(Line line)
    {
        if (line.take("immutables ") && program_.immutables.empty())
        {
            do
            {
                const std::string name{line.word()};
                const auto id = static_cast<std::uint32_t>(immutables_.size());
                if (name.empty() || !immutables_.try_emplace(name, id).second)
                    return wrong("immutables have one name each");
                program_.immutables.push_back(name);
            } while (line.take(", "));
            return line.is_done() || wrong("more behind the immutables");
        }
        if (line.take("memory ") && program_.memory == 0)
        {
            const auto bytes = line.number();
            if (!bytes || *bytes == 0 || !line.is_done())
                return wrong("`memory` wants a number of bytes");
            program_.memory = *bytes;
            return true;
        }
        return wrong("neither `immutables`, `memory` nor `function @`");
    }

    bool read_function(Function& function, std::size_t end)
    {
        uses_.clear();
        defined_.clear();
        unnamed_.clear();
        block_ = nullptr;
        std::size_t next_block = 0;
        for (at_ = first_; at_ < end; ++at_)
        {
            if (lines_[at_].empty())
                continue;
            if (!in_block(lines_[at_]))
            {
                if (!closed())
                    return false;
                block_ = &function.blocks[next_block++];
                has_exit_ = false;
                if (!block_head(Line{lines_[at_]}, function))
                    return false;
            }
            else if (block_ == nullptr)
                return wrong("an instruction outside of a block");
            else if (!block_line(Line{lines_[at_].substr(2)}, function))
                return false;
        }
        --at_;
        return closed() && resolve(function);
    }

    bool closed()
    {
        return block_ == nullptr || has_exit_ || wrong("block " + block_->name + " has no exit");
    }

    bool block_head(Line line, Function& function)
    {
        line.word();
        if (!line.take("("))
            return wrong("a block's name without its parameters");
        if (!line.take(")"))
        {
            if (!values(line, block_->parameters) || !line.take(")"))
                return wrong("parameters that do not end");
            for (const ValueId id : block_->parameters)
            {
                if (!define(function, id, {.operation = Operation::parameter}))
                    return false;
            }
        }
        if (line.take(" max "))
        {
            const auto visits = line.number();
            if (!visits || *visits == 0)
                return wrong("`max` wants a number of visits");
            block_->max_visits = *visits;
        }
        block_->is_cold = line.take(" cold");
        return (line.take(":") && line.is_done()) || wrong("a block's head ends with `:`");
    }

    bool block_line(Line line, Function& function)
    {
        if (has_exit_)
            return wrong("block " + block_->name + " goes on behind its exit");
        std::optional<ValueId> result;
        if (line.take("%"))
        {
            result = line.number();
            if (!result || !line.take(" = "))
                return wrong("`%`, a number and ` = `, or no result");
        }
        const std::string_view word = line.word();
        if (!result)
        {
            const auto kind = std::ranges::find(all_exits, word, to_string);
            if (kind != all_exits.end())
                return exit(line, *kind);
        }
        const auto operation =
            std::ranges::find(all_operations, word, [](Operation o) { return traits(o).name; });
        if (operation == all_operations.end())
            return wrong("`" + std::string{word} + "` is no operation and no exit");
        if (traits(*operation).has_result != result.has_value())
            return wrong("`" + std::string{word} +
                         (result ? "` has no result" : "` has a result: give it a number"));
        Instruction instruction{.operation = *operation};
        if (!operands(line, instruction))
            return false;
        if (result)
        {
            block_->body.push_back(*result);
            return define(function, *result, std::move(instruction));
        }
        // Its number is found when all that are written are known.
        unnamed_.push_back({block_, block_->body.size(), std::move(instruction)});
        block_->body.push_back(0);
        return true;
    }

    bool operands(Line& line, Instruction& instruction)
    {
        switch (instruction.operation)
        {
            case Operation::constant: {
                const auto value =
                    line.take(" ") ? quantity_from_hex(line.word()) : quantity_from_hex("");
                if (!value)
                    return wrong("`constant` wants a hexadecimal number without leading zeros");
                instruction.constant = *value;
                break;
            }
            case Operation::immutable: {
                const auto found = immutables_.find(line.take(" ") ? line.word() : "");
                if (found == immutables_.end())
                    return wrong("an immutable that is not in the head");
                instruction.index = found->second;
                break;
            }
            case Operation::symbol:
                if (!symbol(line, instruction))
                    return wrong("`symbol` wants runtime_begin or creation_end, ` + ` and bytes");
                break;
            default:
                if (line.take(" ") && !values(line, instruction.operands))
                    return false;
        }
        return line.is_done() || wrong("more behind the operands");
    }

    static bool symbol(Line& line, Instruction& instruction)
    {
        if (line.take(" creation_end + "))
            instruction.index = static_cast<std::uint32_t>(Symbol::creation_end);
        else if (!line.take(" runtime_begin + "))
            return false;
        const auto offset = decimal_number(line.word());
        instruction.constant = offset.value_or(uint256{});
        return offset.has_value();
    }

    bool exit(Line line, ExitKind kind)
    {
        has_exit_ = true;
        Exit& exit = block_->exit;
        exit.kind = kind;
        if (kind == ExitKind::call_function)
        {
            const auto callee = functions_.find(line.take(" @") ? line.word() : "");
            if (callee == functions_.end())
                return wrong("a call of a function that does not exist");
            exit.callee = callee->second;
        }
        bool arrow = line.take(" -> ");
        if (!arrow && line.take(" "))
        {
            if (!values(line, exit.operands))
                return false;
            arrow = line.take(" -> ");
        }
        for (; arrow; arrow = line.take(" -> "))
        {
            if (!edge(line, exit))
                return false;
        }
        return line.is_done() || wrong("more behind the exit");
    }

    bool edge(Line& line, Exit& exit)
    {
        const std::string_view name = line.word();
        const auto target = blocks_.find(name);
        if (target == blocks_.end())
            return wrong("`" + std::string{name} + "` is no block of this function");
        exit.edges.push_back({target->second, {}});
        return !line.take("(") || (values(line, exit.edges.back().arguments) && line.take(")")) ||
               wrong("arguments that do not end");
    }

    bool values(Line& line, std::vector<ValueId>& list)
    {
        do
        {
            const auto id = line.take("%") ? line.number() : std::nullopt;
            if (!id)
                return wrong("`%` and a number are missing");
            list.push_back(*id);
            uses_.push_back({*id, at_});
        } while (line.take(", "));
        return true;
    }

    // --- values ---

    bool define(Function& function, ValueId id, Instruction instruction)
    {
        if (id >= most_values - total_)
            return wrong("more than 2^18 values");
        if (id >= function.values.size())
        {
            function.values.resize(id + std::size_t{1});
            defined_.resize(id + std::size_t{1});
        }
        if (defined_[id])
            return wrong(name_of(id) + " is defined twice");
        defined_[id] = true;
        function.values[id] = std::move(instruction);
        return true;
    }

    bool resolve(Function& function)
    {
        for (const Use& use : uses_)
        {
            at_ = use.line;
            if (use.value >= defined_.size() || !defined_[use.value])
                return wrong(name_of(use.value) + " is defined nowhere");
        }
        if (function.values.size() + unnamed_.size() > most_values - total_)
            return wrong("more than 2^18 values");
        for (Unnamed& unnamed : unnamed_)
        {
            unnamed.block->body[unnamed.position] = static_cast<ValueId>(function.values.size());
            function.values.push_back(std::move(unnamed.instruction));
        }
        total_ += function.values.size();
        return true;
    }

    struct Unnamed
    {
        Block* block;
        std::size_t position;
        Instruction instruction;
    };

    std::vector<std::string_view> lines_;
    std::size_t at_ = 0;     ///< the line that is read
    std::size_t first_ = 0;  ///< of the function that is read, behind its head
    std::size_t total_ = 0;  ///< values of the functions before
    Program program_;
    std::map<std::string, FunctionId, std::less<>> functions_;
    std::map<std::string, std::uint32_t, std::less<>> immutables_;
    std::map<std::string, BlockId, std::less<>> blocks_;
    std::vector<Use> uses_;
    std::vector<bool> defined_;
    std::vector<Unnamed> unnamed_;
    Block* block_ = nullptr;
    bool has_exit_ = false;
    std::optional<TextError> error_;
};
}  // namespace

std::expected<Program, TextError> parse(std::string_view text)
{
    return TextParser{text}.run();
}
}  // namespace byline::compiler::ir
