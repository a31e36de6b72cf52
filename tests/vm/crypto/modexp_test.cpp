#include "vm/crypto/modexp.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

using namespace byline;

namespace
{
using Big = boost::multiprecision::cpp_int;

std::string power(std::string_view base, std::string_view exponent, std::string_view modulus)
{
    return to_hex(vm::modexp(*from_hex(base), *from_hex(exponent), *from_hex(modulus)));
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
        const Bytes result = vm::modexp(base, exponent, modulus);
        ASSERT_EQ(result.size(), modulus.size());
        if (number(modulus) == 0)
            continue;
        EXPECT_EQ(number(result), powm(number(base), number(exponent), number(modulus)));
    }
}
