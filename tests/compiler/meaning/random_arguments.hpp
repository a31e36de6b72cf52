#pragma once

#include "compiler/sema/interface.hpp"
#include "tests/attacks/attack_world.hpp"
#include "tests/compiler/meaning/licence_model.hpp"
#include "tests/compiler/meaning/random_text.hpp"

#include <cstddef>
#include <vector>

namespace byline::testing
{
/// Who calls and is spoken of: the parties in their order, then customers. All have keys.
std::vector<Signer> people_with_keys(std::size_t parties);

/// A contract that answers for signatures that begin with 0x77777777 (EIP-1271), and takes ether.
Bytecode wallet_code();

/// Arguments at random, with a liking for the ends of intervals, and how they travel.
class RandomArguments
{
public:
    RandomArguments(Choices& choices, const compiler::Licence& licence, const bytes32& terms_hash,
        const address& contract, const std::vector<Signer>& people)
        : choices_{choices},
          licence_{licence},
          terms_hash_{integer(to_uint256(terms_hash))},
          contract_{contract},
          people_{people},
          wallet_{integer(to_uint256(people.back().account))}
    {}

    /// The last of the people is a wallet, which has no key. Times are around `now`.
    std::vector<ModelArgument> arguments(
        const std::vector<compiler::Parameter>& parameters, std::uint64_t now);

    /// The data of the call; `more` are words behind the parameters.
    Bytes data(const compiler::ExternalFunction& called,
        const std::vector<compiler::Parameter>& parameters,
        const std::vector<ModelArgument>& arguments, const std::vector<Integer>& more);

    /// The fields of a message at random, all of their types.
    std::vector<Integer> fields(const compiler::Message& message);

    /// The account's signature, by its key or as a wallet gives it; of 0, one that is nobody's.
    Bytes signature(const compiler::Message& message, const std::vector<Integer>& fields,
        const Integer& signer);

private:
    Integer number(const compiler::ScalarType& type);
    Integer scalar(const compiler::ScalarType& type);
    std::vector<Integer> entry(const compiler::Parameter& parameter);
    /// Who signs it; sometimes not who should, sometimes nobody.
    void sign_entry(ModelArgument& argument);

    Choices& choices_;
    const compiler::Licence& licence_;
    Integer terms_hash_;
    address contract_;
    const std::vector<Signer>& people_;
    Integer wallet_;
    std::uint64_t now_ = 0;
};
}  // namespace byline::testing
