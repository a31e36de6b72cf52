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
#include <utility>

namespace byline::testing
{
/// A short document: every byte of it is changed in turn. The system contracts do nothing.
inline constexpr const char* short_document = R"({"config":{"chainId":31337,"cancunTime":0,
"pragueTime":0,"osakaTime":0},"gasLimit":"0x1c9c380","alloc":{
"f39fd6e51aad88f6f4ce6ab8827279cfffb92266":{"balance":"0xde0b6b3a7640000"},
"70997970c51812dc3a010c7d01b50e0d17dc79c8":{"balance":"1000000000000000000"},
"00000961ef480eb55e80d19ad83579a64c007002":{"code":"0x00"},
"0000bbddc7ce488642fb579f8b00f3a590007251":{"code":"0x00"}}})";

/// Fills a data folder: a contract, calls of it, a gap that is filled, an empty block.
inline void make_chain(const std::filesystem::path& folder, std::uint64_t calls)
{
    auto options = options_for(folder);
    options.genesis_document = short_document;
    const auto node = open_node(std::move(options));
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
