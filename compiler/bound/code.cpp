#include "compiler/bound/code.hpp"

#include "compiler/bound/worst_case.hpp"
#include "compiler/codegen/assembly.hpp"
#include "compiler/codegen/cost_model.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace byline::compiler::bound
{
Code::Code(const Assembly& assembly, const CostModel& costs, const Entry& entry)
    : assembly_{assembly}, costs_{costs}, entry_{entry}, destinations_(assembly.code.size())
{
    for (std::size_t i = 0; i < assembly.code.size(); ++i)
    {
        destinations_[i] = assembly.code[i] == OP_JUMPDEST;
        i += opcode_table[assembly.code[i]].immediates;
    }
    for (const auto& [number, offsets] : assembly.immutables)
    {
        for (const std::size_t offset : offsets)
            immutables_[offset] = number;
    }
}

bool Code::is_destination(const uint256& offset) const
{
    return offset < destinations_.size() && destinations_[offset.words[0]];
}

std::uint64_t Code::max_visits(std::size_t offset) const
{
    const auto found = assembly_.max_visits.find(offset);
    return found == assembly_.max_visits.end() ? 0 : found->second;
}

std::optional<std::uint32_t> Code::immutable_at(std::size_t offset) const
{
    const auto found = immutables_.find(offset);
    return found == immutables_.end() ? std::nullopt : std::optional{found->second};
}
}  // namespace byline::compiler::bound
