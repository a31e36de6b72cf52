#include "compiler/sema/interface.hpp"

#include "compiler/sema/abi_types.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/source/diagnostic.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace byline::compiler
{
namespace
{
using Parameters = std::vector<AbiParameter>;

bool is_assignable(const Licence& licence)
{
    return std::ranges::any_of(licence.parties, &Party::is_assignable);
}

/// Collects the functions, in the order of the ABI.
class FunctionList
{
public:
    explicit FunctionList(const Licence& licence) : licence_{licence} {}

    std::vector<ExternalFunction> take()
    {
        acts();
        views();
        claims();
        getters();
        for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
            bucket(i);
        powers();
        return std::move(functions_);
    }

private:
    struct Place
    {
        FunctionKind kind;
        std::size_t index = 0;
        Span span = {};
    };

    /// A function that every licence of its kind has: what it is called says what it is.
    ExternalFunction& add(
        Place place, std::string name, Parameters inputs, Parameters outputs, std::string notice)
    {
        ExternalFunction function;
        function.kind = place.kind;
        function.index = place.index;
        function.what = "the generated function `" + name + "`";
        function.name = std::move(name);
        function.inputs = std::move(inputs);
        function.is_view = !outputs.empty();
        function.outputs = std::move(outputs);
        function.notice = std::move(notice);
        function.span = place.span;
        functions_.push_back(std::move(function));
        return functions_.back();
    }

    void acts()
    {
        const bool is_token = licence_.currency.is_token();
        for (std::size_t i = 0; i < licence_.acts.size(); ++i)
        {
            const Act& act = licence_.acts[i];
            ExternalFunction& function = add({FunctionKind::act, i, act.span}, act.name,
                inputs_of(licence_, act.parameters), {}, act.comment);
            function.what = "the act `" + act.name + "`";
            function.is_payable = act.takes && !is_token;
            if (act.takes && is_token)
                with_permit(i);
        }
    }

    void with_permit(std::size_t index)
    {
        const Act& act = licence_.acts[index];
        Parameters inputs = inputs_of(licence_, act.parameters);
        for (const auto& [name, type] :
            {std::pair{"deadline", "uint256"}, {"v", "uint8"}, {"r", "bytes32"}, {"s", "bytes32"}})
            inputs.push_back({name, type});
        add({FunctionKind::act_with_permit, index, act.span}, act.name + "WithPermit",
            std::move(inputs), {}, "`" + act.name + "` after an EIP-2612 permit of its price.");
    }

    void views()
    {
        for (std::size_t i = 0; i < licence_.views.size(); ++i)
        {
            const View& view = licence_.views[i];
            add({FunctionKind::view, i, view.span}, view.name, inputs_of(licence_, view.parameters),
                parameters_of(licence_, view.results), view.comment)
                .what = "the view `" + view.name + "`";
        }
    }

    void claims()
    {
        const Parameters payee{{"payee", "address"}};
        const Parameters amount{{"", "uint256"}};
        add({FunctionKind::claim}, "claim", {}, {}, "Pays the caller all that it may withdraw.");
        add({FunctionKind::claim_for}, "claimFor", payee, {},
            "Pays a payee all that it may withdraw, to the payee itself; anyone may call.");
        add({FunctionKind::claim_to}, "claimTo", {{"to", "address"}}, {},
            "Pays all that the caller may withdraw to another address.");
        add({FunctionKind::claimable}, "claimable", payee, amount,
            "What the payee may withdraw now; 0 for a stranger.");
        const bool has_epochs = std::ranges::any_of(licence_.buckets,
            [](const Bucket& b) { return std::holds_alternative<EpochsRule>(b.rule); });
        add({FunctionKind::received}, "received", {}, amount,
            "All money ever received" +
                std::string{has_epochs ? "; of epochs what they hold" : ""} + ", in " +
                smallest_unit() + ".");
        add({FunctionKind::surplus}, "surplus", {}, amount,
            "Money in the contract that belongs to no bucket, in " + smallest_unit() + ".");
        add({FunctionKind::terms_hash}, "termsHash", {}, {{"", "bytes32"}},
            "The keccak256 of the canonical terms.");
        add({FunctionKind::supports_interface}, "supportsInterface", {{"interfaceId", "bytes4"}},
            {{"", "bool"}}, "Which interfaces the licence has (ERC-165).");
        if (std::ranges::count_if(licence_.buckets, is_claimable) < 2)
            return;
        for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
        {
            const Bucket& bucket = licence_.buckets[i];
            if (!is_claimable(bucket))
                continue;
            add({FunctionKind::bucket_claimable, i, bucket.span}, bucket.name + "Claimable", payee,
                amount, "What the payee may withdraw from `" + bucket.name + "` now.");
            add({FunctionKind::bucket_received, i, bucket.span}, bucket.name + "Received", {},
                amount, "All money that `" + bucket.name + "` ever received.");
        }
    }

    void getters()
    {
        const Parameters account{{"", "address"}};
        for (std::size_t i = 0; i < licence_.parties.size(); ++i)
            getter({FunctionKind::party_getter, i, licence_.parties[i].span},
                licence_.parties[i].name, account, "party", licence_.parties[i].comment);
        for (std::size_t i = 0; i < licence_.roles.size(); ++i)
            getter({FunctionKind::role_getter, i, licence_.roles[i].span}, licence_.roles[i].name,
                account, "role", "");
        for (std::size_t i = 0; i < licence_.constants.size(); ++i)
        {
            const Constant& constant = licence_.constants[i];
            getter({FunctionKind::constant_getter, i, constant.span}, constant.name,
                {parameter_of(licence_, "", constant.type)}, "constant", "");
        }
        for (std::size_t i = 0; i < licence_.keeps.size(); ++i)
        {
            const Keep& keep = licence_.keeps[i];
            ExternalFunction& function = getter({FunctionKind::keep_getter, i, keep.span},
                keep.name, parameters_of(licence_, keep.fields), "kept value", keep.comment);
            if (keep.key)
                function.inputs.push_back(parameter_of(licence_, "", *keep.key));
            if (!keep.is_tuple)
                function.outputs.front().name.clear();
        }
    }

    ExternalFunction& getter(Place place, const std::string& name, Parameters outputs,
        std::string_view of, std::string notice)
    {
        ExternalFunction& function = add(place, name, {}, std::move(outputs), std::move(notice));
        function.what = "the getter of " + std::string{of} + " `" + name + "`";
        return function;
    }

    void bucket(std::size_t index)
    {
        const BucketRule& rule = licence_.buckets[index].rule;
        if (std::holds_alternative<PoolRule>(rule))
            pool(index);
        else if (const auto* epochs = std::get_if<EpochsRule>(&rule))
            this->epochs(index, *epochs);
        else if (std::holds_alternative<TabRule>(rule))
            tab(index);
        else if (std::holds_alternative<PotRule>(rule))
            pot(index);
    }

    void pool(std::size_t index)
    {
        const Bucket& bucket = licence_.buckets[index];
        const Parameters shares{{"", "uint64"}};
        add({FunctionKind::pool_shares, index, bucket.span}, bucket.name + "Shares",
            {{"who", "address"}}, shares, "The shares of an account in `" + bucket.name + "`.");
        add({FunctionKind::pool_total, index, bucket.span}, bucket.name + "Total", {}, shares,
            "All shares in `" + bucket.name + "`.");
    }

    void epochs(std::size_t index, const EpochsRule& rule)
    {
        add({FunctionKind::epochs_report, index}, "report",
            {message_of(licence_, rule.message, "message"), {"signature", "bytes"}}, {},
            "Closes the epoch as its signed report says; anyone may call.");
        add({FunctionKind::epochs_claim, index}, "claimEpoch",
            {{"epoch", "uint64"}, {"account", "address"}, {"weight", "uint64"},
                {"index", "uint256"}, {"root", "bytes32"}, {"total", "uint64"}, {"pot", "uint256"},
                {"closedAt", "uint64"}, {"proof", "uint256[]"}},
            {}, "Pays an account its part of a closed epoch; anyone may call.");
        add({FunctionKind::epochs_sweep, index}, "sweepEpoch",
            {{"epoch", "uint64"}, {"root", "bytes32"}, {"total", "uint64"}, {"pot", "uint256"},
                {"closedAt", "uint64"}},
            {}, "Sends what nobody claimed of an epoch in time; anyone may call.");
        add({FunctionKind::epochs_close_silent, index}, "closeSilent", {}, {},
            "Begins the term of an epoch without a report; after it, sends what the epoch holds. "
            "Anyone "
            "may call.");
    }

    void tab(std::size_t index)
    {
        const Bucket& bucket = licence_.buckets[index];
        const bool is_token = licence_.currency.is_token();
        add({FunctionKind::tab_fund, index}, "fund",
            is_token ? Parameters{{"amount", "uint256"}} : Parameters{}, {},
            "Puts money aside for the caller, and stays.")
            .is_payable = !is_token;
        add({FunctionKind::tab_leave, index}, "leave", {}, {},
            "Stops what is drawn from the caller's money and begins the notice.");
        add({FunctionKind::tab_withdraw, index}, "withdraw", {}, {},
            "Pays the caller all it has put aside, after the notice.");
        add({FunctionKind::tab_getter, index, bucket.span}, bucket.name, {{"", "address"}},
            {{"amount", "uint256"}, {"leavesAt", "uint64"}},
            "What an account has put aside, and from when it may withdraw it; 0: it stays.")
            .what = "the getter of tab `" + bucket.name + "`";
    }

    void pot(std::size_t index)
    {
        const Bucket& bucket = licence_.buckets[index];
        add({FunctionKind::pot_exit, index}, "exit", {}, {},
            "Sends what is in the pot to the account that its exit names; anyone may call.");
        add({FunctionKind::pot_getter, index, bucket.span}, bucket.name, {},
            {{"amount", "uint256"}, {"since", "uint64"}},
            "What is in the pot, and since when it has not been empty.")
            .what = "the getter of pot `" + bucket.name + "`";
    }

    void powers()
    {
        if (licence_.currency.is_token() && default_bucket(licence_) != nullptr)
            add({FunctionKind::absorb}, "absorb", {}, {},
                "Counts tokens that were sent without a call as received; anyone may call.");
        if (verifies_signatures(licence_))
            add({FunctionKind::eip712_domain}, "eip712Domain", {},
                {{"fields", "bytes1"}, {"name", "string"}, {"version", "string"},
                    {"chainId", "uint256"}, {"verifyingContract", "address"}, {"salt", "bytes32"},
                    {"extensions", "uint256[]"}},
                "The domain that messages are signed for (ERC-5267).");
        if (licence_.royalty)
            add({FunctionKind::royalty_info}, "royaltyInfo",
                {{"tokenId", "uint256"}, {"salePrice", "uint256"}},
                {{"receiver", "address"}, {"royaltyAmount", "uint256"}},
                "The royalty of a sale and who receives it (ERC-2981).");
        if (licence_.pause)
        {
            add({FunctionKind::pause}, "pause", {}, {}, "Stops all acts that take a payment.");
            add({FunctionKind::resume}, "resume", {}, {}, "Ends the pause before its time.");
        }
        if (licence_.upgrade && licence_.upgrade->by)
        {
            add({FunctionKind::announce}, "announce", {{"successor", "address"}}, {},
                "Names the licence that takes the place of this one after the notice, once.");
            add({FunctionKind::successor}, "successor", {}, {{"", "address"}, {"", "uint64"}},
                "The licence that takes the place of this one, and from when; 0: none.");
        }
        if (is_assignable(licence_))
        {
            add({FunctionKind::assign}, "assign", {{"to", "address"}}, {},
                "Offers the caller's place in the licence to another account.");
            add({FunctionKind::accept}, "accept", {}, {}, "Takes a place that was offered.");
        }
    }

    [[nodiscard]] std::string smallest_unit() const
    {
        return licence_.currency.is_token() ? "the smallest unit of " + licence_.currency.name
                                            : "wei";
    }

    const Licence& licence_;
    std::vector<ExternalFunction> functions_;
};
}  // namespace

Interface interface_of(const Licence& licence)
{
    Interface interface;
    interface.functions = FunctionList{licence}.take();
    interface.events = events_of(licence);
    interface.errors = errors_of(licence);
    interface.receives = !licence.currency.is_token() && default_bucket(licence) != nullptr;
    return interface;
}

std::string signature_of(std::string_view name, const std::vector<AbiParameter>& inputs)
{
    std::string types;
    for (const AbiParameter& input : inputs)
        types += (types.empty() ? "" : ",") + canonical_type(input);
    return std::string{name} + "(" + types + ")";
}

std::string signature_of(const ExternalFunction& function)
{
    return signature_of(function.name, function.inputs);
}

std::string signature_of(const AbiEvent& event)
{
    std::vector<AbiParameter> inputs;
    inputs.reserve(event.fields.size());
    for (const AbiEvent::Field& field : event.fields)
        inputs.push_back(field.parameter);
    return signature_of(event.name, inputs);
}

std::string signature_of(const AbiError& error)
{
    return signature_of(error.name, error.inputs);
}

std::uint32_t selector_of(std::string_view signature) noexcept
{
    const bytes32 hash = keccak256(signature);
    return std::uint32_t{hash.bytes[0]} << 24 | std::uint32_t{hash.bytes[1]} << 16 |
           std::uint32_t{hash.bytes[2]} << 8 | hash.bytes[3];
}

const AbiError& error_named(const Interface& interface, std::string_view name)
{
    const auto found = std::ranges::find(interface.errors, name, &AbiError::name);
    BYLINE_ASSERT(found != interface.errors.end());
    return *found;
}

const AbiEvent& event_named(const Interface& interface, std::string_view name)
{
    const auto found = std::ranges::find(interface.events, name, &AbiEvent::name);
    BYLINE_ASSERT(found != interface.events.end());
    return *found;
}
}  // namespace byline::compiler
