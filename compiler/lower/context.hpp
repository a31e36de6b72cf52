#pragma once

// Who lowers builds IR from the typed tree, its interface and its storage.
// IWYU pragma: begin_exports
#include "compiler/ir/builder.hpp"
#include "compiler/ir/ir.hpp"
#include "compiler/lower/failures.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/storage.hpp"
// IWYU pragma: end_exports

#include "vm/primitives/bytes32.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler
{
/// The IR functions of a program, each lowered when it is first wanted. The first one is the entry.
class Functions
{
public:
    using Body = std::function<void(ir::Builder&)>;

    /// The function of that name. `write` lowers its body, from its entry block on, the first time:
    /// it adds the parameters itself and ends every path.
    ir::FunctionId function(std::string_view name, std::size_t results, const Body& write);

    /// Instructions whose place in memory is computed stay below this many bytes
    /// (Program::memory).
    void reserve_memory(std::uint32_t end) noexcept;

    [[nodiscard]] std::uint32_t memory() const noexcept { return memory_; }

    /// All of them, in the order of their numbers, behind the entry.
    [[nodiscard]] std::vector<ir::Function> take(ir::Function entry) &&;

private:
    std::vector<ir::Function> functions_{1};
    std::uint32_t memory_ = 0;
    std::map<std::string, ir::FunctionId, std::less<>> by_name_;
};

/// What all of lowering reads.
struct Context
{
    const Licence& licence;
    const Interface& interface;
    const StoragePlan& storage;
    const bytes32& terms_hash;
    Functions& functions;
};

/// One function of the IR that is being written. `failures` makes its reverting blocks.
struct Lowering
{
    const Context& context;
    ir::Builder& b;
    Failures& failures;
    /// Blocks of this function that several of its ends jump to, by what they do.
    std::map<std::string, ir::BlockId, std::less<>> shared = {};
    /// What has been checked on the way to the block at hand: so many words follow the selector,
    /// and the first of them is an account.
    std::size_t known_words = 0;
    bool first_is_account = false;
    /// What came with the call is no receipt yet: before the `takes` of an act that takes ether.
    bool payment_is_due = false;
    /// Where the words of an EIP-2612 permit begin behind the selector, if the call brings one.
    std::optional<std::size_t> permit_word = {};
};

/// Bytes of memory that lowering uses for hashes, logs and calls: places below it are constants.
/// Lists and signatures of signed messages lie above it; Program::memory promises how far.
inline constexpr std::uint64_t scratch_size = 0x400;
inline constexpr std::uint64_t word_size = 32;
inline constexpr std::uint64_t selector_size = 4;
}  // namespace byline::compiler
