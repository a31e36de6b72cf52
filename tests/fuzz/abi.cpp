#include "node/client/abi_type.hpp"
#include "node/client/abi_value.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/error.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// The input is an ABI, a zero byte, and data for its first function's arguments. What decodes can
/// be written again, and what was written decodes to the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace byline;
    const BytesView input{data, size};
    const auto end = std::ranges::find(input, std::uint8_t{0});
    const auto split = static_cast<std::size_t>(end - input.begin());
    const auto abi = node::parse_abi({reinterpret_cast<const char*>(input.data()), split});
    if (!abi || abi->functions.empty() || split == size)
        return 0;
    const auto& parameters = abi->functions[0].inputs;
    const auto values = node::decode_abi(parameters, input.subspan(split + 1));
    if (!values)
        return 0;
    const Bytes encoded = node::encode_abi(parameters, *values);
    const auto again = node::decode_abi(parameters, encoded);
    BYLINE_ASSERT(again == *values);
    return 0;
}
