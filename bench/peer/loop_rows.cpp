#include "bench/peer/rows.hpp"

namespace byline::bench
{
std::vector<Row> loop_rows()
{
    return {};
}
}  // namespace byline::bench
