#pragma once

#include "vm/evm/observer.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace byline::vm
{
/// Writes one JSON object a line for each instruction, and one at the end (EIP-3155).
class Eip3155Tracer final : public Observer
{
public:
    /// `sink` gets each line without its end.
    explicit Eip3155Tracer(std::function<void(std::string_view line)> sink) : sink_{std::move(sink)}
    {}

    void on_enter(const Entering& frame) override;
    void on_step(const Step& step) override;
    void on_pause(int depth, std::int64_t gas_left) override;
    void on_exit(int depth, const Result& result) override;

private:
    void write_open_step(std::int64_t gas_left);

    std::function<void(std::string_view)> sink_;
    std::int64_t gas_ = 0;  ///< given to the outermost frame
    /// The step whose cost is not known yet; its views are not used, the stack is kept beside it.
    Step step_;
    std::vector<uint256> stack_;
    std::size_t memory_size_ = 0;
    bool open_ = false;
};
}  // namespace byline::vm
