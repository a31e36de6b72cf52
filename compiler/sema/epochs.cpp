#include "compiler/sema/epochs.hpp"

#include "compiler/sema/durations.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/sema/people.hpp"
#include "compiler/sema/scope.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler
{
namespace
{
constexpr std::string_view right_message =
    "It reads: message Report { epoch: count  root: hash  total: weight }, and `pot: money` if the "
    "report says how much it shares out.";

class EpochsCheck
{
public:
    EpochsCheck(const syntax::Epochs& epochs, const Licence& licence, Diagnostics& diagnostics)
        : epochs_{epochs}, licence_{licence}, diagnostics_{diagnostics}
    {}

    std::optional<EpochsRule> message(const Names& names)
    {
        const auto found =
            std::ranges::find(licence_.messages, epochs_.message.text, &Message::written);
        if (found == licence_.messages.end())
        {
            // A message that could not be understood has been said.
            if (!names.find(epochs_.message.text, NameKind::message))
                diagnostics_.add(DiagnosticKind::names, epochs_.message.span,
                    {"AN UNKNOWN MESSAGE",
                        "no message has the name `" + epochs_.message.text + "`.",
                        std::string{right_message}});
            return std::nullopt;
        }
        EpochsRule rule;
        rule.message = static_cast<std::size_t>(found - licence_.messages.begin());
        const auto epoch = field(*found, "epoch", "count", count_type());
        const auto root = field(*found, "root", "hash", hash_type());
        const auto total = field(*found, "total", "weight", unit_type("weight"));
        const auto has_pot = std::ranges::find(found->fields, "pot", &ScalarField::name);
        if (has_pot != found->fields.end())
            rule.pot_field = field(*found, "pot", "money", money_type());
        if (!epoch || !root || !total || (has_pot != found->fields.end() && !rule.pot_field))
            return std::nullopt;
        rule.epoch_field = *epoch;
        rule.root_field = *root;
        rule.total_field = *total;
        return rule;
    }

    bool leaf()
    {
        const std::vector<syntax::Field>& fields = epochs_.leaf.fields;
        const auto is = [](const syntax::Field& field, std::string_view type) {
            return field.type.kind == syntax::TypeKind::named && field.type.name.text == type;
        };
        if (fields.size() == 2 && is(fields[0], "account") && is(fields[1], "weight"))
            return true;
        diagnostics_.add(DiagnosticKind::dimensions, epochs_.leaf.span,
            {"A LEAF THAT IS NO ACCOUNT AND WEIGHT",
                "a proof shows the weight of an account, nothing else.",
                "Write: claimed with proof of (account, weight)"});
        return false;
    }

private:
    std::optional<std::size_t> field(const Message& message, const std::string& name,
        const std::string& type_name, const ScalarType& type)
    {
        const auto found = std::ranges::find(message.fields, name, &ScalarField::name);
        if (found == message.fields.end())
        {
            diagnostics_.add(DiagnosticKind::dimensions, epochs_.message.span,
                {"A REPORT WITHOUT ITS " + capitals(name),
                    "`" + message.name + "` has no field `" + name + ": " + type_name + "`.",
                    std::string{right_message}});
            return std::nullopt;
        }
        if (!same_kind(found->type, type))
        {
            diagnostics_.add(DiagnosticKind::dimensions, found->span,
                {"A FIELD OF ANOTHER TYPE",
                    "`" + epochs_.name.text + "` is closed by this message: `" + name +
                        "` must be of type `" + type_name + "`; it is " +
                        in_words(licence_, found->type) + ".",
                    std::string{right_message}});
            return std::nullopt;
        }
        return static_cast<std::size_t>(found - message.fields.begin());
    }

    static std::string capitals(std::string text)
    {
        for (char& letter : text)
            letter = static_cast<char>(letter - 'a' + 'A');
        return text;
    }

    const syntax::Epochs& epochs_;
    const Licence& licence_;
    Diagnostics& diagnostics_;
};
}  // namespace

std::optional<EpochsRule> check_epochs(Scope& scope, const syntax::Epochs& epochs)
{
    EpochsCheck check{epochs, scope.licence, scope.diagnostics};
    auto rule = check.message(scope.names);
    const bool leaf = check.leaf();
    const auto signer = find_actor(epochs.signer, scope.names, scope.licence, scope.diagnostics);
    const auto term = check_duration(scope, epochs.unclaimed_after);
    const auto unclaimed_to = find_payee(epochs.unclaimed_to, scope.names, scope.diagnostics);
    if (!rule || !leaf || !signer || !term || !unclaimed_to)
        return std::nullopt;
    rule->signer = *signer;
    rule->unclaimed_after = *term;
    rule->unclaimed_to = *unclaimed_to;
    return rule;
}
}  // namespace byline::compiler
