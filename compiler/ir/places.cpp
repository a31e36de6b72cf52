#include "compiler/ir/places.hpp"

#include "compiler/ir/ir.hpp"

namespace byline::compiler::ir
{
namespace
{
/// What a call may leave in memory: nothing, if it takes no output.
bool takes_output(const Function& function, ValueId length) noexcept
{
    const Instruction& instruction = function.values[length];
    return instruction.operation != Operation::constant || !instruction.constant.is_zero();
}
}  // namespace

Places reads(Operation operation) noexcept
{
    switch (operation)
    {
        case Operation::mload:
        case Operation::keccak256:
        case Operation::mcopy:
        case Operation::log0:
        case Operation::log1:
        case Operation::log2:
        case Operation::log3:
        case Operation::log4:
            return Places{Place::memory};
        case Operation::sload:
            return Places{Place::storage};
        case Operation::tload:
            return Places{Place::transient};
        case Operation::selfbalance:
            return Places{Place::balance};
        case Operation::extcodesize:
            return Places{Place::code};
        case Operation::returndatasize:
        case Operation::returndatacopy:
            return Places{Place::return_data};
        case Operation::gas:
            return Places{Place::gas};
        case Operation::call:
        case Operation::staticcall:
            return Places{
                Place::memory, Place::storage, Place::transient, Place::balance, Place::code};
        default:
            return {};
    }
}

Places writes(const Function& function, const Instruction& instruction) noexcept
{
    switch (instruction.operation)
    {
        case Operation::mstore:
        case Operation::mstore8:
        case Operation::mcopy:
        case Operation::calldatacopy:
        case Operation::codecopy:
        case Operation::returndatacopy:
            return Places{Place::memory};
        case Operation::sstore:
            return Places{Place::storage};
        case Operation::tstore:
            return Places{Place::transient};
        case Operation::call:
            return takes_output(function, instruction.operands[6])
                       ? Places{Place::memory, Place::storage, Place::transient, Place::balance,
                             Place::code, Place::return_data}
                       : Places{Place::storage, Place::transient, Place::balance, Place::code,
                             Place::return_data};
        case Operation::staticcall:
            return takes_output(function, instruction.operands[5])
                       ? Places{Place::memory, Place::return_data}
                       : Places{Place::return_data};
        default:
            return {};
    }
}
}  // namespace byline::compiler::ir
