#pragma once

/// Before a function: it is compiled twice, for processors with BMI2 and for all, and the program
/// chooses when it is loaded. That is before the thread sanitizer is there to be called, so with it
/// there is only the one for all.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define BYLINE_CLONED_FOR_BMI2
#endif
#endif
#if !defined(BYLINE_CLONED_FOR_BMI2) && defined(__x86_64__) && !defined(__SANITIZE_THREAD__)
#define BYLINE_CLONED_FOR_BMI2 [[gnu::target_clones("bmi2", "default")]]
#elif !defined(BYLINE_CLONED_FOR_BMI2)
#define BYLINE_CLONED_FOR_BMI2
#endif
