#include "tools/cli/command_line.hpp"

#include <boost/program_options.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <exception>
#include <expected>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <typeinfo>
#include <vector>

namespace byline::tools
{
namespace
{
namespace options = boost::program_options;

constexpr const char* all_arguments = "arguments";  ///< what the library is told they are called

void print_help(
    std::string_view program, std::string_view summary, std::span<const Command> commands)
{
    std::cout << summary << "\n\nUsage: " << program << " COMMAND [ARGUMENTS] [FLAGS]\n\n";
    std::size_t width = 0;
    for (const auto& command : commands)
        width = std::max(width, command.name.size());
    for (const auto& command : commands)
        std::cout << "  " << command.name << std::string(width + 2 - command.name.size(), ' ')
                  << command.summary << '\n';
    std::cout << "\n'" << program << " COMMAND --help' lists a command's flags.\n";
}

/// A word such as "-1" is a value or an argument, not a flag: no flag of ours begins with a digit.
std::vector<options::option> negative_number(std::vector<std::string>& words)
{
    const std::string& word = words.front();
    if (word.size() < 2 || word[0] != '-' || word[1] < '0' || word[1] > '9')
        return {};
    options::option argument;
    argument.value.push_back(word);
    argument.original_tokens.push_back(word);
    words.erase(words.begin());
    return {argument};
}

bool takes_unsigned(const options::option_description& flag)
{
    const auto* typed = dynamic_cast<const options::typed_value_base*>(flag.semantic().get());
    return typed != nullptr && (typed->value_type() == typeid(unsigned) ||
                                   typed->value_type() == typeid(unsigned long) ||
                                   typed->value_type() == typeid(unsigned long long));
}

/// What is wrong with the value of a flag that wants a number from 0; empty if nothing is. The
/// library itself would take "-1" as the greatest number there is.
std::string number_fault(const options::option& given, const options::options_description& flags)
{
    const auto* flag = flags.find_nothrow(given.string_key, false);
    if (flag == nullptr || given.value.size() != 1 || !takes_unsigned(*flag))
        return {};
    const std::string& text = given.value.front();
    const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return digits && !text.empty()
               ? std::string{}
               : "--" + given.string_key + " wants a whole number from 0, not '" + text + "'";
}

options::parsed_options parse_words(
    const options::options_description& flags, std::span<const std::string> words)
{
    constexpr int style =
        options::command_line_style::default_style & ~options::command_line_style::allow_guessing;
    return options::command_line_parser(std::vector(words.begin(), words.end()))
        .options(flags)
        .positional(options::positional_options_description{}.add(all_arguments, -1))
        .extra_style_parser(negative_number)
        .style(style)
        .run();
}

/// What was printed must have arrived, or else the work was not done.
int flushed(std::string_view command, int code)
{
    std::cout.flush();
    return std::cout ? code : fail(command, "cannot write to standard output");
}

int run_guarded(const Command& command, std::span<const std::string> arguments)
{
    try
    {
        return flushed(command.name, command.run(arguments));
    }
    catch (const std::bad_alloc&)
    {
        return fail(command.name, "there is not enough memory for this");
    }
    catch (const std::exception& error)
    {
        return fail(command.name, error.what());
    }
}

/// Overwrites a file; false, and `errno` says why, if not all of it could be written.
bool write_all(const std::filesystem::path& path, std::string_view text)
{
    std::ofstream out{path, std::ios::binary | std::ios::trunc};
    out << text;
    out.close();
    return !out.fail();
}
}  // namespace

int fail(std::string_view command, std::string_view message, ExitCode code)
{
    std::cout.flush();
    std::cerr << command << ": " << message << '\n';
    if (code == exit_wrong_usage)
        std::cerr << "Try '" << command << " --help'.\n";
    return code;
}

std::expected<ParsedLine, int> parse_line(const Command& command,
    options::options_description flags, ArgumentCount count, std::span<const std::string> words)
{
    const auto wrong = [&](const std::string& message) {
        return std::unexpected{fail(command.name, message, exit_wrong_usage)};
    };
    flags.add_options()("help", "print this and do nothing else");
    options::options_description all = flags;
    ParsedLine line;
    all.add_options()(all_arguments, options::value(&line.arguments));
    try
    {
        const options::parsed_options parsed = parse_words(all, words);
        for (const options::option& given : parsed.options)
        {
            if (given.string_key == all_arguments && given.position_key < 0)
                return wrong("unknown flag --" + given.string_key);
            if (const std::string fault = number_fault(given, all); !fault.empty())
                return wrong(fault);
        }
        options::store(parsed, line.flags);
        options::notify(line.flags);
    }
    catch (const options::unknown_option& error)
    {
        return wrong("unknown flag " + error.get_option_name());
    }
    catch (const options::invalid_option_value& error)
    {
        return wrong(error.get_option_name() + " wants a number, and not too great a one");
    }
    catch (const options::error& error)
    {
        return wrong(error.what());
    }
    if (line.has("help"))
    {
        std::cout << command.summary << "\n\nUsage: " << command.name << ' ' << command.arguments
                  << (command.arguments.empty() ? "" : " ") << "[FLAGS]\n\n"
                  << flags;
        return std::unexpected{static_cast<int>(exit_done)};
    }
    const bool too_few = line.arguments.size() < count.least;
    if (too_few || line.arguments.size() > count.most)
        return wrong(std::string{too_few ? "too few" : "too many"} + " arguments: it takes " +
                     (command.arguments.empty() ? "none" : std::string{command.arguments}));
    return line;
}

int run_commands(std::string_view program, std::string_view summary,
    std::span<const Command> commands, int argc, const char* const* argv)
{
    const std::vector<std::string> words(argv + 1, argv + std::max(argc, 1));
    if (words.empty())
        return fail(program, "there is no command", exit_wrong_usage);
    if (words[0] == "--help" || words[0] == "-h" || words[0] == "help")
    {
        print_help(program, summary, commands);
        return flushed(program, exit_done);
    }
    if (words[0] == "--version")
    {
        std::cout << program << " " BYLINE_VERSION "\n";
        return flushed(program, exit_done);
    }
    // The longest name wins: "byline audit" and "replay" are two words of one name.
    const Command* chosen = nullptr;
    std::size_t used = 0;
    std::string name{program};
    for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 2); ++i)
    {
        name += ' ' + words[i];
        const auto found = std::ranges::find(commands, name, &Command::name);
        if (found != commands.end())
        {
            chosen = &*found;
            used = i + 1;
        }
    }
    if (chosen == nullptr)
    {
        std::string longer;
        const std::string start = std::string{program} + ' ' + words[0] + ' ';
        for (const auto& command : commands)
        {
            if (command.name.starts_with(start))
                longer += (longer.empty() ? "" : ", ") + std::string{command.name};
        }
        return fail(program,
            (words[0].starts_with('-') ? "unknown flag " : "unknown command ") + words[0] +
                (longer.empty() ? "" : "; there is " + longer),
            exit_wrong_usage);
    }
    return run_guarded(*chosen, std::span{words}.subspan(used));
}

