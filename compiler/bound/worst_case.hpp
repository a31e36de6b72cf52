#pragma once

#include "compiler/codegen/assembly.hpp"
#include "compiler/codegen/cost_model.hpp"
#include "vm/primitives/bytes.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

namespace byline::compiler::bound
{
/// What a call brings: the selector of a function and its arguments, or no data at all.
struct Entry
{
    std::optional<std::uint32_t> selector;
};

/// What a call takes at most, whatever state and arguments are.
struct WorstCase
{
    /// Of the code itself, with all calls that it makes. What others spend is in it as far as the
    /// code limits it.
    std::uint64_t gas = 0;
    /// It also hands all of its gas to somebody, who may spend what there is: besides `gas`, as far
    /// as it is more than the stipend that goes with ether.
    bool calls_out = false;
};

/// The longest way through assembled code that a transaction calls directly; of a loop the label
/// says how often it goes round (Assembly::max_visits). Every account and slot is cold, every write
/// changes a slot from 0 where nothing shows that it does not. The error says why no bound is
/// known.
std::expected<WorstCase, std::string> worst_case(
    const Assembly& assembly, const CostModel& costs, const Entry& entry);

/// What a transaction takes that brings `bytes` of call data, none of them 0, and executes `gas`:
/// the intrinsic gas, or the floor of EIP-7623 where that is more.
std::uint64_t transaction_gas(
    const CostModel& costs, std::uint64_t bytes, std::uint64_t gas) noexcept;

/// The same of a transaction that creates a contract: `code` is its data, `arguments` bytes behind
/// it, none of them 0.
std::uint64_t creation_gas(
    const CostModel& costs, const Bytes& code, std::uint64_t arguments, std::uint64_t gas) noexcept;
}  // namespace byline::compiler::bound
