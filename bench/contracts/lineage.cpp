// Example (c): four payees, two of which are licences themselves.
#include "bench/contracts/call_data.hpp"
#include "bench/contracts/subject.hpp"
#include "vm/evm/create_address.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::bench
{
namespace
{
constexpr std::uint64_t price = 2 * milliether;

Step record(std::string function, std::string_view signature)
{
    return {.function = std::move(function),
        .from = person("licensee"),
        .data = call_data(signature, {word(1)}),
        .value = price,
        .pays = {}};
}

Step claim(std::string function, std::string_view who, std::uint64_t wei)
{
    const address payee = person(who);
    return {.function = std::move(function),
        .from = payee,
        .data = call_data("claim()"),
        .pays = Step::Payout{payee, wei}};
}

/// `tuner` and `host` are what they receive of 1,000 wei.
Story story(std::string_view signature, std::uint64_t tuner, std::uint64_t host)
{
    return [signature, tuner, host](const address& /*contract*/) {
        return std::vector<Step>{
            record("record first", signature),
            record("record", signature),
            claim("claim first", "tuner", 2 * price / 1000 * tuner),
            claim("", "host", 2 * price / 1000 * host),
            record("", signature),
            claim("claim", "tuner", price / 1000 * tuner),
            claim("claim by the last payee", "host", price / 1000 * host),
        };
    };
}

Bytes parties()
{
    return encode_words({to_uint256(plain_contract(0)), to_uint256(plain_contract(1)),
        to_uint256(person("tuner")), to_uint256(person("host"))});
}

/// Three contracts, each the parent of the next: 10 % up, and of that 5 % up again.
std::vector<Bytes> chain()
{
    const uint256 tuner = to_uint256(person("tuner"));
    const uint256 host = to_uint256(person("host"));
    const auto parent = [](std::uint64_t number) {
        return to_uint256(vm::create_address(deployer(), number));
    };
    return {encode_words({0, 0, tuner, host}), encode_words({parent(0), 500, tuner, host}),
        encode_words({parent(1), 1000, tuner, host})};
}
}  // namespace

Subject lineage()
{
    return {.name = "(c) four payees, two ancestors",
        .licence = "tests/compiler/syntax/examples/c_tuned_model.byl",
        .ours = {"TunedModel", {parties()}, story("record(uint64)", 510, 340)},
        .others = {{"CLicence", {parties()}, story("record(uint64)", 510, 340), true},
            {"CLedger", {parties()}, story("record(uint256)", 510, 340)},
            {"CChain", chain(), story("record(uint256)", 540, 360)},
            {"CTarget", {parties()}, story("record(uint256)", 510, 340)}},
        .targets = {{"record", 23'100}, {"claim", 36'900}},
        .most_bytes = {}};
}
}  // namespace byline::bench
