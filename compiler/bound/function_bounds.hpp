#pragma once

#include "compiler/codegen/assembly.hpp"
#include "compiler/codegen/cost_model.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/source/diagnostics.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace byline::compiler
{
/// The most gas that a transaction can have (EIP-7825).
inline constexpr std::uint64_t max_transaction_gas = 16'777'216;

/// What a function takes at most, whatever state and arguments are.
struct FunctionBound
{
    FunctionKind kind = FunctionKind::act;
    std::size_t index = 0;        ///< as in ExternalFunction; neither says anything of a transfer
    std::string signature;        ///< "claim()"; empty: a plain transfer
    std::uint64_t execution = 0;  ///< of its code and the calls it makes
    /// Of a transaction that calls it: with the intrinsic gas and the longest arguments.
    std::uint64_t transaction = 0;
    /// It hands its gas on to the payee or the token, whose own code may spend some beside: of the
    /// payee, what is more than the stipend of 2,300.
    bool calls_out = false;
    std::string unbounded = {};  ///< why there is no bound; empty: there is one
};

/// What a licence takes at most.
struct GasBounds
{
    std::vector<FunctionBound> functions;  ///< in the order of the interface; transfers at the end
    std::uint64_t constructor = 0;         ///< execution
    std::uint64_t code_deposit = 0;
    std::uint64_t deployment = 0;  ///< of the transaction as a whole
    std::string unbounded = {};    ///< why deployment has no bound; empty: it has one

    /// What a transaction takes that calls such a function of that bucket, act, ...; none if there
    /// is no such function or no bound.
    [[nodiscard]] std::optional<std::uint64_t> transaction(
        FunctionKind kind, std::size_t index) const;
};

/// Bounds for all that the interface has, from the assembled code.
GasBounds gas_bounds_of(const Licence& licence, const Interface& interface, const Assembly& runtime,
    const Assembly& creation, const CostModel& costs);

/// Check B301: every function fits into one transaction.
void check_gas(const Licence& licence, const Interface& interface, const GasBounds& bounds,
    Diagnostics& diagnostics);

/// The bounds as a table, a line each: for people.
std::string gas_table(const Licence& licence, const GasBounds& bounds);
}  // namespace byline::compiler
