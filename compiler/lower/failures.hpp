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

    /// Reverts with an error whose one argument is the caller: "NotAllowed(address)".
    ir::BlockId with_caller(std::string_view signature);

    /// Ends the block at hand with an error and its arguments; `signature` as in the ABI.
    void end_with(std::string_view signature, const std::vector<ir::ValueId>& arguments);

    /// Where the condition is not zero, ends with the error; what follows goes on where it is zero,
    /// in a block of that name. The arguments are values that exist already.
    void end_if(ir::ValueId condition, std::string_view signature,
        const std::vector<ir::ValueId>& arguments, std::string name);

private:
    ir::Builder& builder_;
    std::optional<ir::BlockId> refuse_;
    std::optional<ir::BlockId> selector_only_;
    std::map<std::string, ir::BlockId, std::less<>> named_;
};
}  // namespace byline::compiler
