#pragma once

#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace byline::tools
{
/// A message to be timed: what a state test sends, without the transaction around it.
struct BenchCase
{
    std::string name;  ///< the test's; "test/label" or "test/index" where it has several data
    std::shared_ptr<const vm::Overlay> pre;  ///< the cases of a test have it together
    vm::BlockContext block;
    std::int64_t gas = 0;
    uint256 gas_price;  ///< wei a gas
    address sender;
    address recipient;
    uint256 value;  ///< wei
    Bytes input;
};

/// The cases of a file in the form of state tests: for each test and data index the first entry of
/// `post`, of whatever fork, executed under the rules of `revision`. The error is a sentence that
/// names the file and the test.
std::expected<std::vector<BenchCase>, std::string> read_bench_cases(
    const std::filesystem::path& file, Revision revision);
}  // namespace byline::tools
