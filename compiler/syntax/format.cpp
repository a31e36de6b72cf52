#include "compiler/syntax/format.hpp"

#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/lexer.hpp"
#include "compiler/syntax/parser.hpp"
#include "compiler/syntax/token.hpp"
#include "compiler/syntax/tree.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
/// What stands between two tokens.
struct Gap
{
    struct Comment
    {
        std::string_view text;
        bool is_behind = false;     ///< on the line of the token before it
        bool blank_before = false;  ///< after an empty line
    };

    std::vector<Comment> comments;
    bool has_newline = false;
    bool blank_last = false;  ///< an empty line before the token
};

Gap read_gap(std::string_view text, bool at_start)
{
    Gap gap;
    std::size_t newlines = 0;
    bool on_first_line = !at_start;
    while (!text.empty())
    {
        if (text.starts_with("//"))
        {
            std::string_view comment = text.substr(0, text.find('\n'));
            text.remove_prefix(comment.size());
            comment = comment.substr(0, comment.find_last_not_of(" \t\r") + 1);
            gap.comments.push_back({comment, on_first_line, newlines > 1});
            newlines = 0;
            continue;
        }
        if (text.front() == '\n')
        {
            ++newlines;
            on_first_line = false;
            gap.has_newline = true;
        }
        text.remove_prefix(1);
    }
    gap.blank_last = newlines > 1;
    return gap;
}

bool contains(const std::vector<std::uint32_t>& offsets, const Token& token)
{
    return std::ranges::binary_search(offsets, token.span.begin);
}

/// The words whose clauses and items stand below each other.
bool is_padded(Word word) noexcept
{
    constexpr std::array words{Word::party, Word::role, Word::unit, Word::let, Word::keep,
        Word::pool, Word::tab, Word::pot, Word::view, Word::by, Word::when, Word::takes, Word::set,
        Word::grant, Word::move, Word::tell, Word::pays};
    return std::ranges::find(words, word) != words.end();
}

/// Words before a parenthesis that do not name what is called.
bool parts_from_parenthesis(Word word) noexcept
{
    constexpr std::array words{Word::after, Word::and_, Word::as, Word::by, Word::expect,
        Word::from, Word::if_, Word::in, Word::into, Word::not_, Word::notice, Word::of, Word::or_,
        Word::paying, Word::takes, Word::to, Word::until, Word::wait, Word::when, Word::grant,
        Word::revoke, Word::move, Word::pays};
    return std::ranges::find(words, word) != words.end();
}

bool is_tight(const Token& before, const Token& after) noexcept
{
    switch (after.kind)
    {
        case TokenKind::comma:
        case TokenKind::close_paren:
        case TokenKind::close_bracket:
        case TokenKind::open_bracket:
        case TokenKind::colon:
        case TokenKind::dot:
        case TokenKind::range:
        case TokenKind::percent:
            return true;
        case TokenKind::open_paren:
            if (before.kind == TokenKind::close_paren || before.kind == TokenKind::close_bracket ||
                (before.kind == TokenKind::identifier && !parts_from_parenthesis(before.word)))
                return true;
            break;
        default:
            break;
    }
    return before.kind == TokenKind::open_paren || before.kind == TokenKind::open_bracket ||
           before.kind == TokenKind::dot || before.kind == TokenKind::range ||
           before.kind == TokenKind::hash;
}

class Formatter
{
public:
    Formatter(std::string_view text, std::vector<Token> tokens, syntax::Layout layout)
        : text_{text}, tokens_{std::move(tokens)}, layout_{std::move(layout)}
    {
        std::ranges::sort(layout_.lines);
        std::ranges::sort(layout_.entries);
    }

