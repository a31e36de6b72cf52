#include "compiler/uses.hpp"

#include "compiler/source/diagnostics.hpp"
#include "compiler/source/source_file.hpp"
#include "compiler/syntax/parser.hpp"
#include "compiler/syntax/tree.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
/// How many files one licence may use in all, and how deep.
constexpr std::size_t max_files = 64;
constexpr unsigned max_depth = 8;

// The parser bounds how deep types go (max_nesting).
// NOLINTNEXTLINE(misc-no-recursion)
void locate(syntax::Type& type, Span span)
{
    type.span = span;
    type.name.span = span;
    for (syntax::Type& element : type.element)
        locate(element, span);
    for (syntax::Field& field : type.fields)
    {
        if (field.name)
            field.name->span = span;
        locate(field.type, span);
    }
}

/// Everything in a message stands where it is used: its own file is not the one that is shown.
void locate(syntax::Message& message, Span span)
{
    message.word = span;
    message.name.span = span;
    for (syntax::Parameter& field : message.fields)
    {
        field.name.span = span;
        locate(field.type, span);
    }
}

class Resolution
{
public:
    Resolution(syntax::File& file, const SourceReader& read, Diagnostics& diagnostics)
        : file_{file}, read_{read}, diagnostics_{diagnostics}
    {}

    // At most max_depth deep.
    // NOLINTNEXTLINE(misc-no-recursion)
    void resolve(const std::vector<syntax::Use>& uses, const std::string& path, unsigned depth)
    {
        for (const syntax::Use& use : uses)
        {
            if (depth == 0)
                span_ = use.path.span;
            const std::string outer = of_;
            if (outer.empty() && use.name)
                of_ = use.name->text;
            this->use(use.path.text, path, depth);
            of_ = outer;
        }
    }

private:
    void wrong(std::string title, std::string message, std::string hint = {})
    {
        diagnostics_.add(
            DiagnosticKind::uses, span_, {std::move(title), std::move(message), std::move(hint)});
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    void use(const std::string& text, const std::string& user, unsigned depth)
    {
        if (depth == max_depth || ++files_ > max_files)
            return wrong("TOO MANY FILES", "files use each other at most 8 deep, 64 in all.");
        const std::size_t mark = text.find('#');
        const std::string name = text.substr(0, mark);
        const std::string path =
            (std::filesystem::path{user}.parent_path() / name).lexically_normal().generic_string();
        const auto found = read_(path);
        if (!found)
            return wrong("A FILE THAT CANNOT BE READ", found.error() + ".");
        const std::string hash = to_hex(keccak256(std::string_view{*found}));
        const std::string pinned = "use \"" + name + "#" + hash + "\"";
        if (mark == std::string::npos)
            return wrong("WHICH TEXT IS MEANT?",
                "`" + name + "` may be another one tomorrow; its hash says which is agreed to.",
                "Once you have read it, write: " + pinned);
        if (text.substr(mark + 1) != hash)
            return wrong("THIS IS NOT THE TEXT THAT IS MEANT",
                "`" + name + "` has another hash than the one written here.",
                "If you agree to what it says now, write: " + pinned);
        // Two files may use a third: it is one.
        if (taken_.insert(of_ + "#" + hash).second)
            take({path, *found}, depth);
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    void take(const SourceFile& source, unsigned depth)
    {
        Diagnostics own;
        syntax::File used = parse(source.text, own);
        if (!own.empty())
        {
            const Diagnostic& first = own.list().front();
            return wrong("THE FILE THAT IS USED IS WRONG",
                "`" + source.path + "`: " + first.title + ", " + first.message);
        }
        for (syntax::Message& message : used.messages)
        {
            locate(message, span_);
            message.is_used = true;
            message.of = of_;
            file_.messages.push_back(std::move(message));
        }
        resolve(used.uses, source.path, depth + 1);
    }

    syntax::File& file_;
    const SourceReader& read_;
    Diagnostics& diagnostics_;
    Span span_;       ///< of the `use` in the file at hand
    std::string of_;  ///< the name that the outermost `use ... as` gives, which names all it brings
    std::size_t files_ = 0;
    std::set<std::string> taken_;  ///< by name and hash
};

void check_names(const std::vector<syntax::Use>& uses, Diagnostics& diagnostics)
{
    std::set<std::string_view> names;
    for (const syntax::Use& use : uses)
    {
        if (use.name && !names.insert(use.name->text).second)
            diagnostics.add(DiagnosticKind::names, use.name->span,
                {"ONE NAME FOR TWO FILES",
                    "another file is used as `" + use.name->text + "` already.",
                    "Give one of them another name."});
    }
}
}  // namespace

bool resolve_uses(syntax::File& file, const SourceFile& source, const SourceReader& read,
    Diagnostics& diagnostics)
{
    const std::vector<syntax::Use> uses = file.uses;
    Diagnostics own;
    check_names(uses, own);
    Resolution{file, read, own}.resolve(uses, source.path, 0);
    diagnostics.add(own);
    return own.empty();
}
}  // namespace byline::compiler
