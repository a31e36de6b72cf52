#include "node/chain/sealing/machine_pool.hpp"

#include "vm/evm/evm.hpp"

#include <memory>
#include <mutex>
#include <utility>

namespace byline::node
{
std::unique_ptr<vm::Machine> MachinePool::take()
{
    {
        const std::lock_guard lock{mutex_};
        if (!spare_.empty())
        {
            auto machine = std::move(spare_.back());
            spare_.pop_back();
            return machine;
        }
    }
    return std::make_unique<vm::Machine>();
}

void MachinePool::give_back(std::unique_ptr<vm::Machine> machine) noexcept
{
    const std::lock_guard lock{mutex_};
    if (spare_.size() < most_spare)
        spare_.push_back(std::move(machine));
}
}  // namespace byline::node
