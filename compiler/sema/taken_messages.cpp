#include "compiler/sema/taken_messages.hpp"

#include "compiler/syntax/tree.hpp"

#include <set>
#include <string>
#include <vector>

namespace byline::compiler
{
namespace
{
/// The names that stand where a type can.
class TypeNames
{
public:
    void of(const syntax::Licence& licence)
    {
        for (const syntax::Message& message : licence.messages)
            of(message.fields);
        for (const syntax::Table& table : licence.tables)
            of(table.columns);
        for (const syntax::Epochs& epochs : licence.epochs)
        {
            names_.insert(epochs.message.text);
            of(epochs.leaf);
        }
        for (const syntax::Keep& keep : licence.keeps)
        {
            of(keep.type);
            if (keep.value)
                of(*keep.value);
        }
        for (const syntax::Act& act : licence.acts)
            of(act.parameters);
        for (const syntax::View& view : licence.views)
        {
            of(view.parameters);
            of(view.result);
        }
    }

    void of(const std::vector<syntax::Parameter>& parameters)
    {
        for (const syntax::Parameter& parameter : parameters)
            of(parameter.type);
    }

    [[nodiscard]] bool has(const std::string& name) const { return names_.contains(name); }

private:
    // The parser bounds how deep types go (max_nesting).
    // NOLINTNEXTLINE(misc-no-recursion)
    void of(const syntax::Type& type)
    {
        names_.insert(type.name.text);
        for (const syntax::Type& element : type.element)
            of(element);
        for (const syntax::Field& field : type.fields)
            of(field.type);
    }

    std::set<std::string> names_;
};
}  // namespace

std::string written_name(const syntax::Message& message)
{
    return message.of.empty() ? message.name.text : message.of + "." + message.name.text;
}

std::vector<const syntax::Message*> taken_messages(
    const syntax::File& file, const syntax::Licence& licence)
{
    TypeNames names;
    names.of(licence);
    std::vector<const syntax::Message*> result;
    result.reserve(licence.messages.size());
    for (const syntax::Message& message : licence.messages)
        result.push_back(&message);
    // A message inside another is refused where it stands (B002): it is known, whatever it is.
    for (const syntax::Message& message : file.messages)
    {
        if (names.has(written_name(message)))
            names.of(message.fields);
    }
    for (const syntax::Message& message : file.messages)
    {
        if (names.has(written_name(message)))
            result.push_back(&message);
    }
    return result;
}
}  // namespace byline::compiler
