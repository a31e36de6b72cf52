#pragma once

#include "compiler/syntax/tree.hpp"

#include <string>
#include <vector>

namespace byline::compiler
{
/// The name that a licence writes for the message: `Usage`, or `meter.Usage` of a file that is used
/// `as meter`.
std::string written_name(const syntax::Message& message);

/// The messages of the licence, then those of its file that its types name. What other licences of
/// the file take is no part of this one: neither of its names nor of its terms.
std::vector<const syntax::Message*> taken_messages(
    const syntax::File& file, const syntax::Licence& licence);
}  // namespace byline::compiler
