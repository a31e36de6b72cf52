#include "node/rpc/encoding/values.hpp"

#include "vm/primitives/bytes.hpp"

#include <cstdint>

namespace byline::node::rpc
{
boost::json::string data_json(BytesView bytes, const boost::json::storage_ptr& sp)
{
    static constexpr char digits[] = "0123456789abcdef";
    boost::json::string text{sp};
    text.resize(2 + 2 * bytes.size());
    char* out = text.data();
    *out++ = '0';
    *out++ = 'x';
    for (const std::uint8_t byte : bytes)
    {
        *out++ = digits[byte >> 4];
        *out++ = digits[byte & 0xf];
    }
    return text;
}
}  // namespace byline::node::rpc
