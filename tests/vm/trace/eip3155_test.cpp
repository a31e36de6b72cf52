#include "vm/trace/eip3155.hpp"

#include "tests/vm/evm/evm_fixture.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
            R"({"output":"","gasUsed":"0x6"})"}));
}

TEST_F(eip3155, ends_on_the_error)
{
    const auto lines = trace(OP_POP, 100);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[1], R"({"output":"","gasUsed":"0x64","error":"stack underflow"})");
}

TEST_F(eip3155, tells_what_is_returned)
{
    const auto lines = trace(mstore(0, push(0x2a)) + give_back(31, 1), 10'000);
    EXPECT_EQ(lines.back(), R"({"output":"2a","gasUsed":"0x11"})");
}

TEST_F(eip3155, shows_what_an_inner_call_returned)
{
    const Bytecode identity =
        apply(OP_STATICCALL, {OP_GAS, push(4), push(0), push(1), push(0), push(0)});
    const auto lines = trace(identity, 10'000);
    EXPECT_EQ(lines[lines.size() - 2],
        R"({"pc":9,"op":0,"gas":"0x1cc5","gasCost":"0x0","memSize":32,"stack":["0x1"],"returnData":"0x00","depth":1,"refund":0,"opName":"STOP"})");
}

TEST_F(eip3155, names_a_byte_that_is_no_instruction_by_its_number)
{
    EXPECT_EQ(trace(Bytecode{Bytes{0x0c}}, 100).front(),
        R"({"pc":0,"op":12,"gas":"0x64","gasCost":"0x0","memSize":0,"stack":[],"depth":1,"refund":0,"opName":"0x0c"})");
}

TEST(eip3155_summary, has_the_state_root_last)
{
    bytes32 root;
    root.bytes[31] = 1;
    const std::string tail = R"("stateRoot":"0x)" + std::string(63, '0') + R"(1"})";
    EXPECT_EQ(eip3155_summary({Status::success, 21'000, root}),
        R"({"pass":true,"gasUsed":"0x5208",)" + tail);
    EXPECT_EQ(eip3155_summary({Status::out_of_gas, 30'000, root}),
        R"({"pass":false,"error":"out of gas","gasUsed":"0x7530",)" + tail);
    EXPECT_EQ(eip3155_summary({std::nullopt, 0, root}), "{" + tail);
}
}  // namespace
}  // namespace byline::vm::testing
