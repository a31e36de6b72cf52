#pragma once

#include "compiler/sema/bucket.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/sema/statement.hpp"
#include "compiler/syntax/tree.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace byline::compiler
{
/// What an act does, clause by clause in the order of the source.
class EffectCheck
{
public:
    /// Numbers conditions and loops from where `act` is.
    EffectCheck(Scope& scope, Act& act) : scope_{scope}, act_{act} {}

    /// Conditions of the act; those of loops come with their loop.
    void conditions(const std::vector<syntax::When>& whens);

    void effects(const std::vector<syntax::Effect>& effects);

    void pays(const syntax::Pays& source);

private:
    std::vector<Condition> whens(const std::vector<syntax::When>& source);
    std::vector<Effect> list(const std::vector<syntax::Effect>& source);
    std::optional<Effect> effect(const syntax::Effect& source);
    std::optional<Failure> otherwise(const std::optional<syntax::Else>& source);
    std::optional<SetEffect> set(const syntax::Set& source);
    bool assign(SetEffect& result, const syntax::Set& source,
        const std::vector<ScalarField>& fields, std::size_t first);
    std::optional<ExpressionId> changed(const syntax::Set& source, const SetEffect& result,
        std::size_t field, const ScalarType& type);
    std::optional<GrantEffect> grant(const syntax::Grant& source);
    void managed(const PoolRule& rule, const syntax::Name& pool);
    std::optional<MoveEffect> move(const syntax::Move& source);
    std::optional<TellEffect> tell(const syntax::Tell& source);
    std::optional<IfEffect> branch(const syntax::If& source);
    std::optional<ForEachEffect> loop(const syntax::ForEach& source, Span word);
    const Parameter* list_of(const syntax::ForEach& source, ForEachEffect& result);
    bool signer(const syntax::ForEach& source, const Parameter& list, ForEachEffect& result);

    Scope& scope_;
    Act& act_;
    std::uint64_t conditions_ = 0;
    bool in_loop_ = false;
    bool has_acted_ = false;  ///< in this turn of the loop
};
}  // namespace byline::compiler
