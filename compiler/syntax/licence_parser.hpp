#pragma once

#include "compiler/syntax/token_stream.hpp"
#include "compiler/syntax/tree.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace byline::compiler
{
/// Where a word can begin something.
enum class Place : std::uint8_t
{
    file,
    item,
    clause,
};

/// One row of constructs.def: what is recognised and not compiled yet.
struct Construct
{
    Place place;
    std::string_view word;
    std::string_view title;
    std::string_view what;
};

const Construct* find_construct(Place place, std::string_view word) noexcept;

/// The parser of `parse`. Its functions begin at the word that announces them and, where something
/// is wrong, say so and go on at the next thing that a reader would recognise.
class LicenceParser
{
public:
    /// `text` must outlive the parser.
    LicenceParser(std::string_view text, Diagnostics& diagnostics);

    /// To be called once.
    syntax::File run();

private:
    // Going on after an error.
    static bool begins(Place place, const Token& token);
    [[nodiscard]] bool at_certain(Place place) const;
    void skip_to(Place place);
    void unsupported(const Construct& construct);

    // The file.
    void file_entry();
    [[nodiscard]] std::string comment_above(const Token& token) const;
    void licence();
    void item(syntax::Licence& licence);
    void word_expected();

    // Items.
    void parties(syntax::Licence& licence);
    void units(syntax::Licence& licence);
    void split(syntax::Licence& licence);
    void skip_out_of_shares();
    std::optional<syntax::Shares> shares(unsigned depth);
    void rest_of_nobody(const syntax::Shares& before);
    std::optional<syntax::Share> share(unsigned depth);
    std::optional<syntax::Share> percent_sign(syntax::Share result);
    std::optional<syntax::Share> nested_rest(syntax::Share result, unsigned depth);
    void keep();
    static bool belongs_to_keep(const Token& token);

    // Acts.
    void act(syntax::Licence& licence);
    bool parameters(syntax::Act& act);
    syntax::Type type();
    void clause(syntax::Act& act);
    void takes(syntax::Act& act);

    std::string_view text_;
    TokenStream tokens_;
    syntax::File file_;
    unsigned open_lists_ = 0;  ///< braces of shares around the token at hand
};
}  // namespace byline::compiler
