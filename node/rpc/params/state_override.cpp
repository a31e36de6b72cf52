#include "node/rpc/params/state_override.hpp"

#include "node/rpc/params/values.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/error.hpp"
#include "vm/state/overlay.hpp"

#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include <expected>
#include <string>
#include <string_view>

namespace byline::node::rpc
{
namespace
{
std::string_view text_of(boost::json::string_view text)
{
    return {text.data(), text.size()};
}

Parsed<void> write_slots(const boost::json::value& slots, const address& addr, vm::Overlay& state)
{
    const auto* object = slots.if_object();
    if (object == nullptr)
        return std::unexpected{"must be an object from slot to value"};
    for (const auto& member : *object)
    {
        const std::string name{text_of(member.key())};
        const auto slot = read_slot(boost::json::value(member.key()));
        if (!slot)
            return std::unexpected{name + ": " + slot.error()};
        const auto word = read_slot(member.value());
        if (!word)
            return std::unexpected{name + ": " + word.error()};
        state.set_storage(addr, *slot, *word);
    }
    return {};
}

Parsed<void> override_storage(
    const boost::json::object& account, const address& addr, vm::Overlay& state)
{
    const auto* whole = account.if_contains("state");
    const auto* part = account.if_contains("stateDiff");
    if (whole != nullptr && part != nullptr)
        return std::unexpected{"has both state and stateDiff"};
    if (whole != nullptr)
        state.wipe_storage(addr);
    if (whole == nullptr && part == nullptr)
        return {};
    return write_slots(whole != nullptr ? *whole : *part, addr, state);
}

Parsed<void> override_account(
    const boost::json::value& value, const address& addr, vm::Overlay& state)
{
    const auto* account = value.if_object();
    if (account == nullptr)
        return std::unexpected{"must be an object"};
    if (account->if_contains("movePrecompileToAddress") != nullptr)
        return std::unexpected{"movePrecompileToAddress is not supported"};
    BYLINE_TRY(balance, read_member(*account, "balance", read_quantity));
    BYLINE_TRY(nonce, read_member(*account, "nonce", read_uint64));
    BYLINE_TRY(code, read_member(*account, "code", read_data));
    if (balance)
        state.set_balance(addr, *balance);
    if (nonce)
        state.set_nonce(addr, *nonce);
    if (code)
        state.set_code(addr, *code);
    return override_storage(*account, addr, state);
}
}  // namespace

Parsed<void> apply_state_override(const boost::json::value& overrides, vm::Overlay& state)
{
    const auto* object = overrides.if_object();
    if (object == nullptr)
        return std::unexpected{"must be an object from address to account"};
    for (const auto& member : *object)
    {
        const std::string name{text_of(member.key())};
        const auto addr = read_address(boost::json::value(member.key()));
        if (!addr)
            return std::unexpected{name + ": " + addr.error()};
        if (auto done = override_account(member.value(), *addr, state); !done)
            return std::unexpected{name + ": " + done.error()};
    }
    return {};
}
}  // namespace byline::node::rpc
