#pragma once

#include "node/audit/audit.hpp"
#include "node/audit/file/chain_file.hpp"
#include "node/chain/node.hpp"
#include "tests/node/chain/development_chain.hpp"
#include "vm/primitives/bytes.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <expected>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <sstream>
#include <string>

namespace byline::testing
{
/// Fills a data folder: a contract, calls of it, a gap that is filled, an empty block.
inline void make_chain(const std::filesystem::path& folder, std::uint64_t calls)
{
    const auto node = open_node(options_for(folder));
    ASSERT_TRUE(node->submit(signed_by(0, creation(0, counter_creation_code()))));
    for (std::uint64_t nonce = 1; nonce <= calls; ++nonce)
        ASSERT_TRUE(node->submit(signed_by(0, count(nonce, first_contract))));
    ASSERT_TRUE(node->submit(signed_by(1, transfer(1))));
    ASSERT_TRUE(node->submit(signed_by(1, transfer(0))));
    ASSERT_TRUE(node->seal());
}

inline std::string contents(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// The bytes of an exported chain.
inline std::string exported_chain(std::uint64_t calls)
{
    const TemporaryFolder folder;
    make_chain(folder / "data", calls);
    const auto blocks = node::export_chain(folder / "data", folder / "chain.rlp");
    EXPECT_TRUE(blocks) << blocks.error();
    return contents(folder / "chain.rlp");
}

inline std::expected<node::ReplayReport, node::ReplayFailure> replay(const std::string& file)
{
    std::istringstream in{file};
    return node::replay_stream(in, file.size());
}
}  // namespace byline::testing
