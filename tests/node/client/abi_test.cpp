#include "node/client/abi_type.hpp"
#include "node/client/abi_value.hpp"
#include "node/client/contract.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace byline::node
{
namespace
{
Abi abi_of(std::string_view json)
{
    auto abi = parse_abi(json);
    EXPECT_TRUE(abi.has_value()) << abi.error();
    return abi.value_or(Abi{});
}

std::string encoded(std::string_view json, std::string_view function, std::vector<std::string> args)
{
    const auto call = encode_call(abi_of(json), function, args);
    return call ? to_hex(BytesView{call->data}) : "error: " + call.error().message;
}

// The examples of the ABI specification ("Examples", "Use of Dynamic Types").
constexpr std::string_view specification = R"([
  {"type":"function","name":"baz","inputs":[{"type":"uint32","name":"x"},{"type":"bool","name":"y"}]},
  {"type":"function","name":"bar","inputs":[{"type":"bytes3[2]","name":""}]},
  {"type":"function","name":"sam","inputs":[{"type":"bytes"},{"type":"bool"},{"type":"uint256[]"}]},
  {"type":"function","name":"f","inputs":[{"type":"uint256"},{"type":"uint32[]"},{"type":"bytes10"},{"type":"bytes"}]},
  {"type":"function","name":"g","inputs":[{"type":"uint256[][]"},{"type":"string[]"}]}])";

TEST(encode_call, agrees_with_the_specification_on_static_types)
{
    EXPECT_EQ(encoded(specification, "baz", {"69", "true"}),
        "0xcdcd77c0"
        "0000000000000000000000000000000000000000000000000000000000000045"
        "0000000000000000000000000000000000000000000000000000000000000001");
    EXPECT_EQ(encoded(specification, "bar", {"[0x616263,0x646566]"}),
        "0xfce353f6"
        "6162630000000000000000000000000000000000000000000000000000000000"
        "6465660000000000000000000000000000000000000000000000000000000000");
}

TEST(encode_call, agrees_with_the_specification_on_dynamic_types)
{
    EXPECT_EQ(encoded(specification, "sam", {"0x64617665", "true", "[1,2,3]"}),
        "0xa5643bf2"
        "0000000000000000000000000000000000000000000000000000000000000060"
        "0000000000000000000000000000000000000000000000000000000000000001"
        "00000000000000000000000000000000000000000000000000000000000000a0"
        "0000000000000000000000000000000000000000000000000000000000000004"
        "6461766500000000000000000000000000000000000000000000000000000000"
        "0000000000000000000000000000000000000000000000000000000000000003"
        "0000000000000000000000000000000000000000000000000000000000000001"
        "0000000000000000000000000000000000000000000000000000000000000002"
        "0000000000000000000000000000000000000000000000000000000000000003");
    EXPECT_EQ(
        encoded(specification, "f",
            {"0x123", "[0x456, 0x789]", "0x31323334353637383930", "0x48656c6c6f2c20776f726c6421"}),
        "0x8be65246"
        "0000000000000000000000000000000000000000000000000000000000000123"
        "0000000000000000000000000000000000000000000000000000000000000080"
        "3132333435363738393000000000000000000000000000000000000000000000"
        "00000000000000000000000000000000000000000000000000000000000000e0"
        "0000000000000000000000000000000000000000000000000000000000000002"
        "0000000000000000000000000000000000000000000000000000000000000456"
        "0000000000000000000000000000000000000000000000000000000000000789"
        "000000000000000000000000000000000000000000000000000000000000000d"
        "48656c6c6f2c20776f726c642100000000000000000000000000000000000000");
    EXPECT_EQ(encoded(specification, "g", {"[[1,2],[3]]", "[one,two,three]"}).substr(0, 10),
        "0x2289b18c");
}

TEST(encode_call, names_what_is_wrong)
{
    constexpr std::string_view json =
        R"([{"type":"function","name":"record","inputs":[{"type":"uint64","name":"n"}]},
            {"type":"function","name":"claim","inputs":[]}])";
    EXPECT_EQ(encoded(json, "recrod", {"1"}),
        "error: the contract has no function 'recrod'; it has: record, claim");
    EXPECT_EQ(encoded(json, "record", {}), "error: record(n: uint64) takes 1 argument, not 0");
    EXPECT_EQ(encoded(json, "record", {"18446744073709551616"}),
        "error: argument 1 of record: '18446744073709551616' is no uint64: it does not fit");
    EXPECT_EQ(encoded(json, "record", {"-1"}).substr(0, 45),
        "error: argument 1 of record: '-1' is no uint6");
}

AbiType type_of(std::string_view type, std::string_view components = "[]")
{
    const std::string json = R"([{"type":"function","name":"f","inputs":[{"type":")" +
                             std::string{type} + R"(","components":)" + std::string{components} +
                             "}]}]";
    return abi_of(json).functions.at(0).inputs.at(0).type;
}

