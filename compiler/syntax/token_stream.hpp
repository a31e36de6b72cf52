#pragma once

// A parser reads tokens, makes the tree and reports.
// IWYU pragma: begin_exports
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/token.hpp"
#include "compiler/syntax/tree.hpp"
// IWYU pragma: end_exports

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler
{
/// The tokens of a file as the parser walks over them.
class TokenStream
{
public:
    /// `tokens` ends with an `end` token.
    TokenStream(std::vector<Token> tokens, Diagnostics& diagnostics)
        : tokens_{std::move(tokens)}, diagnostics_{diagnostics}
    {}

    /// The token at hand, or `ahead` tokens further; beyond the end it is the `end` token.
    [[nodiscard]] const Token& peek(std::size_t ahead = 0) const noexcept;

    [[nodiscard]] bool at(TokenKind kind) const noexcept { return peek().kind == kind; }

    [[nodiscard]] bool at_word(Word word, std::size_t ahead = 0) const noexcept;

    [[nodiscard]] bool at_end() const noexcept { return at(TokenKind::end); }

    /// Goes on by one token and returns the one left behind.
    const Token& take() noexcept;

    /// Takes the token if it is of the kind, or is that word.
    bool accept(TokenKind kind) noexcept;
    bool accept_word(Word word) noexcept;

    /// The same, but says what is missing if it is not there. `what` is in words: "a name for the
    /// act".
    bool expect(TokenKind kind, std::string_view what);
    bool expect_word(Word word);
    std::optional<syntax::Name> expect_name(std::string_view what);
    std::optional<syntax::Text> expect_text(std::string_view what);

    /// Says that `what` should stand here.
    void missing(std::string_view what, std::string_view hint = {});

    /// The end of the last token taken.
    [[nodiscard]] std::uint32_t last_end() const noexcept { return last_end_; }

    /// How many braces are open around the token at hand; negative after more closing than opening
    /// ones. `set_depth` is for braces that were forgotten.
    [[nodiscard]] int depth() const noexcept { return depth_; }

    void set_depth(int depth) noexcept { depth_ = depth; }

    [[nodiscard]] const std::vector<Token>& all() const noexcept { return tokens_; }

    [[nodiscard]] Diagnostics& diagnostics() noexcept { return diagnostics_; }

private:
    std::vector<Token> tokens_;
    Diagnostics& diagnostics_;
    std::size_t at_ = 0;
    std::uint32_t last_end_ = 0;
    int depth_ = 0;
};
}  // namespace byline::compiler
