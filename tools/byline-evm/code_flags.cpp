#include "tools/byline-evm/code_flags.hpp"

#include "tools/cli/command_line.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/revision.hpp"

#include <boost/program_options.hpp>

#include <expected>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::tools
{
namespace
{
namespace options = boost::program_options;

bool is_space(char c) noexcept
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::expected<std::string, std::string> read_file_or_input(const std::string& path)
{
    if (path != "-")
        return read_file(path);
    return std::string{std::istreambuf_iterator<char>{std::cin}, {}};
}
}  // namespace

void add_fork_flag(options::options_description& flags, Revision by_default)
{
    flags.add_options()("fork",
        options::value<std::string>()->value_name("NAME")->default_value(
            std::string{to_string(by_default)}),
        "rules: Cancun, Prague or Osaka");
}

std::expected<Revision, std::string> fork_of(const ParsedLine& line)
{
    const auto revision = revision_from_string(line.text("fork"));
    if (!revision)
        return std::unexpected{
            "--fork '" + line.text("fork") + "': there are Cancun, Prague and Osaka"};
    return *revision;
}

void add_file_flag(options::options_description& flags)
{
    flags.add_options()("file", options::value<std::string>()->value_name("FILE"),
        "the code in hex from a file, or with - from standard input");
}

std::expected<Bytes, std::string> read_hex(std::string_view what, std::string_view text)
{
    auto bytes = from_hex(text);
    if (!bytes)
        return std::unexpected{
            std::string{what} + " is not hex: " + std::string{to_string(bytes.error())}};
    return *std::move(bytes);
}

std::expected<Bytes, FlagError> code_of(const ParsedLine& line)
{
    if (line.has("file") != line.arguments.empty())
        return std::unexpected{
            FlagError{line.has("file") ? "HEX and --file exclude each other"
                                       : "which code? give it as HEX or with --file FILE"}};
    if (!line.has("file"))
        return read_hex("the code", line.arguments.front());
    const std::string& path = line.text("file");
    auto text = read_file_or_input(path);
    if (!text)
        return std::unexpected{FlagError{text.error(), exit_failed}};
    std::erase_if(*text, is_space);
    auto code = read_hex("the code in " + (path == "-" ? "standard input" : path), *text);
    if (!code)
        return std::unexpected{FlagError{code.error(), exit_failed}};
    return *std::move(code);
}
}  // namespace byline::tools
