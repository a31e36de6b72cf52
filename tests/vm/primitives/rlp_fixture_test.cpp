#include "tests/support/fixtures.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/rlp.hpp"

#include <boost/json.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <gtest/gtest.h>

#include <cstdint>
#include <expected>
#include <iterator>
#include <string>
#include <string_view>

using namespace byline;

namespace
{
Bytes bytes_of(const boost::json::string& text)
{
    return {text.begin(), text.end()};
}

/// "#" and decimal digits: an integer wider than JSON's.
Bytes big_integer(const boost::json::string& text)
{
    const boost::multiprecision::cpp_int value{std::string{std::string_view{text}.substr(1)}};
    Bytes bytes;
    export_bits(value, std::back_inserter(bytes), 8);
    return bytes;
}

void append_value(Bytes& out, const boost::json::value& value)
{
    if (const auto* const array = value.if_array())
    {
        Bytes payload;
        for (const auto& element : *array)
            append_value(payload, element);
        rlp::append_raw(out, rlp::list(payload));
    }
    else if (const auto* const text = value.if_string())
        rlp::append(out, text->starts_with('#') ? big_integer(*text) : bytes_of(*text));
    else
        rlp::append(out, value.to_number<std::uint64_t>());
}

/// Reads every item at every depth and writes it again.
std::expected<void, rlp::Error> copy(rlp::Decoder input, Bytes& out)
{
    while (!input.empty())
    {
        BYLINE_TRY(item, input.item());
        if (item.kind == rlp::Kind::string)
        {
            rlp::append(out, item.payload);
            continue;
        }
        Bytes payload;
        BYLINE_TRY_VOID(copy(rlp::Decoder{item.payload}, payload));
        rlp::append_raw(out, rlp::list(payload));
    }
    return {};
}
}  // namespace

TEST(rlp_fixtures, valid_items_go_both_ways)
{
    BYLINE_FIXTURE_OR_SKIP(suite, "dev-core/rlp/rlptest.json");
    for (const auto& [name, test] : suite.as_object())
    {
        const Bytes expected = *from_hex(test.at("out").as_string());
        Bytes out;
        append_value(out, test.at("in"));
        EXPECT_EQ(to_hex(out), to_hex(expected)) << name;

        Bytes again;
        EXPECT_TRUE(copy(rlp::Decoder{expected}, again)) << name;
        EXPECT_EQ(to_hex(again), to_hex(expected)) << name;
    }
}

TEST(rlp_fixtures, invalid_items_are_refused)
{
    BYLINE_FIXTURE_OR_SKIP(suite, "dev-core/rlp/invalidRLPTest.json");
    for (const auto& [name, test] : suite.as_object())
    {
        const Bytes input = *from_hex(test.at("out").as_string());
        rlp::Decoder decoder{input};
        Bytes out;
        const auto first = decoder.item();
        const bool one_item = first && decoder.finish();
        EXPECT_FALSE(one_item && copy(rlp::Decoder{input}, out)) << name;
    }
}
