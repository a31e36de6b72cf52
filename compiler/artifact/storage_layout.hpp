#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/sema/storage.hpp"

#include <boost/json.hpp>

namespace byline::compiler
{
/// Where everything lies, in solc's shape: `storage` and `types`. What is narrower than a byte has
/// no place in that shape and stands under `packed`, with its bits.
boost::json::object storage_layout_of(const Licence& licence, const StoragePlan& plan);
}  // namespace byline::compiler
