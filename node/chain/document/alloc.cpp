#include "node/chain/document/alloc.hpp"

#include "node/chain/document/section.hpp"
#include "node/chain/genesis.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <expected>
#include <string_view>

namespace byline::node
{
namespace
{
std::expected<void, GenesisError> read_storage(
    const Section& storage, const address& addr, vm::Overlay& state)
{
    for (const auto& field : storage.object())
    {
        const std::string_view slot = field.key();
        const auto key = uint256_from_hex(slot);
        if (!key)
            return refuse(storage.place_of(slot), "the slot is not a word of hex digits");
        BYLINE_TRY(value, read_word(field.value(), storage.place_of(slot)));
        if (!value.is_zero())
            state.set_storage(addr, *key, value);
    }
    return {};
}

std::expected<void, GenesisError> read_account(
    const Section& account, const address& addr, vm::Overlay& state)
{
    BYLINE_TRY(balance, account.number("balance"));
    state.set_balance(addr, balance.value_or(uint256{}));
    BYLINE_TRY(nonce, account.uint64("nonce"));
    if (nonce)
        state.set_nonce(addr, *nonce);
    BYLINE_TRY(code, account.bytes("code"));
    if (code && !code->empty())
        state.set_code(addr, *code);
    BYLINE_TRY(storage, account.section("storage"));
    if (storage)
        BYLINE_TRY_VOID(read_storage(*storage, addr, state));
    return {};
}
}  // namespace

std::expected<vm::Overlay, GenesisError> read_alloc(const Section& alloc)
{
    vm::Overlay state;
    for (const auto& field : alloc.object())
    {
        const std::string_view name = field.key();
        const auto addr = address_from_hex(name);
        if (!addr)
            return refuse(alloc.place_of(name), "is not an address (40 hex digits)");
        if (state.entries().contains(*addr))
            return refuse(alloc.place_of(name), "the address stands there twice");
        BYLINE_TRY(account, alloc.section(name));
        if (!account)
            return refuse(alloc.place_of(name), "is not an object");
        BYLINE_TRY_VOID(read_account(*account, *addr, state));
    }
    return state;
}
}  // namespace byline::node
