#pragma once

#include "compiler/sema/statement.hpp"
#include "compiler/source/diagnostic.hpp"
#include "compiler/syntax/tree.hpp"

#include <cstddef>
#include <optional>

namespace byline::compiler
{
/// Where the `takes` of an act puts the payment. Which group of buckets that is shows when all acts
/// are known: check_groups writes Act::takes->group then. An account of a tab is written already.
struct Destination
{
    std::size_t act = 0;                     ///< index into Licence::acts; it has `takes`
    std::optional<MoneyPlace> place = {};    ///< one bucket,
    const syntax::Shares* shares = nullptr;  ///< or several, not checked; borrowed from the file
    Span span = {};                          ///< of what stands after `into`
};
}  // namespace byline::compiler
