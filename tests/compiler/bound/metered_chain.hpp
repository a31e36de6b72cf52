#pragma once

#include "compiler/artifact/build.hpp"
#include "compiler/compile.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/transition.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace byline::testing
{
/// What the calls of one function took at most.
struct Taken
{
    std::uint64_t execution = 0;    ///< before refunds, without what others spent
    std::uint64_t transaction = 0;  ///< the same with the intrinsic gas
    std::size_t calls = 0;
    std::size_t successes = 0;
};

/// A chain with one licence, on which everything that is called is measured and held against the
/// licence's bounds.
class MeteredChain
{
public:
    /// Deploys; the accounts of `parties` must be there as the constructor wants them. `prepare`
    /// sets up the state before.
    MeteredChain(const compiler::CompiledLicence& licence, vm::Overlay state,
        const std::vector<address>& parties);

    /// Sends a transaction to the licence; fails the test where it takes more than its bound.
    vm::TxOutcome send(const address& from, const Bytes& data, const uint256& value = 0);

    void wait(std::uint64_t seconds) { block_.timestamp += seconds; }

    [[nodiscard]] std::uint64_t time() const { return block_.timestamp; }

    vm::Overlay& state() { return state_; }

    [[nodiscard]] const address& contract() const { return contract_; }

    [[nodiscard]] const compiler::CompiledLicence& licence() const { return licence_; }

    /// By signature.
    [[nodiscard]] const std::map<std::string, Taken>& taken() const { return taken_; }

    /// What the deployment took.
    [[nodiscard]] std::uint64_t deployment() const { return deployment_; }

private:
    vm::TxOutcome run(const address& from, std::optional<address> to, const Bytes& data,
        const uint256& value, vm::Observer* observer);
    [[nodiscard]] std::uint64_t longest_data(const compiler::FunctionBound& bound) const;
    [[nodiscard]] const compiler::FunctionBound* bound_for(const Bytes& data) const;

    const compiler::CompiledLicence& licence_;
    vm::Overlay state_;
    vm::BlockContext block_;
    address contract_;
    std::map<std::string, Taken> taken_;
    std::uint64_t deployment_ = 0;
};
}  // namespace byline::testing
