#include "node/rpc/encoding/call_error.hpp"
#include "node/rpc/encoding/values.hpp"
#include "node/rpc/methods/call_setup.hpp"
#include "node/rpc/methods/method_table.hpp"
#include "node/rpc/params/call_object.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/error.hpp"

#include <expected>

namespace byline::node::rpc
{
Reply eth_call(Context& context, const Params& params)
{
    BYLINE_TRY(object, params.required(0, "transaction", read_call_object));
    BYLINE_TRY(call, prepare_call(context, params, DefaultBlock::latest));
    if (object.gas && !call.tx.max_fee_per_gas.is_zero())
        BYLINE_TRY_VOID(check_funds(call));
    BYLINE_TRY(outcome, execute(context, call, call.tx));
    if (outcome.status != vm::Status::success)
        return std::unexpected{call_error(outcome, call.tx)};
    return data_json(outcome.output, params.storage());
}

Reply eth_estimate_gas(Context& context, const Params& params)
{
    BYLINE_TRY(object, params.required(0, "transaction", read_call_object));
    BYLINE_TRY(call, prepare_call(context, params, DefaultBlock::pending));
    BYLINE_TRY(gas, estimate_gas(context, call, object.gas));
    return quantity_json(gas, params.storage());
}
}  // namespace byline::node::rpc