TEST(decode_abi, reads_back_what_was_written)
{
    constexpr std::string_view pair =
        R"([{"type":"uint64","name":"left"},{"type":"string","name":"note"}])";

    struct Case
    {
        AbiType type;
        std::string text;
    };

    const std::vector<Case> cases{
        {type_of("uint8"), "255"},
        {type_of("int8"), "-128"},
        {type_of("int256"), "-1"},
        {type_of("address"), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"},
        {type_of("bool"), "true"},
        {type_of("bytes4"), "0x01020304"},
        {type_of("bytes"), "0x"},
        {type_of("string"), "a text that is longer than one word of the encoding"},
        {type_of("uint16[3]"), "[1, 2, 3]"},
        {type_of("uint16[2][]"), "[[1, 2], [3, 4]]"},
        {type_of("bytes[2]"), "[0x01, 0x]"},
        {type_of("tuple", pair), "(7, seven)"},
        {type_of("tuple[]", pair), "[(7, seven), (8, eight)]"},
    };
    for (const auto& [type, text] : cases)
    {
        const std::vector<AbiParameter> parameters{{"", type, false}, {"", type, false}};
        const auto value = parse_value(type, text);
        ASSERT_TRUE(value.has_value()) << value.error();
        const std::vector<AbiValue> values{*value, *value};
        const auto decoded = decode_abi(parameters, encode_abi(parameters, values));
        ASSERT_TRUE(decoded.has_value()) << canonical(type) << ": " << decoded.error();
        EXPECT_EQ(*decoded, values) << canonical(type);
        EXPECT_EQ(to_text(type, decoded->at(1)), text);
    }
}

TEST(decode_abi, rejects_what_is_short_or_padded_wrongly)
{
    const auto decode = [](std::string_view type, std::string_view hex) {
        const std::vector<AbiParameter> parameters{{"", type_of(type), false}};
        const auto decoded = decode_abi(parameters, *from_hex(hex));
        return decoded ? std::string{"ok"} : decoded.error();
    };
    const std::string zeros(62, '0');
    EXPECT_EQ(decode("uint256", ""), "the data ends too early");
    EXPECT_EQ(decode("uint256", zeros), "the data ends too early");
    EXPECT_EQ(decode("uint8", std::string(60, '0') + "0100"), "a word is no uint8");
    EXPECT_EQ(decode("int8", zeros + "80"), "a word is no int8");
    EXPECT_EQ(decode("bool", zeros + "02"), "a word is no bool");
    EXPECT_EQ(decode("address", "01" + std::string(62, '0')), "a word is no address");
    EXPECT_EQ(decode("bytes1", "6162" + std::string(60, '0')), "a word is no bytes1");
    EXPECT_EQ(decode("string", std::string(64, 'f')), "the data ends too early");
    EXPECT_EQ(decode("string", zeros + "20" + zeros + "01"), "the data ends too early");
    EXPECT_EQ(
        decode("uint256[]", zeros + "20" + zeros + "02" + zeros + "07"), "the data ends too early");
}

TEST(decode_abi, bounds_the_work_that_shared_tails_ask_for)
{
    // Each level has 60 elements that all point at the same next level: 60^6 values in 12 KiB.
    Bytes data;
    const auto word = [&](std::uint64_t value) {
        const bytes32 bytes = to_bytes32(uint256{value});
        data.insert(data.end(), bytes.bytes.begin(), bytes.bytes.end());
    };
    constexpr std::uint64_t width = 60;
    word(32);
    for (int level = 0; level < 6; ++level)
    {
        word(width);
        for (std::uint64_t i = 0; i < width; ++i)
            word(width * 32);
    }
    data.resize(data.size() + 64 * 32);
    const std::vector<AbiParameter> parameters{{"", type_of("uint8[][][][][][][]"), false}};
    const auto decoded = decode_abi(parameters, data);
    ASSERT_FALSE(decoded.has_value());
    EXPECT_EQ(decoded.error(), "the data holds more than 65,536 values");
}

TEST(parse_abi, names_the_entry_that_is_wrong)
{
    const auto error = [](std::string_view json) { return parse_abi(json).error(); };
    EXPECT_EQ(error("{}"), "the ABI is not a JSON array");
    EXPECT_EQ(error("[1]"), "entry 0 of the ABI: it is not an object");
    EXPECT_EQ(error(R"([{"type":"method"}])"), "entry 0 of the ABI: its type 'method' is unknown");
    const auto of_type = [&](const std::string& type) {
        return error(R"([{"type":"function","name":"f","inputs":[{"type":")" + type + "\"}]}]");
    };
    EXPECT_EQ(of_type("uint7"), "entry 0 of the ABI: type 'uint7' is unknown");
    EXPECT_EQ(of_type("uint264"), "entry 0 of the ABI: type 'uint264' is unknown");
    EXPECT_EQ(of_type("bytes33"), "entry 0 of the ABI: type 'bytes33' is unknown");
    EXPECT_EQ(of_type("tuple"), "entry 0 of the ABI: a tuple has no components");
    EXPECT_EQ(of_type("uint8[0]"), "entry 0 of the ABI: type 'uint8[0]' has a bad length");
    EXPECT_EQ(of_type("uint8[1000000][1000000]"),
        "entry 0 of the ABI: type 'uint8[1000000][1000000]' is too large");
    std::string nested = "uint8";
    for (int i = 0; i < 40; ++i)
        nested += "[]";
    EXPECT_EQ(of_type(nested), "entry 0 of the ABI: types are nested too deep");
}

TEST(to_json, gives_tuples_the_names_of_their_fields)
{
    const AbiType type =
        type_of("tuple", R"([{"type":"uint64","name":"left"},{"type":"bool","name":"open"}])");
    const auto value = parse_value(type, "(5,true)");
    ASSERT_TRUE(value.has_value());
    EXPECT_EQ(boost::json::serialize(to_json(type, *value)), R"({"left":"5","open":true})");
}
}  // namespace
}  // namespace byline::node
