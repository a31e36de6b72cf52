#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <vector>

namespace byline::testing
{
/// The parts one after the other. In braces they are computed from left to right, whoever compiles:
/// what choices make must not be joined by +, nor be arguments of one function, where the order is
/// anybody's and one seed would make two texts.
inline std::string joined(std::initializer_list<std::string> parts)
{
    std::string text;
    for (const std::string& part : parts)
        text += part;
    return text;
}

/// Choices that follow from a seed alone.
class Choices
{
public:
    explicit Choices(std::uint64_t seed) : random_{seed} {}

    std::uint64_t below(std::uint64_t end) { return random_() % end; }

    bool chance(std::uint64_t percent) { return below(100) < percent; }

    template <class T>
    const T& one_of(const std::vector<T>& list)
    {
        return list[below(list.size())];
    }

    std::string one_of(std::initializer_list<const char*> list)
    {
        return *(list.begin() + below(list.size()));
    }

private:
    std::mt19937_64 random_;
};

/// The types that texts are made with. `call` and `point` are declared units, `share` a range.
enum class Kind : std::uint8_t
{
    calls,
    points,
    count,
    range,
    time,
    money,
    account,
    hash,
    flag,
    tier,
};

/// A value that an expression may name.
struct Name
{
    std::string text;
    Kind kind;
};

/// What an expression of a random act may name, and which `else` may stand where.
using Names = std::vector<Name>;
}  // namespace byline::testing
