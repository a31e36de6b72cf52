#pragma once

#include "compiler/sema/licence.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler
{
/// Who sees to it that a clause holds.
enum class Enforcement : std::uint8_t
{
    enforced,    ///< the code: it cannot be otherwise
    attested,    ///< the code checks who says it, not whether it is true
    legal_only,  ///< people: the code cannot know
};

/// "enforced", "attested", "legal-only".
std::string_view to_string(Enforcement enforcement) noexcept;

/// One clause of the licence as a sentence.
struct Clause
{
    Enforcement enforcement = Enforcement::enforced;
    std::string_view kind;  ///< "price", "condition", "shares", "permits" ...
    std::string subject;    ///< the act or bucket that it is of; or empty
    std::string text;
};

/// All of them, in the order in which a reader wants them: what it costs, who is paid, who may do
/// what, what is only said.
std::vector<Clause> clauses_of(const Licence& licence);

/// The clauses of acts and of buckets, appended to `clauses`.
void add_act_clauses(const Licence& licence, std::vector<Clause>& clauses);
void add_bucket_clauses(const Licence& licence, std::vector<Clause>& clauses);
}  // namespace byline::compiler
