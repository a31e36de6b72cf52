#include "tools/bylinec/testing/signing.hpp"

#include "compiler/lower/signature.hpp"
#include "compiler/sema/bucket.hpp"
#include "compiler/sema/expression.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/statement.hpp"
#include "tools/bylinec/testing/abi.hpp"
#include "tools/bylinec/testing/epoch_book.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace byline::tools::testing
{
using compiler::ExpressionKind;
using compiler::FunctionKind;

namespace
{
uint256 hash_of(std::string_view text)
{
    return to_uint256(keccak256(text));
}

/// The expression that says who signs entries of a list; nothing if none must.
// NOLINTNEXTLINE(misc-no-recursion): as deep as `if`s of the source
std::optional<compiler::ExpressionId> signer_expression(
    const std::vector<compiler::Effect>& effects, std::size_t list)
{
    for (const compiler::Effect& effect : effects)
    {
        if (const auto* loop = std::get_if<compiler::ForEachEffect>(&effect.what))
        {
            if (loop->list == list && loop->signer)
                return loop->signer;
        }
        if (const auto* branch = std::get_if<compiler::IfEffect>(&effect.what))
        {
            if (const auto found = signer_expression(branch->then, list))
                return found;
            if (const auto found = signer_expression(branch->otherwise, list))
                return found;
        }
    }
    return std::nullopt;
}

std::vector<AbiValue> abi_words(const std::vector<uint256>& words)
{
    std::vector<AbiValue> values;
    for (const uint256& word : words)
        values.push_back(AbiValue::of(word));
    return values;
}

Bytes signature_of(const Scene& scene, std::size_t message, const std::vector<uint256>& fields,
    const address& signer)
{
    constexpr std::size_t size = 65;
    return scene.accounts().sign(signer, typed_hash(scene, message, fields)).value_or(Bytes(size));
}
}  // namespace

bytes32 typed_hash(const Scene& scene, std::size_t message, const std::vector<uint256>& fields)
{
    const compiler::Licence& licence = scene.subject().licence;
    const bytes32 domain = keccak256(
        BytesView{encode_words({hash_of("EIP712Domain(string name,string version,uint256 chainId,"
                                        "address verifyingContract)"),
            hash_of(licence.name), hash_of("1"), scene.world().chain_id(),
            to_uint256(scene.contract())})});
    std::vector<uint256> words{hash_of(compiler::encoded_type(licence.messages[message]))};
    words.insert(words.end(), fields.begin(), fields.end());
    const bytes32 what = keccak256(BytesView{encode_words(words)});
    Bytes bytes{0x19, 0x01};
    for (const bytes32& part : {domain, what})
        bytes.insert(bytes.end(), part.bytes.begin(), part.bytes.end());
    return keccak256(BytesView{bytes});
}

std::optional<address> signer_of(const Scene& scene, const compiler::Act& act, std::size_t list,
    const std::vector<uint256>& fields, const address& caller)
{
    const auto id = signer_expression(act.effects, list);
    if (!id)
        return std::nullopt;
    const compiler::Expression& e = scene.subject().licence.expressions[*id];
    std::optional<uint256> word;
    if (e.kind == ExpressionKind::element)
        word = fields[e.field];
    else if (e.kind == ExpressionKind::caller)
        word = to_uint256(caller);
    else if (e.kind == ExpressionKind::party)
        word = scene.word(FunctionKind::party_getter, e.index);
    else if (e.kind == ExpressionKind::role)
        word = scene.word(FunctionKind::role_getter, e.index);
    else if (e.kind == ExpressionKind::constant)
        word = e.value;
    return word ? std::optional{to_address(*word)} : std::nullopt;
}

AbiValue signed_entry(const Scene& scene, std::size_t message, const std::vector<uint256>& fields,
    const address& signer)
{
    return AbiValue::tuple({AbiValue::tuple(abi_words(fields)),
        AbiValue::of(signature_of(scene, message, fields, signer))});
}

const compiler::EpochsRule& epochs_rule(const compiler::Licence& licence)
{
    const compiler::EpochsRule* found = nullptr;
    for (const compiler::Bucket& bucket : licence.buckets)
    {
        if (const auto* rule = std::get_if<compiler::EpochsRule>(&bucket.rule))
            found = rule;
    }
    BYLINE_ASSERT(found != nullptr);
    return *found;
}

address reporter(const Scene& scene)
{
    const compiler::Licence& licence = scene.subject().licence;
    const std::size_t party = licence.actors[epochs_rule(licence).signer].party;
    return to_address(scene.word(FunctionKind::party_getter, party).value_or(uint256{}));
}

std::vector<uint256> report_fields(const Scene& scene, const std::vector<Leaf>& leaves)
{
    const compiler::Licence& licence = scene.subject().licence;
    const compiler::EpochsRule& rule = epochs_rule(licence);
    const SumTree tree{leaves};
    std::vector<uint256> fields(licence.messages[rule.message].fields.size());
    fields[rule.epoch_field] = scene.open_epoch();
    fields[rule.root_field] = to_uint256(tree.root());
    fields[rule.total_field] = tree.total();
    if (rule.pot_field)
        fields[*rule.pot_field] = scene.open_pot();
    return fields;
}

std::vector<AbiValue> report_arguments(const Scene& scene, const Report& report)
{
    const compiler::EpochsRule& rule = epochs_rule(scene.subject().licence);
    return {AbiValue::tuple(abi_words(report.fields)),
        AbiValue::of(signature_of(scene, rule.message, report.fields, report.signer))};
}
}  // namespace byline::tools::testing
