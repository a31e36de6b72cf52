#include "node/audit/audit.hpp"
#include "tools/byline/commands.hpp"
#include "tools/cli/command_line.hpp"
#include "vm/primitives/hex.hpp"

#include <boost/json.hpp>
#include <boost/program_options.hpp>
#include <unistd.h>

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace byline::tools
{
namespace
{
namespace json = boost::json;
namespace options = boost::program_options;

/// A bar on stderr while it takes long, if a person is there to see it; gone at the end.
class ProgressBar
{
public:
    explicit ProgressBar(std::string_view what) : what_{what}, shown_{isatty(STDERR_FILENO) == 1} {}

    ~ProgressBar()
    {
        if (shown_ && last_percent_ != none)
            std::cerr << "\r\x1b[K";
    }

    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void operator()(std::uint64_t done, std::uint64_t total)
    {
        const std::uint64_t percent = total == 0 ? 100 : done * 100 / total;
        if (!shown_ || percent == last_percent_)
            return;
        last_percent_ = percent;
        constexpr std::uint64_t width = 40;
        const std::uint64_t filled = percent * width / 100;
        std::cerr << '\r' << what_ << " [" << std::string(filled, '#')
                  << std::string(width - filled, '.') << "] " << percent << " %" << std::flush;
    }

private:
    static constexpr std::uint64_t none = ~std::uint64_t{0};
    std::string_view what_;
    bool shown_;
    std::uint64_t last_percent_ = none;
};

options::options_description audit_flags()
{
    options::options_description flags{"Flags"};
    flags.add_options()("data", options::value<std::string>()->value_name("DIR"),
        "the data folder of a node that is stopped")("json", "the result as JSON");
    return flags;
}
}  // namespace

int audit_export(std::span<const std::string> words)
{
    auto flags = audit_flags();
    flags.add_options()(
        "output,o", options::value<std::string>()->value_name("FILE"), "where the chain goes");
    const auto line = parse_line(audit_export_command, std::move(flags), {0, 0}, words);
    if (!line)
        return line.error();
    if (!line->has("data") || !line->has("output"))
        return fail(
            audit_export_command.name, "--data DIR and -o FILE are needed", exit_wrong_usage);
    std::expected<std::uint64_t, std::string> blocks;
    {
        ProgressBar bar{"exporting"};
        blocks = node::export_chain(line->text("data"), line->text("output"), std::ref(bar));
    }
    if (!blocks)
        return fail(audit_export_command.name, blocks.error());
    if (line->has("json"))
        std::cout << json::object{{"file", line->text("output")}, {"blocks", *blocks}} << '\n';
    else
        std::cout << *blocks << " blocks -> " << line->text("output") << '\n';
    return exit_done;
}

int audit_replay(std::span<const std::string> words)
{
    const auto line = parse_line(audit_replay_command, audit_flags(), {0, 1}, words);
    if (!line)
        return line.error();
    if (line->has("data") == !line->arguments.empty())
        return fail(audit_replay_command.name, "give either --data DIR or an exported FILE",
            exit_wrong_usage);
    std::expected<node::ReplayReport, node::ReplayFailure> report;
    {
        ProgressBar bar{"replaying"};
        report = line->has("data") ? node::replay_folder(line->text("data"), std::ref(bar))
                                   : node::replay_file(line->arguments[0], std::ref(bar));
    }
    if (!report)
    {
        const node::ReplayFailure& failure = report.error();
        if (line->has("json"))
        {
            json::object result{
                {"ok", false}, {"check", failure.check}, {"message", failure.message}};
            result["block"] = failure.block ? json::value(*failure.block) : json::value(nullptr);
            std::cout << result << '\n';
        }
        return fail(audit_replay_command.name, failure.message);
    }
    if (line->has("json"))
    {
        std::cout << json::object{{"ok", true}, {"blocks", report->blocks},
                         {"transactions", report->transactions}, {"gasUsed", report->gas_used},
                         {"headNumber", report->head_number},
                         {"headHash", to_hex(report->head_hash)},
                         {"stateRoot", to_hex(report->state_root)}}
                  << '\n';
        return exit_done;
    }
    std::cout << "every block executed again, every root, bloom and gas figure as the headers say\n"
              << "blocks        " << report->blocks << "\ntransactions  " << report->transactions
              << "\ngas used      " << report->gas_used << "\nhead          " << report->head_number
              << ' ' << to_hex(report->head_hash) << "\nstate root    "
              << to_hex(report->state_root) << '\n';
    return exit_done;
}
}  // namespace byline::tools
