#include "vm/trace/eip3155.hpp"

#include "tests/vm/evm/evm_fixture.hpp"

#include <string>

namespace byline::vm::testing
{
namespace
{
class eip3155 : public evm_test
{
protected:
    std::vector<std::string> trace(const Bytecode& code, std::int64_t gas)
    {
        std::vector<std::string> lines;
        Eip3155Tracer tracer{[&](std::string_view line) { lines.emplace_back(line); }};
        observer = &tracer;
        run(code, gas);
        observer = nullptr;
        return lines;
    }
};

TEST_F(eip3155, writes_a_line_a_step_and_a_last_one)
{
    EXPECT_EQ(trace(push(64) + OP_DUP1, 10'000),
        (std::vector<std::string>{
            R"({"pc":0,"op":96,"gas":"0x2710","gasCost":"0x3","memSize":0,"stack":[],"depth":1,"refund":0,"opName":"PUSH1"})",
            R"({"pc":2,"op":128,"gas":"0x270d","gasCost":"0x3","memSize":0,"stack":["0x40"],"depth":1,"refund":0,"opName":"DUP1"})",
            R"({"pc":3,"op":0,"gas":"0x270a","gasCost":"0x0","memSize":0,"stack":["0x40","0x40"],"depth":1,"refund":0,"opName":"STOP"})",
            R"({"output":"0x","gasUsed":"0x6"})"}));
}

TEST_F(eip3155, ends_on_the_error)
{
    const auto lines = trace(OP_POP, 100);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[1], R"({"output":"0x","gasUsed":"0x64","error":"stack underflow"})");
}
}  // namespace
}  // namespace byline::vm::testing
