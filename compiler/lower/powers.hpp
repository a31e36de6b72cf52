#pragma once

#include "compiler/lower/context.hpp"

namespace byline::compiler
{
/// The body of royaltyInfo(uint256,uint256) (ERC-2981): this contract, and the share of the price
/// rounded down, of any price.
void lower_royalty_info(Lowering& l);

/// The body of pause() or resume() (rule M14).
void lower_pause_function(Lowering& l, const ExternalFunction& function);

/// The body of announce(address) or successor() (rule M14).
void lower_upgrade_function(Lowering& l, const ExternalFunction& function);

/// The body of assign(address) or accept() (rule M15).
void lower_assign_function(Lowering& l, const ExternalFunction& function);

/// Goes on only while acts that take a payment may be called: Paused(until) during a pause, and
/// from the time on at which a successor takes over.
void require_running(Lowering& l);
}  // namespace byline::compiler
