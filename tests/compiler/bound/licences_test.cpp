// Bounds of whole licences, held against what calls take: stories that make functions as dear as
// they get, and calls at random.
#include "tests/attacks/attack_world.hpp"
#include "tests/attacks/token_code.hpp"
#include "tests/compiler/bound/metered_chain.hpp"

#include <gtest/gtest.h>

#include <array>
#include <iomanip>
#include <iostream>
#include <random>
#include <variant>

namespace byline::testing
{
namespace
{
/// Accepts ether and says yes to everything: a parent licence, or a wallet that agrees.
Bytecode says_yes()
{
    return apply(OP_MSTORE, {push(uint256{}), push(1)}) +
           apply(OP_RETURN, {push(uint256{}), push(32)});
}

/// A wallet that agrees to everything (EIP-1271).
Bytecode agrees()
{
    return apply(OP_MSTORE, {push(uint256{}), push(uint256{0x1626ba7e} << 224)}) +
           apply(OP_RETURN, {push(uint256{}), push(32)});
}

struct Compiled
{
    compiler::Compilation compilation;

    [[nodiscard]] const compiler::CompiledLicence& licence() const
    {
        return compilation.licences.front().compiled;
    }
};

Compiled compiled(const std::string& path)
{
    const compiler::SourceFile source{path, read_source(path)};
    Compiled result{compiler::compile(source)};
    EXPECT_TRUE(result.compilation.is_done()) << render(source, result.compilation.diagnostics);
    return result;
}

Compiled example(const std::string& name)
{
    return compiled("tests/compiler/syntax/examples/" + name + ".byl");
}

class Player
{
public:
    explicit Player(const compiler::CompiledLicence& licence, std::uint64_t seed)
        : random_{seed},
          people_{people()},
          chain_{licence, state(licence), {people_.begin(), people_.begin() + parties(licence)}}
    {}

    MeteredChain& chain() { return chain_; }

    /// Pays what it is told that it costs.
    vm::TxOutcome call(const address& from, const Bytes& data)
    {
        vm::TxOutcome outcome = chain_.send(from, data);
        if (outcome.output.size() != 68 ||
            !std::ranges::equal(selector("WrongPayment(uint256,uint256)"),
                Bytes{outcome.output.begin(), outcome.output.begin() + 4}))
            return outcome;
        bytes32 price;
        std::copy_n(outcome.output.begin() + 4, 32, price.bytes.begin());
        return chain_.send(from, data, to_uint256(price));
    }

