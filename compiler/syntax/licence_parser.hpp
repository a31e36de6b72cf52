#pragma once

// With all that a parser needs.
// IWYU pragma: begin_exports
#include "compiler/syntax/expression_parser.hpp"
#include "compiler/syntax/token_stream.hpp"
#include "compiler/syntax/tree.hpp"
// IWYU pragma: end_exports

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler
{
/// Where a word can begin something.
enum class Place : std::uint8_t
{
    file,
    item,
    clause,
    step,  ///< of a test
};

/// One row of constructs.def: what is recognised and has no grammar yet.
struct Construct
{
    Place place;
    std::string_view word;
    std::string_view title;
    std::string_view what;
};

const Construct* find_construct(Place place, std::string_view word) noexcept;

/// The parser of `parse`. Its functions begin at the word that announces them. One that returns
/// false or nothing has said what is wrong and leaves it to its caller to go on at the next thing
/// that a reader would recognise.
class LicenceParser
{
public:
    /// `text` must outlive the parser.
    LicenceParser(std::string_view text, Diagnostics& diagnostics);

    /// To be called once.
    syntax::File run();

private:
    using Effects = std::vector<syntax::Effect>;

    // Going on after an error.
    static bool begins(Place place, const Token& token);
    [[nodiscard]] bool at_certain(Place place) const;
    void skip_to(Place place, int depth);
    void without_grammar(const Construct& construct);
    void unexpected(Place place, std::string_view what, std::string_view hint);

    // The file.
    void file_entry();
    void not_a_file_entry();
    [[nodiscard]] std::string comment_above(const Token& token) const;
    bool use();
    void licence();
    bool licence_head(syntax::Licence& licence);
    bool test();
    bool step(syntax::Test& test);
    bool sign(syntax::TestStep& step);
    bool call(syntax::TestStep& step);

    // Items.
    void item(syntax::Licence& licence);
    bool known_item(syntax::Licence& licence);
    bool parties(syntax::Licence& licence);
    [[nodiscard]] bool at_licence_mark() const;
    bool role(syntax::Licence& licence);
    bool units(syntax::Licence& licence);
    bool currency(syntax::Licence& licence);
    bool let(std::vector<syntax::Let>& lets);
    bool message(std::vector<syntax::Message>& messages);
    bool terms(syntax::Licence& licence);
    bool table(syntax::Licence& licence);
    bool row(syntax::Table& table);
    bool keep(syntax::Licence& licence);
    bool view(syntax::Licence& licence);
    bool royalty(syntax::Licence& licence);
    bool pause(syntax::Licence& licence);
    bool upgrade(syntax::Licence& licence);

    // Buckets.
    bool split(syntax::Licence& licence);
    bool waterfall(syntax::Licence& licence);
    std::optional<syntax::Tier> tier();
    bool pool(syntax::Licence& licence);
    bool epochs(syntax::Licence& licence);
    bool tab(syntax::Licence& licence);
    bool pot(syntax::Licence& licence);
    std::optional<syntax::Shares> shares(unsigned depth);
    void rest_of_nobody(const syntax::Shares& before);
    std::optional<syntax::Share> share(unsigned depth);
    std::optional<syntax::Share> amount_of_share(syntax::Share result);
    std::optional<syntax::Share> nested_rest(syntax::Share result, unsigned depth);

    // Types.
    std::optional<std::vector<syntax::Parameter>> parameters(std::string_view form);
    std::optional<syntax::Parameter> parameter(std::string_view what);
    std::optional<syntax::Type> type(unsigned depth = 0);
    bool range(syntax::Type& type);
    bool text_type(syntax::Type& type);
    bool list(syntax::Type& type, unsigned depth);
    bool tuple(syntax::Type& type, unsigned depth);

    // Acts.
    bool act(syntax::Licence& licence);
    void clauses(syntax::Act& act);
    bool clause(syntax::Act& act, unsigned& stage);
    bool by(syntax::Act& act);
    bool when(std::vector<syntax::When>& whens);
    bool takes(syntax::Act& act);
    bool pays(syntax::Act& act);

    // Effects.
    bool effect(Effects& effects, unsigned depth);
    bool set(syntax::Effect& effect);
    bool grant(syntax::Effect& effect);
    bool move(syntax::Effect& effect);
    bool tell(syntax::Effect& effect);
    bool if_effect(syntax::Effect& effect, unsigned depth);
    bool for_each(syntax::Effect& effect, unsigned depth);
    bool block(std::vector<syntax::When>* whens, Effects& effects, unsigned depth);
    bool otherwise(std::optional<syntax::Else>& result);

    // Small parts.
    bool name(syntax::Name& result, std::string_view what);
    /// `Usage`, or `meter.Usage`: a message of a file that is used `as meter`.
    bool name_of_type(syntax::Name& result, std::string_view what);
    bool number(syntax::Decimal& result, std::string_view what);
    bool expression(syntax::ExpressionId& result);
    bool place(syntax::ExpressionId& result);

    Span take_word() { return tokens_.take().span; }

    void mark(std::vector<std::uint32_t>& places) { places.push_back(tokens_.peek().span.begin); }

    std::string_view text_;
    TokenStream tokens_;
    syntax::File file_;
    ExpressionParser expressions_;
};
}  // namespace byline::compiler
