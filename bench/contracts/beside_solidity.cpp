// What the contracts of this compiler cost beside the same in Solidity and Yul: gas by whole
// transactions, bytes of code. Both run on the virtual machine of the house.

#include "bench/contracts/licence_code.hpp"
#include "bench/contracts/measure.hpp"
#include "bench/contracts/subject.hpp"
#include "vm/primitives/hex.hpp"

#include <boost/json.hpp>

#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

using namespace byline;

namespace
{
namespace json = boost::json;

constexpr const char* usage =
    "Usage: beside_solidity [--solidity FILE] --json FILE\n"
    "\n"
    "Measures the licences of the table, and beside them the contracts of FILE, which\n"
    "compile_solidity.mjs wrote; writes the rows as JSON.\n";

/// Contract name to what each setting of its compiler made of it.
using Contracts = std::map<std::string, std::vector<bench::CompiledContract>>;

Contracts read_contracts(const std::string& path)
{
    std::ifstream file{path};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const json::value document = json::parse(text);
    Contracts contracts;
    for (const json::value& each : document.as_array())
    {
        const auto code = from_hex(std::string{each.at("creation_code").as_string()});
        contracts[std::string{each.at("contract").as_string()}].push_back(
            {std::string{each.at("variant").as_string()}, code.value(),
                each.at("runtime_bytes").to_number<std::size_t>()});
    }
    return contracts;
}

/// Measures and reports; tells whether all went as it should.
class Report
{
public:
    void add(const bench::Subject& subject, const bench::CompiledContract& contract,
        const bench::Version& version)
    {
        const auto measured = bench::measure(contract, version);
        if (!measured)
        {
            failed_ = true;
            std::fprintf(
                stderr, "FAILED: %s %s\n", contract.variant.c_str(), measured.error().c_str());
            return;
        }
        std::printf("  %-14s %-14s %5zu B  deploy %8llu", version.contract.c_str(),
            contract.variant.c_str(), contract.runtime_bytes,
            static_cast<unsigned long long>(measured->deploy_gas));
        for (const auto& [function, gas] : measured->functions)
        {
            std::printf("  %s %llu", function.c_str(), static_cast<unsigned long long>(gas));
            rows_.push_back({{"subject", subject.name}, {"contract", version.contract},
                {"variant", contract.variant}, {"function", function}, {"gas", gas},
                {"runtime_bytes", contract.runtime_bytes}, {"deploy_gas", measured->deploy_gas},
                {"is_whole", version.is_whole}});
        }
        std::printf("\n");
    }

    void add_targets(const bench::Subject& subject)
    {
        for (const auto& [function, gas] : subject.targets)
            targets_.push_back({{"subject", subject.name}, {"function", function}, {"most", gas}});
        if (subject.most_bytes)
            targets_.push_back({{"subject", subject.name}, {"function", "runtime bytes"},
                {"most", *subject.most_bytes}});
    }

    void miss(const bench::Subject& subject) { missing_.emplace_back(subject.licence); }

    bool write(const std::string& path) const
    {
        std::ofstream file{path};
        file << json::serialize(
                    json::object{{"rows", rows_}, {"targets", targets_}, {"missing", missing_}})
             << '\n';
        return !failed_ && file.good();
    }

private:
    json::array rows_;
    json::array targets_;
    json::array missing_;
    bool failed_ = false;
};

int run(const std::string& solidity, const std::string& output)
{
    const Contracts contracts = solidity.empty() ? Contracts{} : read_contracts(solidity);
    Report report;
    for (const bench::Subject& subject : bench::subjects())
    {
        std::printf("%s\n", subject.name.c_str());
        if (const auto licence = bench::compile_licence(subject.licence))
        {
            report.add(subject, *licence, subject.ours);
        }
        else
        {
            std::printf(
                "NOTICE: %s is not compiled yet, so it has no row\n", subject.licence.c_str());
            report.miss(subject);
        }
        report.add_targets(subject);
        for (const bench::Version& version : subject.others)
        {
            const auto found = contracts.find(version.contract);
            if (found == contracts.end())
                continue;
            for (const bench::CompiledContract& contract : found->second)
                report.add(subject, contract, version);
        }
    }
    return report.write(output) ? 0 : 1;
}
}  // namespace

int main(int argc, char** argv)
{
    std::string solidity;
    std::string output;
    for (int i = 1; i + 1 < argc; i += 2)
    {
        if (std::strcmp(argv[i], "--solidity") == 0)
            solidity = argv[i + 1];
        else if (std::strcmp(argv[i], "--json") == 0)
            output = argv[i + 1];
    }
    if (output.empty() || argc % 2 == 0)
    {
        std::fputs(usage, stderr);
        return 2;
    }
    try
    {
        return run(solidity, output);
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "beside_solidity: %s: %s\n", solidity.c_str(), error.what());
        return 2;
    }
}