    /// Calls of everything, with what may be an argument.
    void play(std::size_t calls)
    {
        const auto& functions = chain_.licence().interface.functions;
        for (std::size_t i = 0; i < calls; ++i)
        {
            const auto& function = functions[random_() % functions.size()];
            Bytes data = selector(signature_of(function));
            const std::size_t words = random_() % 8 == 0 ? random_() % 12 : words_of(function);
            for (std::size_t word = 0; word < words; ++word)
                append(data, argument());
            if (random_() % 16 == 0)
                data.resize(data.size() + random_() % 40, 0xff);
            call(someone(), data);
            if (random_() % 8 == 0)
                chain_.send(someone(), {}, random_() % 1'000);
            chain_.wait(random_() % 16 == 0 ? random_() % (400 * day) : 1);
        }
    }

    /// Parties that are licences only receive.
    address someone()
    {
        while (true)
        {
            const address who = people_[random_() % people_.size()];
            const auto found = chain_.state().account(who);
            if (!found || found->code_hash == empty_code_hash)
                return who;
        }
    }

private:
    static std::vector<address> people()
    {
        std::vector<address> all;
        for (std::uint8_t i = 0; i < 12; ++i)
            all.push_back(signer(i).account);
        return all;
    }

    static std::ptrdiff_t parties(const compiler::CompiledLicence& licence)
    {
        return static_cast<std::ptrdiff_t>(licence.licence.parties.size());
    }

    vm::Overlay state(const compiler::CompiledLicence& licence)
    {
        vm::Overlay state;
        for (std::size_t i = 0; i < licence.licence.parties.size(); ++i)
        {
            if (licence.licence.parties[i].is_licence)
                state.set_code(people_[i], says_yes().bytes);
        }
        if (licence.licence.currency.is_token())
        {
            state.set_code(usdc(), token_code({}, account(700)).bytes);
            for (const address& who : people_)
                state.set_storage(usdc(), to_uint256(who), uint256{1} << 100);
        }
        return state;
    }

    static std::size_t words_of(const compiler::ExternalFunction& function)
    {
        std::size_t words = 0;
        for (const compiler::AbiParameter& input : function.inputs)
            words += std::max<std::size_t>(1, input.components.size());
        return words;
    }

    uint256 argument()
    {
        switch (random_() % 8)
        {
            case 0:
                return max_uint256 >> (random_() % 256);
            case 1:
                return chain_.time() + random_() % 100;
            case 2:
                return random_() % 2 == 0 ? to_uint256(chain_.licence().terms.hash)
                                          : to_uint256(account(1'000 + random_() % 1'000'000));
            case 3:
            case 4:
                return to_uint256(someone());
            default:
                return random_() % 5;
        }
    }

    std::mt19937_64 random_;
    std::vector<address> people_;
    MeteredChain chain_;
};

/// Not sillier than this where nothing goes round: the whole transaction, in hundredths.
constexpr std::uint64_t most_hundredths = 160;

/// An act that does the same in each call.
bool is_straight(const compiler::Licence& licence, const compiler::FunctionBound& bound)
{
    if (bound.kind != compiler::FunctionKind::act || bound.signature.empty())
        return false;
    return std::ranges::all_of(licence.acts[bound.index].effects, [](const auto& effect) {
        return std::holds_alternative<compiler::SetEffect>(effect.what);
    });
}

/// The ratios, for people; such an act that was called with success is to be near its bound.
void compare(const MeteredChain& chain)
{
    const compiler::CompiledLicence& licence = chain.licence();
    for (const compiler::FunctionBound& bound : licence.gas.functions)
    {
        const auto found = chain.taken().find(bound.signature);
        if (found == chain.taken().end() || found->second.successes == 0)
            continue;
        const std::uint64_t hundredths = 100 * bound.transaction / found->second.transaction;
        std::cout << "  " << std::setw(9) << bound.transaction << std::setw(9)
                  << found->second.transaction << "  " << hundredths / 100 << "." << std::setw(2)
                  << std::setfill('0') << hundredths % 100 << std::setfill(' ') << "  "
                  << licence.licence.name << "." << bound.signature << "\n";
        if (is_straight(licence.licence, bound))
        {
            EXPECT_LE(hundredths, most_hundredths) << bound.signature;
        }
    }
    std::cout << "  " << std::setw(9) << licence.gas.deployment << std::setw(9)
              << chain.deployment() << "        " << licence.licence.name << " deployed\n";
}

TEST(licence_bounds, hold_for_calls_at_random)
{
    for (const std::string name : {"a_street_scenes", "b_vision_model", "c_tuned_model",
             "d_epoch_model", "e_album", "f_prints", "g_metered", "h_seats"})
    {
        const Compiled licence = example(name);
        ASSERT_TRUE(licence.compilation.is_done());
        Player player{licence.licence(), 1};
        player.play(3'000);
        compare(player.chain());
    }
}

/// Somebody pays for a payee that nobody has heard of, from slots that hold nothing.
TEST(licence_bounds, hold_for_a_payee_that_is_new)
{
    const Compiled licence = example("a_street_scenes");
    ASSERT_TRUE(licence.compilation.is_done());
    Player player{licence.licence(), 4};
    player.call(account(50), encode("record(uint64)", {5}));
    const Bytes claim = encode("claimFor(address)", {to_uint256(signer(0).account)});
    EXPECT_EQ(player.chain().send(account(51), claim).status, vm::Status::success);
    const Taken& taken = player.chain().taken().at("claimFor(address)");
    // The stipend comes back from who runs no code.
    EXPECT_LE(*licence.licence().gas.transaction(compiler::FunctionKind::claim_for, 0),
        taken.transaction * 104 / 100);
}

TEST(licence_bounds, hold_for_seats)
{
    const Compiled licence = example("b_vision_model");
    ASSERT_TRUE(licence.compilation.is_done());
    Player player{licence.licence(), 5};
    const uint256 terms = to_uint256(licence.licence().terms.hash);
    for (std::uint64_t tier = 0; tier < 3; ++tier)
    {
        const address who = account(70 + tier);
        player.call(who, encode("subscribe(uint8,bytes32)", {tier, terms}));
        const Bytes meter = encode("meter(address,uint64)", {to_uint256(who), 900});
        EXPECT_EQ(player.chain().send(signer(0).account, meter).status, vm::Status::success);
    }
    compare(player.chain());
}

/// Claims in epochs with the longest proof, reports with a signature that a wallet judges.
TEST(licence_bounds, hold_for_epochs)
{
    const Compiled licence = example("d_epoch_model");
    ASSERT_TRUE(licence.compilation.is_done());
    Player player{licence.licence(), 2};
    MeteredChain& chain = player.chain();
    for (std::uint64_t epoch = 0; epoch < 3; ++epoch)
    {
        std::vector<bench::Weighted> payees;
        for (std::uint64_t i = 0; i < 64; ++i)
            payees.push_back({account(100 + i), 1 + i});
        const bench::SumTree tree{payees};
        player.call(account(50), encode("record(uint64)", {5}));
        const std::vector<uint256> fields{epoch, to_uint256(tree.root()), tree.total()};
        const Bytes signature =
            sign(signer(0), typed_hash("EpochModel", chain.contract(),
                                "Report(uint64 epoch,bytes32 root,uint64 total)", fields));
        Bytes report = encode("report((uint64,bytes32,uint64),bytes)", fields);
        append(report, 128);
        append(report, signature.size());
        report.insert(report.end(), signature.begin(), signature.end());
        report.resize((report.size() + 27) / 32 * 32 + 4);
        const std::uint64_t closed_at = chain.time();
        EXPECT_EQ(chain.send(account(60), report).status, vm::Status::success);
        for (const std::size_t index : {std::size_t{0}, std::size_t{63}})
        {
            std::vector<uint256> words{epoch, to_uint256(payees[index].account),
                payees[index].weight, index, to_uint256(tree.root()), tree.total(), 5 * milliether,
                closed_at, std::uint64_t{9} * 32};
            const std::vector<uint256> proof = tree.proof(index);
            words.emplace_back(proof.size());
            words.insert(words.end(), proof.begin(), proof.end());
            const Bytes claim = encode(
                "claimEpoch(uint64,address,uint64,uint256,bytes32,uint64,"
                "uint256,uint64,uint256[])",
                words);
            EXPECT_EQ(chain.send(account(60), claim).status, vm::Status::success);
            // As long as a proof may be, and wrong.
            words.resize(9);
            words.emplace_back(128);
            words.resize(words.size() + 128, max_uint256);
            chain.send(
                account(60), encode("claimEpoch(uint64,address,uint64,uint256,bytes32,uint64,"
                                    "uint256,uint64,uint256[])",
                                 words));
        }
    }
    compare(chain);
}

/// As many vouchers as a batch may have, from accounts and from wallets with long signatures.
TEST(licence_bounds, hold_for_batches)
{
    const Compiled licence = example("g_metered");
    ASSERT_TRUE(licence.compilation.is_done());
    for (const bool are_wallets : {false, true})
    {
        Player player{licence.licence(), 3};
        MeteredChain& chain = player.chain();
        std::vector<SignedMessage> batch;
        for (std::uint8_t i = 0; i < 64; ++i)
        {
            const Signer customer = signer(static_cast<std::uint8_t>(100 + i));
            chain.send(customer.account, encode("fund()"), ether);
            chain.send(account(7), encode("fund(address)", {to_uint256(customer.account)}), ether);
            if (are_wallets)
                chain.state().set_code(customer.account, agrees().bytes);
            const std::vector<uint256> fields{to_uint256(customer.account), 1'000};
            Bytes signature = sign(customer, typed_hash("Metered", chain.contract(),
                                                 "Usage(address licensee,uint64 upTo)", fields));
            if (are_wallets)
                signature.resize(compiler::max_signature_size, 0xff);
            batch.push_back({fields, std::move(signature)});
        }
        const Bytes data = batch_call("redeem(((address licensee,uint64 upTo),bytes)[])", batch);
        Bytes call;
        for (const auto& function : licence.licence().interface.functions)
        {
            if (function.name == "redeem")
                call = selector(signature_of(function));
        }
        call.insert(call.end(), data.begin() + 4, data.end());
        const vm::TxOutcome outcome = chain.send(signer(0).account, call);
        EXPECT_EQ(outcome.status, vm::Status::success);
        compare(chain);
    }
}
}  // namespace
}  // namespace byline::testing
