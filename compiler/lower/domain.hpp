#pragma once

#include "compiler/lower/context.hpp"

#include <string_view>

namespace byline::compiler
{
/// The version in the domain of all licences (rule M11).
inline constexpr std::string_view domain_version = "1";

/// The EIP-712 domain separator of rule M11: name = the licence's identifier, version "1", the
/// chain at hand, this contract. Computed at each call: a fork of the chain must not see it again.
ir::ValueId domain_separator(Lowering& l);

/// The body of eip712Domain() (ERC-5267).
void lower_eip712_domain(Lowering& l);
}  // namespace byline::compiler
