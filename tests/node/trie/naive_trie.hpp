#pragma once

#include "vm/primitives/bytes32.hpp"

#include <map>
#include <string>

namespace byline::node::test
{
/// Keys and values as bytes.
using NaiveMap = std::map<std::string, std::string>;

/// The root of the trie over these pairs, straight from Yellow Paper appendix D: the structure is
/// found by copying sub-maps, and everything is encoded by an RLP of its own.
bytes32 naive_root(const NaiveMap& pairs);
}  // namespace byline::node::test