std::expected<std::string, std::string> read_file(const std::string& path)
{
    std::error_code not_there;
    if (std::filesystem::is_directory(path, not_there))
        return std::unexpected{"cannot read " + path + ": it is a folder"};
    std::ifstream in{path, std::ios::binary};
    const bool opened = in.is_open();
    std::string text;
    std::array<char, 1 << 16> part{};
    while (opened && (in.read(part.data(), part.size()) || in.gcount() > 0))
        text.append(part.data(), static_cast<std::size_t>(in.gcount()));
    if (!opened || in.bad())
        return std::unexpected{"cannot read " + path + ": " + std::strerror(errno)};
    return text;
}

std::expected<void, std::string> write_file(const std::string& path, std::string_view text)
{
    namespace fs = std::filesystem;
    const auto refuse = [&](const std::string& why) {
        return std::unexpected{"cannot write " + path + ": " + why};
    };
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::exists(status) && !fs::is_regular_file(status))
        return write_all(path, text) ? std::expected<void, std::string>{}
                                     : refuse(std::strerror(errno));
    // Through links, lest the file takes the place of the link.
    error.clear();
    const fs::path target = fs::exists(status) ? fs::canonical(path, error) : fs::path{path};
    if (error)
        return refuse(error.message());
    fs::path draft = target;
    draft += ".part";
    if (!write_all(draft, text))
    {
        const std::string why = std::strerror(errno);
        fs::remove(draft, error);
        return refuse(why);
    }
    fs::rename(draft, target, error);
    if (error)
        return refuse(error.message());
    return {};
}
}  // namespace byline::tools
