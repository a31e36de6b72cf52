#pragma once

#include "compiler/artifact/artifact.hpp"
#include "node/client/licence.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace byline::tools
{
/// What to ask the licence of that artifact for.
node::PayoutQuestion question_of(const compiler::ArtifactFile& file);

/// Where a licence's money is, beside its terms: what `byline payouts` shows. Borrows both.
class PayoutTable
{
public:
    PayoutTable(const compiler::ArtifactFile& file, const node::PayoutTable& table)
        : file_{file}, table_{table}
    {}

    [[nodiscard]] boost::json::object to_json() const;

    /// Writes the table, what it leaves out, and the balance to stdout.
    void print() const;

private:
    /// A bucket and the tier that its next receipts fall into.
    struct Current
    {
        const compiler::ArtifactBucket* bucket;
        std::size_t tier;
    };

    [[nodiscard]] std::vector<Current> current_tiers() const;
    [[nodiscard]] std::string share_of(const std::string& party) const;
    [[nodiscard]] std::vector<std::string> notes() const;

    [[nodiscard]] std::string in_units(const uint256& amount) const;

    const compiler::ArtifactFile& file_;
    const node::PayoutTable& table_;
};
}  // namespace byline::tools
