#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace byline::tools
{
/// How many cases came out how.
struct Counts
{
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t skipped = 0;
};

/// A case that came out wrong.
struct Failure
{
    std::string file;
    std::string test;
    std::string fork;
    std::size_t index = 0;   ///< of the case in its test
    std::string difference;  ///< expected and found
};

/// The sum of a run.
class Tally
{
public:
    void pass(std::string_view fork);
    void fail(Failure failure);
    void skip(std::string_view fork, const std::string& reason, std::size_t cases);
    void add(Tally&& other);

    [[nodiscard]] Counts total() const;

    /// Nothing passed, failed or was skipped.
    [[nodiscard]] bool empty() const noexcept { return by_fork_.empty(); }

    [[nodiscard]] const std::vector<Failure>& failures() const noexcept { return failures_; }

    /// Failures one a line (at most `limit`), skips by reason, counts by fork, and as the last line
    /// "N passed, N failed, N skipped".
    void print_text(std::size_t limit) const;

    /// The same as one JSON document.
    void print_json() const;

private:
    std::map<std::string, Counts, std::less<>> by_fork_;
    std::map<std::string, std::size_t> skips_;
    std::vector<Failure> failures_;
};
}  // namespace byline::tools
