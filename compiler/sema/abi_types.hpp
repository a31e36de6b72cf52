#pragma once

#include "compiler/sema/interface.hpp"

#include <string>
#include <vector>

namespace byline::compiler
{
/// "(uint64,bytes32)[]" of a list of tuples: the type as a signature has it.
std::string canonical_type(const AbiParameter& parameter);

/// A word with its type of the ABI; of an enumeration with the name of its table's type.
AbiParameter parameter_of(const Licence& licence, std::string name, const ScalarType& type);
std::vector<AbiParameter> parameters_of(
    const Licence& licence, const std::vector<ScalarField>& fields);

/// A message as the tuple of its fields.
AbiParameter message_of(const Licence& licence, std::size_t message, std::string name);

/// The parameters of an act or a view. A signed message is the tuple (message, signature).
std::vector<AbiParameter> inputs_of(
    const Licence& licence, const std::vector<Parameter>& parameters);

/// The events and errors of money.md, section 2, then those that the licence names.
std::vector<AbiEvent> events_of(const Licence& licence);
std::vector<AbiError> errors_of(const Licence& licence);
}  // namespace byline::compiler
