#include "compiler/sema/licence.hpp"

#include "compiler/sema/dimension.hpp"

#include <algorithm>
#include <string>
#include <variant>

namespace byline::compiler
{
std::string in_words(const Licence& licence, const ScalarType& type)
{
    switch (type.kind)
    {
        case ScalarKind::account:
            return "an account";
        case ScalarKind::hash:
            return "a hash";
        case ScalarKind::flag:
            return "a flag";
        case ScalarKind::enumeration:
            return "a `" + licence.enumerations[type.enumeration].name + "`";
        case ScalarKind::number:
            break;
    }
    return in_words(type.dimension);
}

const Bucket* default_bucket(const Licence& licence) noexcept
{
    const auto found = std::ranges::find(licence.buckets, true, &Bucket::is_default);
    return found == licence.buckets.end() ? nullptr : &*found;
}

const ReceiptGroup* residual_group(const Licence& licence) noexcept
{
    const auto found = std::ranges::find(licence.groups, true, &ReceiptGroup::is_residual);
    return found == licence.groups.end() ? nullptr : &*found;
}

bool counts_held(const Licence& licence) noexcept
{
    const auto has_no_receipts = [](const Bucket& bucket) {
        return std::holds_alternative<TabRule>(bucket.rule) ||
               std::holds_alternative<PotRule>(bucket.rule);
    };
    if (licence.currency.is_token())
        return std::ranges::any_of(licence.buckets, has_no_receipts);
    return !std::ranges::all_of(licence.groups, &ReceiptGroup::is_residual);
}

bool is_claimable(const Bucket& bucket) noexcept
{
    return std::holds_alternative<ShareRule>(bucket.rule) ||
           std::holds_alternative<PoolRule>(bucket.rule);
}

bool verifies_signatures(const Licence& licence) noexcept
{
    const auto is_signed = [](const Parameter& parameter) {
        return parameter.kind == ParameterKind::signed_message;
    };
    const auto is_epochs = [](const Bucket& bucket) {
        return std::holds_alternative<EpochsRule>(bucket.rule);
    };
    return std::ranges::any_of(licence.buckets, is_epochs) ||
           std::ranges::any_of(licence.acts,
               [&](const Act& act) { return std::ranges::any_of(act.parameters, is_signed); });
}

std::string capitalised(std::string name)
{
    if (name.front() >= 'a' && name.front() <= 'z')
        name.front() = static_cast<char>(name.front() - 'a' + 'A');
    return name;
}

std::string event_name(const Act& act)
{
    return capitalised(act.name);
}
}  // namespace byline::compiler