    std::string run()
    {
        for (at_ = 0; at_ < tokens_.size(); ++at_)
            token();
        return std::move(out_);
    }

private:
    void token()
    {
        const Token& token = tokens_[at_];
        const Gap gap = gap_before(at_);
        const bool closes = token.kind == TokenKind::close_brace;
        const bool ends_block = closes && !blocks_.empty() && blocks_.back();
        for (const Gap::Comment& comment : gap.comments)
            this->comment(comment);
        if (token.kind == TokenKind::end)
        {
            if (!out_.empty() && !at_line_start())
                out_ += '\n';
            return;
        }
        if (closes && !blocks_.empty())
            blocks_.pop_back();
        if (at_ > 0 && (ends_block || begins_line(at_)))
            new_line(gap.blank_last && !closes);
        if (at_line_start())
            indent(contains(layout_.lines, token) || contains(layout_.entries, token) || closes);
        else
            space(token);
        out_ += token.text;
        pad(token);
        if (token.kind == TokenKind::open_brace)
            blocks_.push_back(begins_line(at_ + 1));
    }

    [[nodiscard]] Gap gap_before(std::size_t index) const
    {
        const std::size_t begin = index == 0 ? start_of_text() : tokens_[index - 1].span.end;
        return read_gap(text_.substr(begin, tokens_[index].span.begin - begin), index == 0);
    }

    [[nodiscard]] std::size_t start_of_text() const
    {
        constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
        return text_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    }

    /// Whether the token goes on a line of its own: as it did, or because it must.
    [[nodiscard]] bool begins_line(std::size_t index) const
    {
        const Token& token = tokens_[index];
        const Gap gap = gap_before(index);
        if (!gap.comments.empty() || contains(layout_.lines, token))
            return true;
        // Where a list began on the line of its brace, it ends on the line of its last entry.
        return gap.has_newline && token.kind != TokenKind::close_brace &&
               token.kind != TokenKind::open_brace && token.kind != TokenKind::end;
    }

    void comment(const Gap::Comment& comment)
    {
        if (comment.is_behind)
            out_ += at_line_start() ? "" : "  ";
        else
        {
            new_line(comment.blank_before);
            indent(true);
        }
        out_ += comment.text;
        out_ += '\n';
    }

    [[nodiscard]] bool at_line_start() const { return out_.empty() || out_.back() == '\n'; }

    /// Ends the line, with an empty one after it if `blank`, but not at the beginning of a block.
    void new_line(bool blank)
    {
        if (out_.empty())
            return;
        if (!at_line_start())
            out_ += '\n';
        if (blank && !out_.ends_with("{\n"))
            out_ += '\n';
    }

    void indent(bool is_beginning)
    {
        constexpr std::size_t width = 2;
        constexpr std::size_t continued = 4;
        out_.append(width * blocks_.size() + (is_beginning ? 0 : continued), ' ');
    }

    void space(const Token& token)
    {
        if (is_tight(tokens_[at_ - 1], token))
            return;
        const bool after_brace = tokens_[at_ - 1].kind == TokenKind::open_brace;
        const bool parts = !after_brace && contains(layout_.entries, token);
        // A padded word has its blanks already.
        if (out_.back() != ' ')
            out_ += parts ? "  " : " ";
    }

    /// Fills the word that begins a line up to the longest such word.
    void pad(const Token& token)
    {
        constexpr std::size_t longest = 5;
        const bool begins = contains(layout_.lines, token) || contains(layout_.entries, token);
        const std::size_t line = out_.rfind('\n') + 1;
        const bool is_first = out_.find_first_not_of(' ', line) + token.text.size() == out_.size();
        if (begins && is_first && is_padded(token.word))
            out_.append(longest + 1 - std::min(longest, token.text.size()), ' ');
    }

    std::string_view text_;
    std::vector<Token> tokens_;
    syntax::Layout layout_;
    std::vector<bool> blocks_;  ///< of each open brace: whether what follows it began a line
    std::size_t at_ = 0;
    std::string out_;
};
}  // namespace

std::optional<std::string> format(std::string_view text, Diagnostics& diagnostics)
{
    syntax::File file = parse(text, diagnostics);
    if (!diagnostics.empty())
        return std::nullopt;
    return Formatter{text, lex(text, diagnostics), std::move(file.layout)}.run();
}
}  // namespace byline::compiler
