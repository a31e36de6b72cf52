#pragma once

#include "compiler/lower/context.hpp"

#include <cstdint>
#include <string>

namespace byline::compiler
{
/// 1 where `signer` signed the message whose words lie at `fields` in calldata, each checked, with
/// the `length` bytes at `signature`; else 0; it never reverts. Rule M11: 65 bytes with s in the
/// lower half and v 27 or 28 are recovered and compared; where that does not give the signer and
/// the signer has code, the contract is asked (EIP-1271) with 100,000 gas.
ir::ValueId is_signed_by(Lowering& l, const Message& message, ir::ValueId fields,
    ir::ValueId signature, ir::ValueId length, ir::ValueId signer);

/// "Usage(address licensee,uint64 upTo)".
std::string encoded_type(const Message& message);
}  // namespace byline::compiler
