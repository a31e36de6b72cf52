#include "compiler/lower/act.hpp"
#include "compiler/lower/claim.hpp"
#include "compiler/lower/context.hpp"
#include "compiler/lower/dispatcher.hpp"
#include "compiler/lower/domain.hpp"
#include "compiler/lower/epochs.hpp"
#include "compiler/lower/failures.hpp"
#include "compiler/lower/lower.hpp"
#include "compiler/lower/permit.hpp"
#include "compiler/lower/pool.hpp"
#include "compiler/lower/pot.hpp"
#include "compiler/lower/powers.hpp"
#include "compiler/lower/tab.hpp"
#include "compiler/lower/token.hpp"
#include "compiler/lower/view.hpp"
#include "vm/primitives/bytes32.hpp"

#include <optional>
#include <utility>

namespace byline::compiler
{
namespace
{
// NOLINTNEXTLINE(readability-function-size): a call a kind, so as long as the list of kinds
void lower_function(Lowering& l, const ExternalFunction& function)
{
    const Licence& licence = l.context.licence;
    // Rule M13: while tokens are taken the token may call anybody, and what was checked must hold
    // until the end.
    if (!function.is_view)
        require_unlocked(l);
    switch (function.kind)
    {
        case FunctionKind::act:
            return lower_act(l, licence.acts[function.index]);
        case FunctionKind::act_with_permit:
            return lower_act_with_permit(l, licence.acts[function.index]);
        case FunctionKind::view:
            return lower_view(l, licence.views[function.index]);
        case FunctionKind::claim:
        case FunctionKind::claim_for:
        case FunctionKind::claim_to:
            return lower_claim(l, function.kind);
        case FunctionKind::claimable:
            return lower_claimable(l, std::nullopt);
        case FunctionKind::bucket_claimable:
            return lower_claimable(l, function.index);
        case FunctionKind::received:
            return lower_received(l, std::nullopt);
        case FunctionKind::bucket_received:
            return lower_received(l, function.index);
        case FunctionKind::surplus:
            return lower_surplus(l);
        case FunctionKind::party_getter:
        case FunctionKind::role_getter:
        case FunctionKind::constant_getter:
        case FunctionKind::keep_getter:
        case FunctionKind::terms_hash:
        case FunctionKind::supports_interface:
            return lower_getter(l, function);
        case FunctionKind::pool_shares:
        case FunctionKind::pool_total:
            return lower_pool_function(l, function);
        case FunctionKind::epochs_report:
        case FunctionKind::epochs_claim:
        case FunctionKind::epochs_sweep:
        case FunctionKind::epochs_close_silent:
            return lower_epochs_function(l, function);
        case FunctionKind::tab_fund:
        case FunctionKind::tab_leave:
        case FunctionKind::tab_withdraw:
        case FunctionKind::tab_getter:
            return lower_tab_function(l, function);
        case FunctionKind::pot_exit:
        case FunctionKind::pot_getter:
            return lower_pot_function(l, function);
        case FunctionKind::absorb:
            return lower_absorb(l);
        case FunctionKind::eip712_domain:
            return lower_eip712_domain(l);
        case FunctionKind::royalty_info:
            return lower_royalty_info(l);
        case FunctionKind::pause:
        case FunctionKind::resume:
            return lower_pause_function(l, function);
        case FunctionKind::announce:
        case FunctionKind::successor:
            return lower_upgrade_function(l, function);
        case FunctionKind::assign:
        case FunctionKind::accept:
            return lower_assign_function(l, function);
    }
}
}  // namespace

ir::Program lower_runtime(const Licence& licence, const Interface& interface,
    const StoragePlan& storage, const bytes32& terms_hash)
{
    Functions functions;
    const Context context{licence, interface, storage, terms_hash, functions};
    ir::Function entry;
    entry.name = "entry";
    ir::Builder builder{entry};
    Failures failures{builder};
    Lowering l{context, builder, failures};
    Dispatcher{l, [&](const ExternalFunction& function) { lower_function(l, function); }}.run();

    ir::Program program;
    for (const Party& party : licence.parties)
        program.immutables.push_back(party.name);
    program.memory = functions.memory();
    program.functions = std::move(functions).take(std::move(entry));
    return program;
}
}  // namespace byline::compiler
