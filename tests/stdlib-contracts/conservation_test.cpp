#include "tests/stdlib-contracts/licence_world.hpp"

#include <array>
#include <ostream>
#include <random>

namespace byline::testing
{
namespace
{
using vm::Status;

/// A split in whole parts of 100 %, by which the model below computes what each payee is owed.
struct Shares
{
    std::vector<std::uint64_t> percent;
    bool is_default = false;
};

/// How a failed expectation names a split.
void PrintTo(const Shares& shares, std::ostream* out)
{
    for (const std::uint64_t percent : shares.percent)
        *out << percent << "% ";
}

std::string source_of(const Shares& shares)
{
    std::string parties;
    std::string list;
    for (std::size_t i = 0; i < shares.percent.size(); ++i)
    {
        const std::string name = "p" + std::to_string(i);
        parties += (i == 0 ? "" : ", ") + name;
        list += " " + name + " " + std::to_string(shares.percent[i]) + "%";
    }
    return "licence Test { party " + parties + " unit call split all" +
           (shares.is_default ? " default" : "") + " {" + list +
           " } act record(n: calls) { takes n * 7 wei per call into all } }";
}

/// Random payments, gifts and claims on splits of all sizes: after each step what came in is what
/// was paid, what is owed, and dust below the number of payees; and each payee is owed what the
/// exact fraction of all receipts says.
class conservation : public licence_test, public ::testing::WithParamInterface<Shares>
{
protected:
    void SetUp() override { deploy(source_of(GetParam())); }

    [[nodiscard]] std::size_t payees() const { return GetParam().percent.size(); }

    void pay(std::uint64_t n)
    {
        expect_success(call(payer, "record(uint64)", {n}, uint256{7} * n));
        in += uint256{7} * n;
    }

    void gift(std::uint64_t wei)
    {
        if (GetParam().is_default)
            expect_success(world.send(stranger, contract, {}, wei));
        else
            force(wei);
        in += wei;
    }

    void claim(std::size_t payee, std::uint64_t way)
    {
        const address who = account(payee);
        const uint256 owed = entitled(payee) - paid[payee];
        const uint256 before = world.balance(who) + world.balance(elsewhere);
        const auto outcome = way == 0   ? call(who, "claim()")
                             : way == 1 ? call(stranger, "claimFor(address)", {to_uint256(who)})
                                        : call(who, "claimTo(address)", {to_uint256(elsewhere)});
        if (owed.is_zero())
            return expect_revert(outcome, encode("NothingToClaim()"));
        expect_success(outcome);
        EXPECT_EQ(world.balance(who) + world.balance(elsewhere) - before, owed);
        paid[payee] += owed;
    }

    [[nodiscard]] uint256 entitled(std::size_t payee) const
    {
        return in * GetParam().percent[payee] / 100;
    }

    void check() const
    {
        EXPECT_EQ(received(), in);
        uint256 total_paid;
        uint256 owed;
        for (std::size_t i = 0; i < payees(); ++i)
        {
            EXPECT_EQ(claimable(account(i)), entitled(i) - paid[i]) << i;
            total_paid += paid[i];
            owed += entitled(i) - paid[i];
        }
        EXPECT_EQ(world.balance(contract), in - total_paid);
        EXPECT_LT(in - total_paid - owed, uint256{payees()});
        EXPECT_EQ(claimable(stranger), 0);
    }

    uint256 in;
    std::array<uint256, 64> paid{};
    const address elsewhere = account(700);
};

TEST_P(conservation, holds_in_random_histories)
{
    // The engine's sequence is fixed by the standard; distributions are not, so none is used.
    std::mt19937_64 random{20'260'101};
    for (int step = 0; step < 120; ++step)
    {
        const std::uint64_t choice = random() % 10;
        if (choice < 4)
            pay(random() % 50);
        else if (choice == 4)
            pay(random() >> 40);
        else if (choice == 5)
            gift(random() % 20 + 1);
        else
            claim(random() % payees(), random() % 3);
        check();
    }
    for (std::size_t i = 0; i < payees(); ++i)
        claim(i, 0);
    check();
    EXPECT_LT(world.balance(contract), uint256{payees()});
}

INSTANTIATE_TEST_SUITE_P(splits, conservation,
    ::testing::Values(Shares{{100}}, Shares{{60, 40}, true}, Shares{{50, 30, 20}},
        Shares{{33, 33, 34}, true}, Shares{{1, 2, 3, 94}}, Shares{{20, 20, 20, 20, 20}, true},
        Shares{{7, 11, 13, 17, 19, 33}}, Shares{{10, 10, 10, 10, 10, 10, 40}},
        Shares{{1, 3, 5, 7, 11, 13, 17, 43}, true},
        Shares{{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 83}}),
    [](const ::testing::TestParamInfo<Shares>& test) {
        return "of_" + std::to_string(test.param.percent.size()) +
               (test.param.is_default ? "_default" : "");
    });
}  // namespace
}  // namespace byline::testing
