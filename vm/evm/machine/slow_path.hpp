#pragma once

#if defined(__clang__) && defined(__x86_64__)
/// A slow path that is called from the midst of a fast one: it saves the registers, so that the
/// fast path need not.
#define BYLINE_SLOW_PATH [[clang::preserve_most, gnu::noinline]]
#else
#define BYLINE_SLOW_PATH [[gnu::noinline]]
#endif
