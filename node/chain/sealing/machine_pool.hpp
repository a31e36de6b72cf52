#pragma once

#include "vm/evm/evm.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace byline::node
{
/// Machines for calls that run at the same time: each takes one, and leaves it, with the codes it
/// has made ready, to the next.
class MachinePool
{
public:
    /// A machine in use; it goes back to the pool at the end.
    class Lease
    {
    public:
        explicit Lease(MachinePool& pool) : pool_{pool}, machine_{pool.take()} {}

        ~Lease() { pool_.give_back(std::move(machine_)); }

        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        vm::Machine& operator*() noexcept { return *machine_; }

    private:
        MachinePool& pool_;
        std::unique_ptr<vm::Machine> machine_;
    };

    MachinePool() { spare_.reserve(most_spare); }

private:
    /// More than so many are not kept: a rush of calls must not hold its memory for ever.
    static constexpr std::size_t most_spare = 4;

    std::unique_ptr<vm::Machine> take();
    void give_back(std::unique_ptr<vm::Machine> machine) noexcept;

    std::mutex mutex_;
    std::vector<std::unique_ptr<vm::Machine>> spare_;
};
}  // namespace byline::node
