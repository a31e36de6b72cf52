#pragma once

#include <cstdint>

namespace byline::compiler
{
/// What the back half weighs bytes against gas with. A parameter of the compiler: forks reprice
/// both.
struct CostModel
{
    std::uint64_t gas_per_byte = 200;  ///< code deposit (Yellow Paper G_codedeposit)
    std::uint64_t runs = 200;          ///< how often code is expected to run; cold code once
};
}  // namespace byline::compiler
