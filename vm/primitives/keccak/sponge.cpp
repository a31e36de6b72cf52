#include "vm/primitives/keccak/sponge.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak/permutation.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

// The sponge of "The Keccak reference" 3.0 with a rate of 1088 bits and a capacity of 512.
namespace byline::detail
{
namespace
{
static_assert(std::endian::native == std::endian::little);

constexpr std::size_t rate = 136;
constexpr std::size_t rate_lanes = rate / 8;

std::uint64_t load(const std::uint8_t* bytes) noexcept
{
    std::uint64_t lane = 0;
    std::memcpy(&lane, bytes, sizeof(lane));
    return lane;
}

/// The bytes behind the last whole lane, with the first byte of the padding behind them.
std::uint64_t load_end(BytesView input) noexcept
{
    const std::size_t size = input.size() % 8;
    const std::uint64_t padding = std::uint64_t{1} << (8 * size);
    if (size == 0)
        return padding;
    if (input.size() > 8)
        return padding | load(input.data() + input.size() - 8) >> (64 - 8 * size);
    std::uint64_t lane = 0;
    for (std::size_t i = 0; i < size; ++i)
        lane |= std::uint64_t{input[i]} << (8 * i);
    return padding | lane;
}

/// Absorbs the next block of the input into state n and takes it off. True if it was the last one:
/// it has the padding.
template <std::size_t N>
bool absorb(KeccakStates<N>& states, std::size_t n, BytesView& input) noexcept
{
    const bool last = input.size() < rate;
    const std::size_t whole = last ? input.size() / 8 : rate_lanes;
    for (std::size_t i = 0; i < whole; ++i)
        states.lanes[i][n] ^= load(input.data() + 8 * i);
    if (!last)
    {
        input = input.subspan(rate);
        return false;
    }
    states.lanes[whole][n] ^= load_end(input);
    states.lanes[rate_lanes - 1][n] ^= std::uint64_t{1} << 63;
    return true;
}

/// Squeezes state n.
template <std::size_t N>
void squeeze(const KeccakStates<N>& states, std::size_t n, bytes32& hash) noexcept
{
    for (std::size_t i = 0; i < hash.bytes.size() / 8; ++i)
        std::memcpy(hash.bytes.data() + 8 * i, &states.lanes[i][n], 8);
}

/// Inputs that are not begun, each with the place for its hash.
struct Queue
{
    std::span<const BytesView> inputs;
    std::span<bytes32> outputs;
};

/// An input on its way.
struct Message
{
    BytesView rest;
    bytes32* hash = nullptr;  ///< null: there is none
};

/// N states that go through their permutations together, each with a message of its own.
template <std::size_t N>
class Sponges
{
public:
    explicit Sponges(KeccakPermutation<N>* permute) noexcept : permute_{permute} {}

    [[nodiscard]] std::size_t busy() const noexcept { return busy_; }

    /// Starts messages from the front of the queue, as many as there are free states.
    void fill(Queue& queue) noexcept
    {
        if (queue.inputs.empty())
            return;
        const bool all_free = busy_ == 0;
        if (all_free)
            states_ = {};
        for (std::size_t n = 0; n < N && !queue.inputs.empty(); ++n)
        {
            if (messages_[n].hash != nullptr)
                continue;
            if (!all_free)
                clear(n);
            messages_[n] = {queue.inputs.front(), &queue.outputs.front()};
            ++busy_;
            queue.inputs = queue.inputs.subspan(1);
            queue.outputs = queue.outputs.subspan(1);
        }
    }

    /// Takes over the messages of other states, at most N; none of these may be busy.
    template <std::size_t M>
    void take_over(const Sponges<M>& other) noexcept
    {
        states_ = {};
        for (std::size_t m = 0; m < M; ++m)
        {
            if (other.messages_[m].hash == nullptr)
                continue;
            messages_[busy_] = other.messages_[m];
            for (std::size_t i = 0; i < states_.lanes.size(); ++i)
                states_.lanes[i][busy_] = other.states_.lanes[i][m];
            ++busy_;
        }
    }

    /// Absorbs one block of each message. Those that end with it leave their hash and free their
    /// state.
    void step() noexcept
    {
        std::array<bool, N> ends{};
        for (std::size_t n = 0; n < N; ++n)
        {
            if (messages_[n].hash != nullptr)
                ends[n] = absorb(states_, n, messages_[n].rest);
        }
        permute_(states_);
        for (std::size_t n = 0; n < N; ++n)
        {
            if (!ends[n])
                continue;
            squeeze(states_, n, *messages_[n].hash);
            messages_[n] = {};
            --busy_;
        }
    }

private:
    template <std::size_t M>
    friend class Sponges;

    void clear(std::size_t n) noexcept
    {
        for (auto& lane : states_.lanes)
            lane[n] = 0;
    }

    KeccakStates<N> states_;  ///< nothing is in them before the first message
    KeccakPermutation<N>* permute_;
    std::array<Message, N> messages_{};
    std::size_t busy_ = 0;
};

/// Goes on as long as at least `least` states are busy.
template <std::size_t N>
void run(Sponges<N>& sponges, std::size_t least, Queue& queue) noexcept
{
    for (sponges.fill(queue); sponges.busy() >= least; sponges.fill(queue))
        sponges.step();
}

// Four states take hardly longer than one, and eight at most twice as long as four: the last
// messages go where fewer states are idle.

void finish(const KeccakPermutations& permutations, Sponges<4>& four, Queue& queue) noexcept
{
    run(four, 2, queue);
    if (four.busy() == 0)
        return;
    Sponges<1> one{permutations.one};
    one.take_over(four);
    run(one, 1, queue);
}

void finish(const KeccakPermutations& permutations, Sponges<8>& eight, Queue& queue) noexcept
{
    run(eight, 5, queue);
    if (eight.busy() == 0)
        return;
    Sponges<4> four{permutations.four};
    four.take_over(eight);
    finish(permutations, four, queue);
}
}  // namespace

bytes32 hash_one(const KeccakPermutations& permutations, BytesView input) noexcept
{
    KeccakStates<1> state{};
    for (bool last = false; !last;)
    {
        last = absorb(state, 0, input);
        permutations.one(state);
    }
    bytes32 hash;
    squeeze(state, 0, hash);
    return hash;
}

void hash_each(const KeccakPermutations& permutations, std::span<const BytesView> inputs,
    std::span<bytes32> outputs) noexcept
{
    Queue queue{inputs, outputs};
    if (permutations.eight != nullptr && inputs.size() > 4)
    {
        Sponges<8> eight{permutations.eight};
        finish(permutations, eight, queue);
    }
    else if (permutations.four != nullptr && inputs.size() > 1)
    {
        Sponges<4> four{permutations.four};
        finish(permutations, four, queue);
    }
    else
    {
        Sponges<1> one{permutations.one};
        run(one, 1, queue);
    }
}
}  // namespace byline::detail
