#pragma once

#include "tests/attacks/attack_world.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace byline::testing
{
/// What a transfer of a token gives back.
enum class Answer : std::uint8_t
{
    yes,
    no,  ///< the word 0, and nothing was moved
    nothing,
    one_byte,
};

/// When a token calls a contract of the attacker.
enum class Hook : std::uint8_t
{
    never,
    before_take,  ///< in transferFrom, before the tokens move
    after_take,
    before_send,  ///< in transfer
};

/// How a token differs from a plain one.
struct TokenKind
{
    Answer answer = Answer::yes;
    Hook hook = Hook::never;
    std::uint64_t fee_percent = 0;  ///< is lost on the way
    bool checks_allowance = false;  ///< else anyone may take from anyone
    bool permits = true;            ///< knows EIP-2612
    std::uint64_t decimals = 6;
};

/// Above an account's address: its slots of what it allows, and of whether it permitted.
inline constexpr uint256 allowed_slots{0, 1ULL << 32, 0, 0};
inline constexpr uint256 permitted_slots{0, 1ULL << 33, 0, 0};

/// The address of the token in the examples.
address usdc();

/// An ERC-20; the balance of an account is the slot of its address. `permit` takes any signature,
/// once an account.
Bytecode token_code(const TokenKind& kind, const address& hook);

/// A licence in tokens.
class token_attack_test : public attack_test
{
protected:
    void make_token(const TokenKind& kind = {}) { put_code(usdc(), token_code(kind, hook)); }

    void give(const address& who, const uint256& units)
    {
        world.state().set_storage(usdc(), to_uint256(who), units);
    }

    [[nodiscard]] uint256 tokens(const address& who) const
    {
        return world.state().storage(usdc(), to_uint256(who));
    }

    /// The licence of the text with its currency: `body` follows the currency.
    void deploy_in_tokens(const std::string& body, const std::vector<address>& parties)
    {
        sign_licence(
            "licence L { currency usdc = token "
            "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48 with 6 decimals " +
                body + " }",
            parties);
    }

    const address hook = account(700);
};
}  // namespace byline::testing
