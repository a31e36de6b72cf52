#pragma once

#include "bench/contracts/call_data.hpp"
#include "bench/contracts/merkle.hpp"
#include "tests/stdlib-contracts/licence_world.hpp"
#include "tests/support/bytecode.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace byline::testing
{
inline constexpr std::uint64_t day = 86'400;

/// Somebody with a key.
struct Signer
{
    bytes32 key;
    address account;
};

/// The same for the same number.
Signer signer(std::uint8_t number);

/// r, s, v (27 or 28) of a hash: 65 bytes.
Bytes sign(const Signer& who, const bytes32& hash);

/// The hash that is signed for a message, from the text of EIP-712: `type` is "Usage(address
/// licensee,uint64 upTo)", `fields` the values as words. The domain is {name, version "1", chain,
/// contract}.
bytes32 typed_hash(std::string_view licence, const address& contract, std::string_view type,
    const std::vector<uint256>& fields, std::uint64_t chain = 1);

/// A message with its signature.
struct SignedMessage
{
    std::vector<uint256> fields;
    Bytes signature;
};

/// The call of an act whose only parameter is a list of signed messages.
Bytes batch_call(std::string_view signature, const std::vector<SignedMessage>& batch);

/// Appends `body`, which must not jump, to run only where the condition is not 0. The code must
/// begin where `code` does.
void branch(Bytecode& code, const Bytecode& condition, const Bytecode& body);

/// Slots of the contract that `calls_once` makes.
inline constexpr std::uint64_t ran_slot = 9;     ///< whether it called
inline constexpr std::uint64_t called_slot = 1;  ///< 1 after the call, 2 if it succeeded
inline constexpr std::uint64_t answer_slot = 2;  ///< the first word of what came back

/// A contract that sends `message` on the first call only, whatever it is called with, and notes
/// how that went.
Bytecode calls_once(const address& target, const Bytes& message, const uint256& value = 0);

/// A contract that reverts, that uses up all gas it has, that returns a megabyte.
Bytecode reverts();
Bytecode burns_gas();
Bytecode returns_much();

/// The text of an example: "g_metered".
std::string example_source(std::string_view name);

/// The first word of a revert with this selector and arguments, as `calls_once` notes it.
uint256 first_word(std::string_view error, const std::vector<uint256>& arguments = {});

/// One licence under attack.
class attack_test : public licence_test
{
protected:
    attack_test() { world.wait(1'800'000'000); }

    /// Deploys with these parties, in declared order.
    void sign_licence(const std::string& source, const std::vector<address>& parties);

    void put_code(const address& where, const Bytecode& code)
    {
        world.state().set_code(where, code.bytes);
    }

    /// Whether what `calls_once` put at the address was called, and its call succeeded.
    [[nodiscard]] bool was_called(const address& who) const { return noted(who, called_slot) != 0; }

    [[nodiscard]] bool got_through(const address& who) const
    {
        return noted(who, called_slot) == 2;
    }

    [[nodiscard]] uint256 noted(const address& who, std::uint64_t slot) const
    {
        return world.state().storage(who, slot);
    }

    [[nodiscard]] uint256 held_by_contract() const { return world.balance(contract); }
};
}  // namespace byline::testing
