#pragma once

#include "vm/transition/block_execution.hpp"
#include "vm/transition/transition.hpp"

#include <cstdint>
#include <string>

namespace byline::tools
{
/// Why a transition could not be made. The values are the exit codes of the public tools.
enum class T8nFault : std::uint8_t
{
    configuration = 3,  ///< unknown fork, or the environment lacks what the fork needs
    missing_block_hash = 4,
    json = 10,
    io = 11,
    rlp = 12,
};

struct T8nError
{
    T8nFault fault = T8nFault::json;
    std::string text;
};

/// What `rejected` says of a transaction: the words that test fillers look for, then
/// "TransactionException." and the fixtures' name.
std::string rejection_text(vm::TxError error);

/// What `blockException` says, likewise with "BlockException.".
std::string exception_text(vm::BlockError error);
}  // namespace byline::tools
