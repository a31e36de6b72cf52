#include "tests/support/model/frame.hpp"
#include "tests/support/model/word.hpp"
#include "tests/support/model/world.hpp"
#include "vm/evm/evm.hpp"
#include "vm/state/log.hpp"

#include <cstddef>
#include <cstdint>

/// EIP-2200 as changed by EIP-2929 and EIP-3529; EIP-1153; logs; EIP-6780.
namespace byline::testing::model
{
namespace
{
constexpr std::int64_t sload_gas = 100;          // WARM_STORAGE_READ_COST of EIP-2929
constexpr std::int64_t cold_sload_cost = 2100;   // EIP-2929
constexpr std::int64_t sstore_set_gas = 20'000;  // EIP-2200
constexpr std::int64_t sstore_reset_gas = 2900;  // 5000 - COLD_SLOAD_COST
constexpr std::int64_t clears_schedule = 4800;   // SSTORE_CLEARS_SCHEDULE of EIP-3529

void sload(Frame& f)
{
    const Integer key = f.pop();
    f.charge(f.world().warm_up(f.self(), key) ? cold_sload_cost : sload_gas);
    f.push(f.world().storage(f.self(), key));
}

struct StoredValues
{
    Integer original;
    Integer current;
    Integer written;
};

/// The cost, in the words of EIP-2200.
std::int64_t store_cost(const StoredValues& v)
{
    if (v.current == v.written)
        return sload_gas;  // no-op
    if (v.original == v.current)
        return v.original == 0 ? sstore_set_gas : sstore_reset_gas;
    return sload_gas;  // dirty slot
}

std::int64_t store_refund(const StoredValues& v)
{
    if (v.current == v.written)
        return 0;
    if (v.original == v.current)
        return v.original != 0 && v.written == 0 ? clears_schedule : 0;
    std::int64_t refund = 0;
    if (v.original != 0 && v.current == 0)
        refund -= clears_schedule;
    if (v.original != 0 && v.written == 0)
        refund += clears_schedule;
    if (v.original == v.written)
        refund += v.original == 0 ? sstore_set_gas - sload_gas : sstore_reset_gas - sload_gas;
    return refund;
}

void sstore(Frame& f)
{
    f.forbid_in_static_call();
    if (f.gas <= 2300)
        throw ExceptionalHalt{vm::Status::out_of_gas};
    const Integer key = f.pop();
    const Integer written = f.pop();
    const StoredValues values{from(f.execution.before.storage(f.self(), to_uint256(key))),
        f.world().storage(f.self(), key), written};
    if (f.world().warm_up(f.self(), key))
        f.charge(cold_sload_cost);
    f.charge(store_cost(values));
    f.world().refund += store_refund(values);
    f.world().accounts.at(f.self()).storage[key] = written;
}

void tload(Frame& f)
{
    const Slot slot{f.self(), f.pop()};
    const auto found = f.world().transient.find(slot);
    f.push(found == f.world().transient.end() ? Integer{0} : found->second);
}

void tstore(Frame& f)
{
    f.forbid_in_static_call();
    const Integer key = f.pop();
    f.world().transient[{f.self(), key}] = f.pop();
}

template <std::size_t Topics>
void log(Frame& f)
{
    f.forbid_in_static_call();
    const Integer offset = f.pop();
    const Integer size = f.pop();
    f.charge(8 * size);
    f.expand_memory(offset, size);
    vm::Log entry;
    entry.addr = f.self();
    for (std::size_t i = 0; i < Topics; ++i)
        entry.topics.push_back(to_bytes32(f.pop()));
    entry.data = f.read_memory(offset, size);
    f.world().logs.push_back(entry);
}

void selfdestruct(Frame& f)
{
    f.forbid_in_static_call();
    World& world = f.world();
    const address beneficiary = f.pop_address();
    if (world.warm_up(beneficiary))
        f.charge(2600);
    const Integer balance = world.account(f.self()).balance;
    if (balance != 0 && world.account(beneficiary).is_empty())
        f.charge(25'000);
    if (beneficiary != f.self())
    {
        world.add_balance(f.self(), -balance);
        world.add_balance(beneficiary, balance);
    }
    if (world.created.contains(f.self()))
    {
        world.add_balance(f.self(), -world.account(f.self()).balance);
        world.destroyed.insert(f.self());
    }
    f.ending = Ending{vm::Status::success, f.gas, {}};
}
}  // namespace

void add_storage(InstructionSet& set)
{
    set[0x54] = {"SLOAD", 1, 1, 0, sload};
    set[0x55] = {"SSTORE", 2, 0, 0, sstore};
    set[0x5c] = {"TLOAD", 1, 1, 100, tload};
    set[0x5d] = {"TSTORE", 2, 0, 100, tstore};
    set[0xa0] = {"LOG0", 2, 0, 375, log<0>};
    set[0xa1] = {"LOG1", 3, 0, 375 * 2, log<1>};
    set[0xa2] = {"LOG2", 4, 0, 375 * 3, log<2>};
    set[0xa3] = {"LOG3", 5, 0, 375 * 4, log<3>};
    set[0xa4] = {"LOG4", 6, 0, 375 * 5, log<4>};
    set[0xff] = {"SELFDESTRUCT", 1, 0, 5000, selfdestruct};
}
}  // namespace byline::testing::model
