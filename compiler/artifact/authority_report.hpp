#pragma once

#include "compiler/sema/licence.hpp"

#include <boost/json.hpp>

#include <string>

namespace byline::compiler
{
/// Who may do what with others' money or rights, one entry a power: {"who": [...], "by": "redeem",
/// "on": "deposit", "kind": "draws", "signed": ["Usage"], "text": ...}. Empty: nobody may do
/// anything.
boost::json::array authority_json(const Licence& licence);

/// The same as lines of text.
std::string authority_text(const Licence& licence);
}  // namespace byline::compiler
