#include "vm/evm/machine/interpreter.hpp"

#include "vm/evm/machine/engines.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/evm/observer.hpp"

namespace byline::vm
{
Flow interpret(Frame& frame, Observer* observer)
{
#ifdef BYLINE_THREADED_ENGINE
    if (observer == nullptr)
        return run_threaded(frame);
#endif
    return run_plainly(frame, observer);
}
}  // namespace byline::vm
