#include "bench/peer/rows.hpp"

namespace byline::bench
{
std::vector<Row> crypto_rows()
{
    return {};
}
}  // namespace byline::bench
