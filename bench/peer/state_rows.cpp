#include "bench/peer/rows.hpp"

namespace byline::bench
{
std::vector<Row> state_rows()
{
    return {};
}
}  // namespace byline::bench
