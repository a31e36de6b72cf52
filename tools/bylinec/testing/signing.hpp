#pragma once

#include "compiler/sema/statement.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "vm/primitives/bytes32.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace byline::tools::testing
{
/// What is signed for a message of the licence (EIP-712; the domain of rule M11).
bytes32 typed_hash(const Scene& scene, std::size_t message, const std::vector<uint256>& fields);

/// Who must sign an entry with these fields of list parameter `list` of the act; nothing where that
/// follows from more than the entry, the parties and the caller.
std::optional<address> signer_of(const Scene& scene, const compiler::Act& act, std::size_t list,
    const std::vector<uint256>& fields, const address& caller);

/// The message with the signature of `signer`, as a signed entry of a list. Who is no account
/// cannot sign: 65 zeros.
AbiValue signed_entry(const Scene& scene, std::size_t message, const std::vector<uint256>& fields,
    const address& signer);

/// A report of the open epoch with these payees, signed by `signer`; `fields` are the message's,
/// those of the report filled in.
struct Report
{
    std::vector<uint256> fields;
    std::vector<Leaf> leaves;
    address signer;
};

/// The arguments of report().
std::vector<AbiValue> report_arguments(const Scene& scene, const Report& report);

/// The fields that follow from the payees: epoch, root, total, and all that is there where the
/// message names a pot. Others are 0.
std::vector<uint256> report_fields(const Scene& scene, const std::vector<Leaf>& leaves);

/// The rule of the licence's epochs; it has some.
const compiler::EpochsRule& epochs_rule(const compiler::Licence& licence);

/// Who signs reports.
address reporter(const Scene& scene);
}  // namespace byline::tools::testing
