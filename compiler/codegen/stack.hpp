#pragma once

#include "compiler/ir/ir.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace byline::compiler
{
/// What the compiler knows of the EVM stack, bottom first. A slot holds a value, the address that a
/// function gives back to, or something that nobody needs any more.
class StackModel
{
public:
    /// Stands for the return address; never a ValueId.
    static constexpr ir::ValueId return_address = ~ir::ValueId{0};
    static constexpr ir::ValueId junk = return_address - 1;

    StackModel() = default;

    explicit StackModel(std::vector<ir::ValueId> slots)
        : slots_{std::move(slots)}, highest_{slots_.size()}
    {}

    [[nodiscard]] std::size_t size() const noexcept { return slots_.size(); }

    /// The greatest size so far.
    [[nodiscard]] std::size_t highest() const noexcept { return highest_; }

    [[nodiscard]] const std::vector<ir::ValueId>& slots() const noexcept { return slots_; }

    [[nodiscard]] ir::ValueId operator[](std::size_t i) const noexcept { return slots_[i]; }

    /// `depth` 0 is the top.
    [[nodiscard]] ir::ValueId at_depth(std::size_t depth) const noexcept
    {
        return slots_[slots_.size() - 1 - depth];
    }

    /// How deep the topmost copy of a value lies.
    [[nodiscard]] std::optional<std::size_t> find(ir::ValueId value) const noexcept
    {
        for (std::size_t depth = 0; depth < slots_.size(); ++depth)
        {
            if (at_depth(depth) == value)
                return depth;
        }
        return std::nullopt;
    }

    void push(ir::ValueId value)
    {
        slots_.push_back(value);
        highest_ = std::max(highest_, slots_.size());
    }

    void pop(std::size_t count) { slots_.resize(slots_.size() - count); }

    void set_depth(std::size_t depth, ir::ValueId value)
    {
        slots_[slots_.size() - 1 - depth] = value;
    }

    void swap(std::size_t depth)
    {
        std::swap(slots_[slots_.size() - 1], slots_[slots_.size() - 1 - depth]);
    }

private:
    std::vector<ir::ValueId> slots_;
    std::size_t highest_ = 0;
};
}  // namespace byline::compiler
