#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace byline::bench
{
/// The price of a call in most subjects: 0.001 ether.
inline constexpr std::uint64_t milliether = 1'000'000'000'000'000;

/// The time of every block that is measured in, seconds.
inline constexpr std::uint64_t block_time = 1'800'000'000;

/// The chain that is measured on.
inline constexpr std::uint64_t chain_id = 1;

/// A transaction to the contract under measurement.
struct Step
{
    std::string function;  ///< the row that its gas stands in; empty: it is not reported
    address from;
    Bytes data;
    uint256 value = 0;  ///< wei

    /// Who must be paid by it and how much, to the wei: what shows that it did its work.
    struct Payout
    {
        address payee;
        uint256 wei;
    };

    std::optional<Payout> pays;
};

/// What is sent to a contract at that address, in this order.
using Story = std::function<std::vector<Step>(const address& contract)>;

/// One way to write a subject, with the calls that measure it.
struct Version
{
    std::string contract;  ///< its name in the source, "AEager"
    /// Constructor arguments; the code is deployed once with each, the last is what is measured.
    std::vector<Bytes> arguments;
    Story story;
    /// It has all functions of our licence, so that its size compares.
    bool is_whole = false;
};

/// A figure that our version must not exceed.
struct Target
{
    std::string function;  ///< of a step
    std::uint64_t gas;
};

/// A licence and the contracts that it is measured beside.
struct Subject
{
    std::string name;     ///< "(a) three-way split"
    std::string licence;  ///< its path from the repository root
    Version ours;
    std::vector<Version> others;
    std::vector<Target> targets;
    std::optional<std::size_t> most_bytes;  ///< of runtime code, without the metadata tail
};

/// An account that stands for a person, by name: an address without runs of zeros.
address person(std::string_view name);

/// Whoever deploys; its first contract is `create_address(deployer(), 0)`.
address deployer();

/// A contract that is there from the beginning, accepts ether and answers every question with yes:
/// a parent licence as a child's constructor wants it.
address plain_contract(std::size_t number);

/// How many such contracts there are.
inline constexpr std::size_t plain_contracts = 2;

Subject three_way_split();
Subject lineage();
Subject epochs();
Subject shared_pool();

/// All of them, in the order of the report.
std::vector<Subject> subjects();
}  // namespace byline::bench
