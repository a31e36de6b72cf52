#include "vm/crypto/modexp.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>

using namespace byline;

namespace
{
using Big = boost::multiprecision::cpp_int;

Bytes raised(BytesView base, BytesView exponent, BytesView modulus)
{
    Bytes result(modulus.size(), 0xee);
    vm::modexp(base, exponent, modulus, result);
    return result;
}

std::string power(std::string_view base, std::string_view exponent, std::string_view modulus)
{
    return to_hex(raised(*from_hex(base), *from_hex(exponent), *from_hex(modulus)));
}

Big number(BytesView bytes)
{
    Big value;
    if (!bytes.empty())
        import_bits(value, bytes.begin(), bytes.end(), 8);
    return value;
}
}  // namespace

TEST(modexp, result_is_as_wide_as_the_modulus)
{
    EXPECT_EQ(power("03", "02", "05"), "0x04");
    EXPECT_EQ(power("03", "02", "00000005"), "0x00000004");
    EXPECT_EQ(power("03", "02", ""), "0x");
}

TEST(modexp, edges)
{
    EXPECT_EQ(power("03", "02", "0000"), "0x0000");
    EXPECT_EQ(power("03", "02", "01"), "0x00");
    EXPECT_EQ(power("", "", "05"), "0x01");
    EXPECT_EQ(power("00", "00", "05"), "0x01");
    EXPECT_EQ(power("00", "00", "01"), "0x00");
    EXPECT_EQ(power("", "01", "05"), "0x00");
    EXPECT_EQ(power("05", "03", "0a"), "0x05");
}

TEST(modexp, agrees_with_another_library_on_short_exponents)
{
    std::mt19937_64 random{2};
    const auto bytes = [&random](std::size_t longest) {
        Bytes result(random() % longest);
        // Now and then few of them are zero, or nearly all.
        const std::uint64_t mask = random() % 4 == 0 ? random() & random() & random() : ~0ULL;
        for (auto& byte : result)
            byte = static_cast<std::uint8_t>(random() & mask);
        return result;
    };
    for (unsigned i = 0; i < 3000; ++i)
    {
        // Some numbers are longer than the machine has room for on its stack.
        const bool is_long = i % 100 == 0;
        const Bytes base = bytes(is_long ? 3000 : 60);
        Bytes exponent(random() % 4);
        exponent.push_back(static_cast<std::uint8_t>(i % 10));
        const Bytes modulus = bytes(is_long ? 3000 : 60);
        if (number(modulus) == 0)
            continue;
        const Big expected = powm(number(base), Big{i % 10}, number(modulus));
        EXPECT_EQ(number(raised(base, exponent, modulus)), expected)
            << to_hex(base) << ' ' << i % 10 << ' ' << to_hex(modulus);
    }
}

TEST(modexp, result_may_lie_over_the_operands)
{
    for (const std::uint8_t exponent : {std::uint8_t{2}, std::uint8_t{200}})
    {
        Bytes numbers{1, 2, 3, 4, 5, exponent, 9, 8, 7, 6, 5};
        const BytesView view{numbers};
        const Bytes expected = raised(view.first(5), view.subspan(5, 1), view.last(5));
        vm::modexp(view.first(5), view.subspan(5, 1), view.last(5), std::span{numbers}.first(5));
        numbers.resize(5);
        EXPECT_EQ(to_hex(numbers), to_hex(expected));
    }
}

TEST(modexp, agrees_with_another_library)
{
    std::mt19937_64 random{1};
    const auto bytes = [&random](std::size_t longest) {
        Bytes result(random() % longest);
        for (auto& byte : result)
            byte = static_cast<std::uint8_t>(random());
        return result;
    };
    for (int i = 0; i < 500; ++i)
    {
        const Bytes base = bytes(80);
        const Bytes exponent = bytes(12);
        const Bytes modulus = bytes(80);
        const Bytes result = raised(base, exponent, modulus);
        ASSERT_EQ(result.size(), modulus.size());
        if (number(modulus) == 0)
            continue;
        EXPECT_EQ(number(result), powm(number(base), number(exponent), number(modulus)));
    }
}
