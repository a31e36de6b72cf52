#pragma once

#include "compiler/bound/code.hpp"
#include "compiler/bound/state.hpp"
#include "compiler/bound/value.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace byline::compiler::bound
{
/// Where control goes on, and what is known there.
struct Way
{
    std::size_t offset = 0;
    State state;
};

/// One way through the instructions from a destination, or from behind a branch, to the next.
struct Passage
{
    std::uint64_t gas = 0;         ///< without what memory costs
    std::uint64_t memory_end = 0;  ///< bytes that memory has at least afterwards
    bool calls_out = false;        ///< calls somebody with all the gas there is
    std::vector<Way> ways;
    std::string unbounded;  ///< why no bound is known; empty: there is one
};

/// Goes through the instructions from `offset` on. `origin` names this place.
Passage pass(const Code& code, Values& values, State state, std::size_t offset, Origin origin);
}  // namespace byline::compiler::bound
