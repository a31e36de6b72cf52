#include "tests/compiler/meaning/history.hpp"

#include "tests/compiler/meaning/comparison.hpp"
#include "tests/compiler/meaning/random_calls.hpp"

#include <algorithm>
#include <utility>

namespace byline::testing
{
using namespace compiler;  // NOLINT(google-build-using-namespace): the typed tree's names

namespace
{
/// What everybody has of a token.
const Integer wealth = Integer{1} << 126;

address address_of(const Integer& value)
{
    return to_address(word_of(value));
}

Integer integer_of(const address& account)
{
    return integer(to_uint256(account));
}

class History
{
public:
    History(const Subject& subject, std::uint64_t seed)
        : subject_{subject},
          licence_{subject.compiled.licence},
          choices_{seed},
          people_{people_with_keys(licence_.parties.size())}
    {
        world_.wait(1'700'000'000);
        // Now and then a party is a wallet, too.
        if (choices_.chance(8))
            people_[choices_.below(licence_.parties.size())] = wallet_;
        people_.push_back(wallet_);
        put_code(wallet_.account, wallet_code());
        token_.decimals = licence_.currency.decimals;
        if (licence_.currency.is_token())
            put_code(usdc(), token_code(token_, enterer_));
        Bytes code = subject.creation_code;
        for (std::size_t i = 0; i < licence_.parties.size(); ++i)
        {
            append(code, to_uint256(people_[i].account));
            parties_.push_back(integer_of(people_[i].account));
        }
        const vm::TxOutcome outcome = world_.send(account(900), std::nullopt, std::move(code));
        if (outcome.status != vm::Status::success)
        {
            report_.difference = "the constructor fails";
            return;
        }
        begin(*outcome.created);
    }

    HistoryReport run(std::size_t steps)
    {
        for (std::size_t i = 0; i < steps && !report_.difference; ++i)
        {
            if (!std::ranges::all_of(model_->state().pools, &ModelPool::is_exact))
                break;
            if (choices_.chance(30))
                wait();
            if (licence_.currency.is_token() && choices_.chance(i == 0 ? 60 : 8))
                change_token();
            if (choices_.chance(4))
                arrive();
            else
                step();
            if (!report_.difference)
                report_.difference = comparison_->of_state(*model_);
        }
        if (report_.difference)
            report_.difference = *report_.difference + "\n" + steps_ + subject_.text;
        return std::move(report_);
    }

private:
    void begin(const address& contract)
    {
        contract_ = contract;
        const Integer terms = integer(to_uint256(subject_.compiled.terms.hash));
        model_.emplace(
            licence_, subject_.compiled.interface, terms, parties_, integer_of(contract_));
        calls_.emplace(choices_, subject_, contract_, people_, integer_of(wallet_.account));
        std::vector<Integer> accounts;
        for (const Signer& each : people_)
            accounts.push_back(integer_of(each.account));
        if (licence_.currency.is_token())
            for (const Signer& each : people_)
                give(integer_of(each.account), wealth);
        model_->give_tokens(integer_of(contract_), 0);
        model_->set_token(token_);
        comparison_.emplace(subject_, world_, contract_, std::move(accounts));
        report_.difference = comparison_->of_state(*model_);
    }

    void put_code(const address& where, const Bytecode& code)
    {
        world_.state().set_code(where, code.bytes);
    }

    void give(const Integer& who, const Integer& units)
    {
        model_->give_tokens(who, units);
        world_.state().set_storage(usdc(), word_of(who), word_of(model_->state().tokens.at(who)));
    }

    void wait()
    {
        const std::uint64_t seconds = choices_.below(100);
        world_.wait(choices_.chance(50) ? seconds : seconds % 5 * day + seconds % 2);
    }

    /// An issuer may replace its token.
    void change_token()
    {
        token_ = {.decimals = licence_.currency.decimals};
        const std::uint64_t choice = choices_.below(20);
        if (choice < 4)
            token_.answer =
                std::vector{Answer::no, Answer::nothing, Answer::nothing, Answer::one_byte}[choice];
        else if (choice == 4)
            token_.fee_percent = 1 + choices_.below(3);
        else if (choice < 13)
            token_.hook = std::vector{
                Hook::before_take, Hook::after_take, Hook::before_send}[choices_.below(3)];
        token_.checks_allowance = choices_.chance(20);
        token_.permits = choices_.chance(70);
        put_code(usdc(), token_code(token_, enterer_));
        model_->set_token(token_);
        steps_ += "  the token: answer " + std::to_string(static_cast<int>(token_.answer)) +
                  ", hook " + std::to_string(static_cast<int>(token_.hook)) + ", fee " +
                  std::to_string(token_.fee_percent) +
                  (token_.checks_allowance ? ", allowances" : "") +
                  (token_.permits ? ", permits" : "") + "\n";
    }

    /// Money that comes without a call of the licence.
    void arrive()
    {
        const Integer value = choices_.below(1'000'000);
        if (licence_.currency.is_token() && choices_.chance(70))
        {
            steps_ += "  " + value.str() + " units arrive\n";
            return give(integer_of(contract_), value);
        }
        if (choices_.chance(50))
        {
            steps_ += "  " + value.str() + " wei are forced\n";
            world_.state().set_balance(contract_, world_.balance(contract_) + word_of(value));
            return model_->force(value);
        }
        const PlannedCall planned{.said = "a plain transfer",
            .caller = integer_of(account(700)),
            .value = value,
            .data = {},
            .meaning = [value](LicenceModel& of) { return of.transfer(value); }};
        perform(planned);
    }

    void step()
    {
        const PlannedCall planned = calls_->next(*model_, world_.time());
        if (licence_.currency.is_token())
            allow(planned.caller);
        // Who asks for money is often who is paid.
        const address other = choices_.one_of(people_).account;
        const address payee = choices_.chance(60) ? address_of(planned.caller) : other;
        if (token_.hook != Hook::never)
            let_enter(enterer_);
        else if (!licence_.currency.is_token() && payee != wallet_.account && choices_.chance(25))
            let_enter(payee);
        perform(planned);
        if (entering_)
            world_.state().set_code(*entering_, {});
        entering_.reset();
    }

    void allow(const Integer& who)
    {
        const uint256 account = word_of(who);
        world_.state().set_storage(usdc(), permitted_slots | account, 0);
        const Integer units = choices_.chance(75) ? wealth : Integer{choices_.below(1'000'000)};
        world_.state().set_storage(usdc(), allowed_slots | account, word_of(units));
        model_->allow_tokens(who, units);
    }

    /// The account, delegated to a contract or one itself, calls once when it is paid or asked to.
    void let_enter(const address& who)
    {
        const PlannedCall inner = calls_->next(*model_, world_.time(), integer_of(who));
        steps_ +=
            "  in the middle, " + inner.caller.str(0, std::ios::hex) + ": " + inner.said + "\n";
        const Bytecode code = calls_once(contract_, inner.data);
        if (who == enterer_)
            put_code(who, code);
        else
        {
            put_code(enterer_, code);
            Bytes delegated{0xef, 0x01, 0x00};
            delegated.insert(delegated.end(), enterer_.bytes.begin(), enterer_.bytes.end());
            world_.state().set_code(who, std::move(delegated));
        }
        for (const std::uint64_t slot : {ran_slot, called_slot, answer_slot})
            world_.state().set_storage(who, slot, 0);
        model_->let_enter(integer_of(who), inner.meaning);
        entering_ = who;
    }

    void perform(const PlannedCall& planned)
    {
        LicenceModel after = *model_;
        const Expected expected = planned.meaning(after);
        steps_ += "  " + std::to_string(world_.time()) + ": " +
                  planned.caller.str(0, std::ios::hex) + " " + planned.said + " paying " +
                  planned.value.str() + ": " + (expected.success ? "success" : expected.error) +
                  "\n";
        const vm::TxOutcome outcome = world_.send(
            address_of(planned.caller), contract_, planned.data, word_of(planned.value));
        ++report_.calls;
        report_.successes += expected.success ? 1 : 0;
        report_.difference = comparison_->of_outcome(outcome, expected);
        const int entered = expected.success ? after.entered() : 0;
        report_.entries += entered == 2 ? 1 : 0;
        if (entering_ && !report_.difference &&
            world_.state().storage(*entering_, called_slot) != static_cast<unsigned>(entered))
            report_.difference =
                "the call in the middle came to something else than " + std::to_string(entered);
        // The model's tree and interface stay where they are: only the state is new.
        model_.emplace(std::move(after));
        model_->let_nobody_enter();
    }

    const Signer wallet_{{}, account(600)};
    const address enterer_ = account(601);

    const Subject& subject_;
    const Licence& licence_;
    Choices choices_;
    LicenceWorld world_;
    address contract_;
    std::vector<Signer> people_;  ///< the last one is the wallet
    std::vector<Integer> parties_;
    TokenKind token_;
    std::optional<address> entering_;
    std::optional<RandomCalls> calls_;
    std::optional<LicenceModel> model_;
    std::optional<Comparison> comparison_;
    std::string steps_;
    HistoryReport report_;
};
}  // namespace

HistoryReport run_history(const Subject& subject, std::uint64_t seed, std::size_t steps)
{
    return History{subject, seed}.run(steps);
}
}  // namespace byline::testing
