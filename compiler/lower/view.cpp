#include "compiler/lower/view.hpp"

#include "compiler/lower/calldata.hpp"
#include "compiler/lower/context.hpp"
#include "compiler/lower/expression.hpp"
#include "compiler/lower/keep.hpp"
#include "compiler/lower/party.hpp"
#include "compiler/lower/returns.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace byline::compiler
{
using ir::Operation;
using ir::ValueId;

namespace
{
/// ERC-165's own id, that by which a licence says that plain transfers reach a bucket (rule M5),
/// and ERC-2981's.
constexpr std::string_view erc165 = "supportsInterface(bytes4)";
constexpr std::string_view plain_transfers = "acceptsPlainTransfers()";
constexpr std::string_view erc2981 = "royaltyInfo(uint256,uint256)";

void supports_interface(Lowering& l)
{
    require_words(l, 1);
    // The whole word is compared: an id with anything behind its four bytes is none that we know.
    const ValueId id = l.b.emit(Operation::calldataload, {l.b.constant(selector_size)});
    const auto is = [&](std::string_view signature) {
        return l.b.emit(Operation::eq, {id, l.b.constant(uint256{selector_of(signature)} << 224)});
    };
    ValueId known = is(erc165);
    if (default_bucket(l.context.licence) != nullptr)
        known = l.b.emit(Operation::bit_or, {known, is(plain_transfers)});
    if (l.context.licence.royalty)
        known = l.b.emit(Operation::bit_or, {known, is(erc2981)});
    give(l, {known});
}

void keep_getter(Lowering& l, std::size_t index)
{
    const Keep& keep = l.context.licence.keeps[index];
    std::optional<ValueId> key;
    if (keep.key)
    {
        require_words(l, 1);
        key = load_argument(l, 0, *keep.key);
    }
    KeepAccess keeps{l};
    std::vector<ValueId> values;
    values.reserve(keep.fields.size());
    for (std::size_t field = 0; field < keep.fields.size(); ++field)
        values.push_back(keeps.read(index, key, field));
    give(l, values);
}
}  // namespace

void lower_view(Lowering& l, const View& view)
{
    l.b.locate(view.span);
    const Arguments arguments{l, view.parameters};
    Expressions expressions{l, arguments};
    std::vector<ValueId> values;
    values.reserve(view.values.size());
    for (std::size_t i = 0; i < view.values.size(); ++i)
        values.push_back(expressions.value(view.values[i], view.results[i].type));
    l.b.locate(view.span);
    give(l, values);
}

void lower_getter(Lowering& l, const ExternalFunction& function)
{
    const Licence& licence = l.context.licence;
    switch (function.kind)
    {
        case FunctionKind::party_getter:
            return give(l, {party_address(l, function.index)});
        case FunctionKind::role_getter:
            return give(l, {party_address(l, licence.roles[function.index].party)});
        case FunctionKind::constant_getter:
            return give(l, {l.b.constant(licence.constants[function.index].value)});
        case FunctionKind::keep_getter:
            return keep_getter(l, function.index);
        case FunctionKind::terms_hash:
            return give(l, {l.b.constant(to_uint256(l.context.terms_hash))});
        default:
            return supports_interface(l);
    }
}
}  // namespace byline::compiler
