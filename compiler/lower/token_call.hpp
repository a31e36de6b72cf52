#pragma once

#include "compiler/lower/context.hpp"

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace byline::compiler
{
/// The address of the currency's token.
ir::ValueId token(Lowering& l);

/// Writes a call's selector and arguments from memory 0 on; its size in bytes.
std::uint64_t write_call(
    Lowering& l, std::string_view signature, std::initializer_list<ir::ValueId> arguments);

/// Calls the token with what was written: 1 where it did not fail. Its first word is at 0 then.
ir::ValueId call_token(Lowering& l, std::uint64_t size);
}  // namespace byline::compiler
