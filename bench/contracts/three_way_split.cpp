// Example (a): three contributors, a price a call.
#include "bench/contracts/call_data.hpp"
#include "bench/contracts/subject.hpp"
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
Step record(std::string function, std::string_view signature)
{
    return {.function = std::move(function),
        .from = person("licensee"),
        .data = call_data(signature, {word(1)}),
        .value = milliether,
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

/// Each payee claims twice, so that each has claimed before the second time; what is reported is
/// the first payee's, who is looked for first.
Story story(std::string_view signature)
{
    return [signature](const address& /*contract*/) {
        return std::vector<Step>{
            record("record first", signature),
            record("record", signature),
            claim("claim first", "alice", milliether),
            claim("", "bob", 2 * milliether * 3 / 10),
            claim("", "carol", 2 * milliether / 5),
            record("", signature),
            claim("claim", "alice", milliether / 2),
            claim("claim by the last payee", "carol", milliether / 5),
        };
    };
}

std::vector<uint256> payees()
{
    return {to_uint256(person("alice")), to_uint256(person("bob")), to_uint256(person("carol"))};
}

Version version(std::string contract)
{
    return {std::move(contract), {encode_words(payees())}, story("record(uint256)")};
}
}  // namespace

Subject three_way_split()
{
    const Bytes weighted = encode_arguments({WordList{payees()}, WordList{{50, 30, 20}}});
    return {.name = "(a) three-way split",
        .licence = "tests/compiler/syntax/examples/a_street_scenes.byl",
        .ours = {"StreetScenes", {encode_words(payees())}, story("record(uint64)")},
        .others = {{"ALicence", {encode_words(payees())}, story("record(uint64)"), true},
            version("AEager"), {"AOZ", {weighted}, story("record(uint256)")}, version("ALazy"),
            version("AYulPacked"), version("AYulBalance"), version("AYulCounter"),
            version("AFull")},
        .targets = {{"record", 23'000}, {"claim", 34'900}},
        .most_bytes = 880};
}
}  // namespace byline::bench
