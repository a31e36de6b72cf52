#include "vm/crypto/kzg.hpp"

#include "vm/crypto/hash.hpp"
#include "vm/precompiles/contracts/contracts.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex_literal.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace byline::vm::contracts
{
namespace
{
constexpr std::size_t input_size = 192;
constexpr std::uint8_t versioned_hash_version_kzg = 0x01;

/// FIELD_ELEMENTS_PER_BLOB and BLS_MODULUS.
constexpr auto answer = hex_bytes<64>(
    "0000000000000000000000000000000000000000000000000000000000001000"
    "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001");

/// What blocks and contracts know a blob by (kzg_to_versioned_hash).
bytes32 versioned_hash(BytesView commitment)
{
    bytes32 hash = vm::sha256(commitment);
    hash.bytes[0] = versioned_hash_version_kzg;
    return hash;
}
}  // namespace

PrecompileOutput kzg_point_evaluation(BytesView input, Bytes& room)
{
    if (input.size() != input_size)
        return std::nullopt;
    const BytesView commitment = input.subspan(96, 48);
    if (!std::ranges::equal(input.first(32), versioned_hash(commitment).bytes))
        return std::nullopt;
    KzgOpening opening;
    std::ranges::copy(input.subspan(32, 32), opening.z.bytes.begin());
    std::ranges::copy(input.subspan(64, 32), opening.y.bytes.begin());
    std::ranges::copy(commitment, opening.commitment.begin());
    std::ranges::copy(input.subspan(144, 48), opening.proof.begin());
    if (!kzg_opening_is_valid(opening))
        return std::nullopt;
    room.assign(answer.begin(), answer.end());
    return room;
}
}  // namespace byline::vm::contracts
