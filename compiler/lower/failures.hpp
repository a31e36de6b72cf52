#pragma once

#include "compiler/ir/builder.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler
{
/// The ways in which a function of the IR can revert. Each is one cold block, made when it is first
/// wanted; the block at hand stays the same.
class Failures
{
public:
    explicit Failures(ir::Builder& builder) : builder_{builder} {}

    /// Reverts without a word: what was sent is no call that the licence knows.
    ir::BlockId refuse();

    /// Reverts with an error that has no arguments.
    ir::BlockId without_arguments(std::string_view name);

    /// Ends the block at hand with an error and its arguments; `signature` as in the ABI.
    void end_with(std::string_view signature, const std::vector<ir::ValueId>& arguments);

private:
    ir::Builder& builder_;
    std::optional<ir::BlockId> refuse_;
    std::optional<ir::BlockId> selector_only_;
    std::map<std::string, ir::BlockId, std::less<>> named_;
};
}  // namespace byline::compiler
