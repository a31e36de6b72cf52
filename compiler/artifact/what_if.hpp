#pragma once

#include "compiler/sema/licence.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler
{
/// What each payee of a split or waterfall is entitled to when its group has received `receipts` in
/// all, in the payees' order: the share function of language.md, rounded down once.
std::vector<uint256> entitlements(
    const Licence& licence, std::size_t bucket, const uint256& receipts);

/// An amount as a person types it: "12 ether", "49.90 usdc", "1000". The error says what is wrong.
std::expected<uint256, std::string> read_amount(std::string_view text, const Currency& currency);

/// Who may withdraw what once so much has come in: a table for each bucket, with a line at each
/// bound between tiers on the way.
std::string what_if(const Licence& licence, const uint256& receipts);
}  // namespace byline::compiler
