#include "vm/primitives/keccak.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak/permutation.hpp"
#include "vm/primitives/keccak/sponge.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace byline
{
namespace
{
/// The best ones of this CPU.
const detail::KeccakPermutations& permutations() noexcept
{
    static const detail::KeccakPermutations& best = detail::keccak_permutations().back();
    return best;
}
}  // namespace

bytes32 keccak256(BytesView data) noexcept
{
    return detail::hash_one(permutations(), data);
}

bytes32 keccak256(std::string_view text) noexcept
{
    return keccak256(BytesView{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

void keccak256_each(std::span<const BytesView> inputs, std::span<bytes32> outputs) noexcept
{
    BYLINE_ASSERT(inputs.size() == outputs.size());
    detail::hash_each(permutations(), inputs, outputs);
}
}  // namespace byline
