#pragma once

#include "compiler/ir/ir.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/storage.hpp"
#include "vm/primitives/bytes32.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace byline::compiler
{
/// The deployed program: all that the licence answers to. Party number i is immutable number i; an
/// assignable one lies in storage instead.
ir::Program lower_runtime(const Licence& licence, const Interface& interface,
    const StoragePlan& storage, const bytes32& terms_hash);

/// What the constructor must know of the code that it deploys.
struct RuntimeShape
{
    std::size_t size = 0;
    std::map<std::uint32_t, std::vector<std::size_t>>
        immutables;  ///< party -> offsets of its 20 bytes
};

/// The program that deploys the runtime code, which follows it, and after which the parties'
/// addresses follow, 32 bytes each.
ir::Program lower_creation(const Licence& licence, const Interface& interface,
    const StoragePlan& storage, const RuntimeShape& runtime);
}  // namespace byline::compiler
