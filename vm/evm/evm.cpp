#include "vm/evm/evm.hpp"

#include "vm/evm/machine/execution.hpp"

#include <memory>
#include <string_view>

namespace byline::vm
{
std::string_view to_string(Status status) noexcept
{
    switch (status)
    {
        case Status::success:
            return "success";
        case Status::revert:
            return "execution reverted";
        case Status::out_of_gas:
            return "out of gas";
        case Status::stack_underflow:
            return "stack underflow";
        case Status::stack_overflow:
            return "stack overflow";
        case Status::bad_jump_destination:
            return "invalid jump destination";
        case Status::undefined_instruction:
            return "undefined instruction";
        case Status::invalid_instruction:
            return "invalid instruction";
        case Status::static_mode_violation:
            return "write protection";
        case Status::return_data_out_of_bounds:
            return "return data out of bounds";
        case Status::call_depth_exceeded:
            return "max call depth exceeded";
        case Status::insufficient_balance:
            return "insufficient balance for transfer";
        case Status::nonce_overflow:
            return "nonce overflow";
        case Status::address_collision:
            return "contract address collision";
        case Status::code_size_exceeded:
            return "max code size exceeded";
        case Status::code_starts_with_ef:
            return "invalid code: must not begin with 0xef";
        case Status::initcode_size_exceeded:
            return "max initcode size exceeded";
        case Status::precompile_failure:
            return "precompile failure";
    }
    return "unknown";
}

Machine::Machine(Tuning tuning) : execution_{std::make_unique<Execution>(tuning)}
{}

Machine::~Machine() = default;
Machine::Machine(Machine&&) noexcept = default;
Machine& Machine::operator=(Machine&&) noexcept = default;

Result Machine::execute(Journal& journal, const BlockContext& block, const TxContext& tx,
    const Message& message, Observer* observer)
{
    return execution_->run(journal, block, tx, message, observer);
}
}  // namespace byline::vm
