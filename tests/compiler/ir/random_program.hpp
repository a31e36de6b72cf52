#pragma once

#include "compiler/ir/builder.hpp"
#include "tests/compiler/ir/interpreter.hpp"

#include <random>
#include <vector>

namespace byline::compiler::ir
{
/// How many values a random program has in use at once.
enum class Width : std::uint8_t
{
    narrow,
    wide,  ///< more than the stack reaches
};

/// Who random programs call.
inline constexpr uint256 taker{0, 0xacc0, 0, 501};
inline constexpr uint256 refuser{0, 0xacc0, 0, 502};
inline constexpr uint256 echo{0, 0xacc0, 0, 503};
inline constexpr uint256 meddler{0, 0xacc0, 0, 504};  ///< only the interpreter knows one

/// Writes programs that use what the compiler can generate: shared values, joins and loops with
/// parameters, cold guards, checked sums, division behind a check, functions with several results,
/// storage of both kinds, packed fields, hashes, memory, copies, logs and calls. They are well
/// formed and end.
class RandomProgram
{
public:
    static constexpr std::uint64_t words = 4;  ///< of call data that they read
    static constexpr std::uint64_t immutables = 2;

    explicit RandomProgram(std::uint64_t seed, Width width = Width::narrow)
        : random_{seed}, width_{width}
    {}

    Program make();

private:
    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

    ValueId any() { return known_[below(known_.size())]; }

    ValueId constant(Builder& b);
    ValueId place(Builder& b);
    void function(Program& program, FunctionId id);
    void finish(const Function& f, FunctionId id, Builder& b);
    void step(Program& program, FunctionId id, Builder& b, unsigned depth);
    void compute(Builder& b);
    ValueId length(Builder& b);
    void context(Builder& b);
    void storage(Builder& b);
    void fields(Builder& b);
    void memory(Builder& b);
    void hash(Builder& b);
    void copy(Builder& b);
    void look_up(Builder& b);
    void log(Builder& b);
    void transfer(Builder& b);
    void guard_on(Builder& b, ValueId condition);
    void guard(Builder& b);
    void checked_sum(Builder& b);
    void checked_division(Builder& b);
    void join(Builder& b);
    ValueId condition(Builder& b);
    void detour(Builder& b);
    void loop(Program& program, FunctionId id, Builder& b, unsigned depth);
    void call(Program& program, FunctionId id, Builder& b);

    std::mt19937_64 random_;
    Width width_;
    std::vector<ValueId> known_;
};

/// A word as programs trip over: small, a power of two or beside it, or anything.
uint256 random_word(std::mt19937_64& random);

/// A world for random programs to run in.
World random_world(std::mt19937_64& random);
}  // namespace byline::compiler::ir
