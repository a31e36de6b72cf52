#pragma once

#include "vm/primitives/uint256.hpp"

#include <array>
#include <cstddef>

namespace byline::vm
{
/// The topmost words of the stack while a sequence of instructions works on them: `Count` of them
/// in local variables (registers, once the compiler is through), the others in memory below. What
/// is known when the handler is compiled is in the type, so that a word which one instruction
/// pushes and the next pops is never stored. `Dirty` has a bit for each word that memory does not
/// hold in its place.
template <unsigned Count, unsigned Dirty>
struct StackWindow
{
    uint256* base;                                      ///< the place of words[0]
    std::array<uint256, Count == 0 ? 1 : Count> words;  ///< deepest first
};

#define BYLINE_INLINE [[gnu::always_inline]] inline

namespace window
{
/// Takes one more word in from below.
template <unsigned Count, unsigned Dirty>
BYLINE_INLINE StackWindow<Count + 1, Dirty << 1> pull(const StackWindow<Count, Dirty>& w) noexcept
{
    StackWindow<Count + 1, Dirty << 1> wider{w.base - 1, {}};
    wider.words[0] = w.base[-1];
    for (unsigned i = 0; i < Count; ++i)
        wider.words[i + 1] = w.words[i];
    return wider;
}

/// A window of at least `Wanted` words.
template <unsigned Wanted, unsigned Count, unsigned Dirty>
BYLINE_INLINE auto hold(const StackWindow<Count, Dirty>& w) noexcept
{
    if constexpr (Count >= Wanted)
        return w;
    else
        return hold<Wanted>(pull(w));
}

template <unsigned Count, unsigned Dirty>
BYLINE_INLINE auto push(const StackWindow<Count, Dirty>& w, const uint256& value) noexcept
{
    StackWindow<Count + 1, Dirty | 1U << Count> taller{w.base, {}};
    for (unsigned i = 0; i < Count; ++i)
        taller.words[i] = w.words[i];
    taller.words[Count] = value;
    return taller;
}

/// Drops `N` words.
template <unsigned N, unsigned Count, unsigned Dirty>
BYLINE_INLINE auto drop(const StackWindow<Count, Dirty>& w) noexcept
{
    if constexpr (N >= Count)
        return StackWindow<0, 0>{w.base - (N - Count), {}};
    else
    {
        StackWindow<Count - N, Dirty & ((1U << (Count - N)) - 1)> lower{w.base, {}};
        for (unsigned i = 0; i < Count - N; ++i)
            lower.words[i] = w.words[i];
        return lower;
    }
}

/// The word `N` below the top, 0 for the top itself.
template <unsigned N, unsigned Count, unsigned Dirty>
BYLINE_INLINE const uint256& at(const StackWindow<Count, Dirty>& w) noexcept
{
    if constexpr (N < Count)
        return w.words[Count - 1 - N];
    else
        return w.base[static_cast<std::ptrdiff_t>(Count) - 1 - static_cast<std::ptrdiff_t>(N)];
}

/// Exchanges the top with the word `N` below it.
template <unsigned N, unsigned Count, unsigned Dirty>
BYLINE_INLINE auto swap(const StackWindow<Count, Dirty>& w) noexcept
{
    if constexpr (Count == 0)
        return swap<N>(pull(w));
    else
    {
        constexpr unsigned top = Count - 1;
        constexpr unsigned inner = N <= top ? 1U << (top - N) : 0U;
        StackWindow<Count, Dirty | 1U << top | inner> swapped{w.base, w.words};
        swapped.words[top] = at<N>(w);
        if constexpr (N <= top)
            swapped.words[top - N] = w.words[top];
        else
            w.base[static_cast<std::ptrdiff_t>(top) - static_cast<std::ptrdiff_t>(N)] =
                w.words[top];
        return swapped;
    }
}
}  // namespace window
}  // namespace byline::vm
