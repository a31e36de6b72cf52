#include "compiler/ir/builder.hpp"
#include "compiler/lower/failures.hpp"
#include "compiler/lower/lower.hpp"

#include <algorithm>

namespace byline::compiler
{
using ir::BlockId;
using ir::ExitKind;
using ir::Operation;
using ir::Symbol;
using ir::ValueId;

namespace
{
constexpr std::uint64_t word_size = 32;
constexpr std::uint64_t address_size = 20;

class CreationLowering
{
public:
    CreationLowering(const Licence& licence, const RuntimeShape& runtime, ir::Function& function)
        : licence_{licence}, runtime_{runtime}, b_{function}, failures_{b_}
    {}

    void run()
    {
        b_.locate(licence_.span);
        const ValueId value = b_.emit(Operation::callvalue);
        b_.leave_if(value, failures_.refuse(), "unpaid");
        // What is missing would read as zeros: an address cut short would be another one.
        const std::uint64_t arguments = word_size * licence_.parties.size();
        const ValueId short_of = b_.emit(Operation::lt,
            {b_.emit(Operation::codesize), b_.symbol(Symbol::creation_end, arguments)});
        b_.leave_if(short_of, failures_.refuse(), "complete");
        b_.emit(Operation::codecopy,
            {b_.constant(0), b_.symbol(Symbol::creation_end, 0), b_.constant(arguments)});
        for (std::size_t i = 0; i < licence_.parties.size(); ++i)
            check(i);
        deploy();
    }

private:
    /// Read again each time: the stack does not reach over many parties.
    ValueId address_of(std::size_t party)
    {
        return b_.emit(Operation::mload, {b_.constant(word_size * party)});
    }

    [[nodiscard]] bool is_payee(std::size_t party) const
    {
        const std::vector<Payee>& payees = licence_.split.payees;
        return std::ranges::find(payees, party, &Payee::party) != payees.end();
    }

    /// Rule M4.
    void check(std::size_t party)
    {
        const std::string& name = licence_.parties[party].name;
        b_.locate(licence_.parties[party].span);
        const ValueId dirty = b_.emit(Operation::shr, {b_.constant(160), address_of(party)});
        b_.leave_if(dirty, failures_.refuse(), name + "_account");
        ValueId bad = b_.emit(Operation::bit_or,
            {b_.emit(Operation::iszero, {address_of(party)}),
                b_.emit(Operation::eq, {b_.emit(Operation::self), address_of(party)})});
        for (std::size_t other = 0; other < party && is_payee(party); ++other)
        {
            if (is_payee(other))
                bad = b_.emit(Operation::bit_or,
                    {bad, b_.emit(Operation::eq, {address_of(other), address_of(party)})});
        }
        const BlockId refused = b_.new_block(name + "_bad", true);
        b_.leave_if(bad, refused, name + "_good");
        const BlockId next = b_.current();
        b_.continue_in(refused);
        const ValueId address = address_of(party);
        b_.jump(bad_party(), {address});
        b_.continue_in(next);
    }

    BlockId bad_party()
    {
        if (bad_party_)
            return *bad_party_;
        const BlockId back = b_.current();
        bad_party_ = b_.new_block("bad_party", true);
        const ValueId address = b_.add_parameter(*bad_party_);
        b_.continue_in(*bad_party_);
        failures_.end_with("BadParty(address)", {address});
        b_.continue_in(back);
        return *bad_party_;
    }

    void deploy()
    {
        b_.locate(licence_.span);
        const ValueId size = b_.constant(runtime_.size);
        b_.emit(Operation::codecopy, {b_.constant(0), b_.symbol(Symbol::runtime_begin, 0), size});
        for (const auto& [party, offsets] : runtime_.immutables)
        {
            const std::uint64_t argument = word_size * party + word_size - address_size;
            for (const std::size_t offset : offsets)
                b_.emit(Operation::codecopy,
                    {b_.constant(offset), b_.symbol(Symbol::creation_end, argument),
                        b_.constant(address_size)});
        }
        b_.end(ExitKind::return_data, {b_.constant(0), size});
    }

    const Licence& licence_;
    const RuntimeShape& runtime_;
    ir::Builder b_;
    Failures failures_;
    std::optional<BlockId> bad_party_;
};
}  // namespace

ir::Program lower_creation(const Licence& licence, const RuntimeShape& runtime)
{
    ir::Program program;
    ir::Function function;
    function.name = "constructor";
    CreationLowering{licence, runtime, function}.run();
    program.functions.push_back(std::move(function));
    return program;
}
}  // namespace byline::compiler
