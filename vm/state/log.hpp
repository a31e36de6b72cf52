#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <vector>

namespace byline::vm
{
/// One entry of the log (Yellow Paper §4.4.1).
struct Log
{
    address addr;
    std::vector<bytes32> topics;  ///< at most four
    Bytes data;

    bool operator==(const Log&) const = default;
};
}  // namespace byline::vm
