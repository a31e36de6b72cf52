#include "bench/peer/machine_contender.hpp"
#include "bench/peer/peer_api.h"
#include "bench/peer/peer_contender.hpp"
#include "bench/peer/rows.hpp"
#include "bench/peer/world.hpp"
#include "tests/support/fixtures.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/hex.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace byline::bench
{
namespace
{
std::string text(const boost::json::value& value)
{
    return std::string{value.as_string()};
}

/// A state test with one contract, which its transaction calls with one of several inputs.
World read_world(const boost::json::value& test, std::size_t data_index)
{
    const auto& transaction = test.at("transaction");
    const address contract = address_from_hex(text(transaction.at("to"))).value();
    const auto& account = test.at("pre").at(transaction.at("to").as_string());
    World world;
    world.accounts.push_back({contract, from_hex(text(account.at("code"))).value()});
    world.accounts.push_back({world.sender, {}, 1'000'000'000});
    world.input = from_hex(text(transaction.at("data").as_array().at(data_index))).value();
    return world;
}

Row prepared(const std::string& set, const std::string& name, const World& world)
{
    return {set + ", code prepared", name, 1,
        [=] { return warm_machine(world, Before::one_execution); },
        [=](const PeerApi& api) { return peer_machine(api, world, peer_analysed); }};
}

/// The mocked host keeps slots from one execution to the next, so that a contract with storage
/// would not pay the same: such a one runs on the peer's state.
PeerMode analysing(const std::string& name)
{
    return name.starts_with("snailtracer") ? peer_state : peer_total;
}

Row repeated(const std::string& set, const std::string& name, const World& world)
{
    return {set + ", repeated call, the peer analyses each time", name, 1,
        [=] {
            return warm_machine(
                world, analysing(name) == peer_state ? Before::nothing : Before::one_execution);
        },
        [=](const PeerApi& api) { return peer_machine(api, world, analysing(name)); }};
}

Row first(const std::string& set, const std::string& name, const World& world)
{
    return {set + ", first execution of a code", name, 1, [=] { return cold_machine(world); },
        [=](const PeerApi& api) {
            return peer_machine(api, with_unreached_tail(world, 0), analysing(name));
        }};
}

using MakeRow = Row (*)(const std::string&, const std::string&, const World&);

/// One contract of the public inputs.
struct Input
{
    const char* name;
    std::size_t inputs;      ///< how many transactions its file has
    std::size_t chosen = 0;  ///< the one that stands for the file in the section's mean
};

constexpr Input main_inputs[] = {{"blake2b_huff", 2, 1}, {"blake2b_shifts", 1}, {"sha1_divs", 2, 1},
    {"sha1_shifts", 2, 1}, {"snailtracer", 1}, {"structarray_alloc", 1}, {"swap_math", 3},
    {"weierstrudel", 2, 1}};
constexpr Input micro_inputs[] = {{"JUMPDEST_n0", 1}, {"jump_around", 1},
    {"loop_with_many_jumpdests", 1}, {"memory_grow_mload", 4}, {"memory_grow_mstore", 4},
    {"signextend", 2}};

/// The row of one transaction; none if the inputs are not unpacked.
void append_row(std::vector<Row>& rows, const std::string& folder, const std::string& set,
    const Input& input, std::size_t index, MakeRow make)
{
    const std::string name = input.name;
    const auto document = testing::read_fixture("perf/" + folder + "/" + name + ".json");
    if (!document)
        return;
    const auto& test = document->as_object().begin()->value();
    const std::string label = text(test.at("_info").at("labels").at(std::to_string(index)));
    rows.push_back(make(set, name + "/" + label, read_world(test, index)));
}
}  // namespace

std::vector<Row> fixture_rows()
{
    std::vector<Row> rows;
    for (const MakeRow make : {prepared, repeated, first})
    {
        for (const Input& input : main_inputs)
            append_row(rows, "main", "main", input, input.chosen, make);
    }
    for (const MakeRow make : {prepared, repeated, first})
    {
        for (const Input& input : main_inputs)
        {
            for (std::size_t i = 0; i < input.inputs; ++i)
            {
                if (i != input.chosen)
                    append_row(rows, "main", "main, other inputs", input, i, make);
            }
        }
    }
    for (const MakeRow make : {prepared, first})
    {
        for (const Input& input : micro_inputs)
        {
            for (std::size_t i = 0; i < input.inputs; ++i)
                append_row(rows, "micro", "micro", input, i, make);
        }
    }
    return rows;
}
}  // namespace byline::bench
