#include "tools/byline-evm/t8n_error.hpp"

#include "vm/transition/block_execution.hpp"
#include "vm/transition/transition.hpp"

#include <string>
#include <string_view>

namespace byline::tools
{
namespace
{
/// The exception mappers of fillers look for parts of the sentences of other machines. Where ours
/// has other words, both are said.
std::string_view words_for_fillers(vm::TxError error)
{
    switch (error)
    {
        case vm::TxError::below_floor_gas:
            return "intrinsic gas too low, insufficient gas for floor data gas cost";
        case vm::TxError::gas_limit_above_cap:
            return "transaction gas limit too high, max gas limit exceeded";
        case vm::TxError::block_gas_exceeded:
            return "gas limit reached";
        case vm::TxError::blob_count_exceeded:
            return "blob transaction has too many blobs, blob gas limit exceeded";
        case vm::TxError::blob_gas_exceeded:
            return "blob gas limit exceeded, it would exceed maximum allowance";
        case vm::TxError::blob_creates_contract:
            return "blob transaction must not be a create transaction";
        case vm::TxError::bad_blob_hash:
            return "invalid blob hash version, a blob has invalid hash version";
        case vm::TxError::no_blobs:
            return "empty blob hashes list, blob transaction missing blob hashes";
        case vm::TxError::blob_fee_too_low:
            return "max fee per blob gas less than block blob gas fee, "
                   "max blob fee per gas less than block base fee";
        case vm::TxError::no_authorizations:
            return "empty authorization list, EIP-7702 transaction with empty auth list";
        case vm::TxError::set_code_creates_contract:
            return "set code transaction must not be a create transaction";
        default:
            return to_string(error);
    }
}
}  // namespace

std::string rejection_text(vm::TxError error)
{
    return std::string{words_for_fillers(error)} + ": TransactionException." +
           std::string{fixture_name(error)};
}

std::string exception_text(vm::BlockError error)
{
    return std::string{to_string(error)} + ": BlockException." + std::string{fixture_name(error)};
}
}  // namespace byline::tools
