#pragma once

#include "vm/evm/evm.hpp"
#include "vm/evm/machine/code.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/evm/observer.hpp"
#include "vm/primitives/modulus_cache.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace byline::vm
{
/// The pool of frames, and the one loop that drives them. A call or creation inside does not
/// recurse; the frame that asks for it waits in the pool.
class Execution
{
public:
    explicit Execution(Tuning tuning) noexcept : tuning_{tuning} {}

    /// One message, to its end. The observer may be null.
    Result run(Journal& journal, const BlockContext& block, const TxContext& tx,
        const Message& message, Observer* observer);

private:
    /// How a frame, or a call that needed none, ended.
    struct Ending
    {
        Status status = Status::success;
        std::int64_t gas_left = 0;
        BytesView output;  ///< in a frame's memory, in precompile_room_, or the message's input
    };

    /// Starts a call or creation: a new frame on top, or an end at once.
    std::optional<Ending> begin(const Invocation& call);
    std::optional<Ending> begin_call(const Invocation& call);
    std::optional<Ending> begin_creation(const Invocation& call);
    /// The transfer and, for a creation, nothing else has been done at that checkpoint.
    Frame& push_frame(const Invocation& call, Checkpoint checkpoint);
    void set_code(Frame& frame, Code& code);
    [[nodiscard]] std::optional<Ending> run_precompile(
        const Invocation& call, Checkpoint checkpoint);
    void move_value(const Invocation& call);

    /// Takes the top frame away: deposits code, or undoes what a failed frame did.
    Ending end_top_frame();
    void deposit_code(Frame& frame, Ending& ending);
    /// Hands a child's ending to the frame that waits for it.
    void resume(Frame& frame, const Ending& ending);
    void tell_exit(int depth, const Ending& ending);

    Environment* environment_ = nullptr;  ///< of the message being run
    Observer* observer_ = nullptr;
    Tuning tuning_;
    CodeCache codes_;
    ModulusCache moduli_;
    std::vector<std::unique_ptr<Frame>> frames_;  ///< by depth; those from height_ on are spare
    std::size_t height_ = 0;
    Bytes precompile_room_;  ///< for the output of the last one that ran
};
}  // namespace byline::vm
