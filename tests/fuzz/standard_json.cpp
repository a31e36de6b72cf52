#include "compiler/standard_json.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    (void)byline::compiler::compile_standard_json({reinterpret_cast<const char*>(data), size});
    return 0;
}
