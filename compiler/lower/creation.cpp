#include "compiler/lower/context.hpp"
#include "compiler/lower/keep.hpp"
#include "compiler/lower/lower.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace byline::compiler
{
using ir::BlockId;
using ir::ExitKind;
using ir::Operation;
using ir::Symbol;
using ir::ValueId;

namespace
{
constexpr std::uint64_t address_size = 20;
constexpr unsigned address_bits = 160;
/// What ERC-165 says that an answer may take.
constexpr std::uint64_t answer_gas = 30'000;

class CreationLowering
{
public:
    CreationLowering(const Context& context, const RuntimeShape& runtime, ir::Function& function)
        : context_{context},
          licence_{context.licence},
          runtime_{runtime},
          b_{function},
          failures_{b_},
          lowering_{context, b_, failures_}
    {}

    void run()
    {
        b_.locate(licence_.span);
        const ValueId value = b_.emit(Operation::callvalue);
        b_.leave_if(value, failures_.refuse(), "unpaid");
        // What is missing would read as zeros: an address cut short would be another one.
        const ValueId short_of = b_.emit(Operation::lt,
            {b_.emit(Operation::codesize), b_.symbol(Symbol::creation_end, arguments_size())});
        b_.leave_if(short_of, failures_.refuse(), "complete");
        b_.emit(Operation::codecopy,
            {b_.constant(0), b_.symbol(Symbol::creation_end, 0), b_.constant(arguments_size())});
        for (std::size_t i = 0; i < licence_.parties.size(); ++i)
            check(i);
        for (std::size_t i = 0; i < licence_.parties.size(); ++i)
        {
            if (licence_.parties[i].is_licence)
                check_plain_transfers(i);
        }
        if (licence_.currency.is_token())
            check_decimals();
        store();
        deploy();
    }

private:
    [[nodiscard]] std::uint64_t arguments_size() const
    {
        return word_size * licence_.parties.size();
    }

    /// Read again each time: the stack does not reach over many parties.
    ValueId address_of(std::size_t party)
    {
        return b_.emit(Operation::mload, {b_.constant(word_size * party)});
    }

    /// Whether some bucket has both as payees.
    [[nodiscard]] bool share_a_bucket(std::size_t one, std::size_t other) const
    {
        return std::ranges::any_of(licence_.buckets, [&](const Bucket& bucket) {
            const auto* shares = std::get_if<ShareRule>(&bucket.rule);
            if (shares == nullptr)
                return false;
            const std::vector<std::size_t>& payees = shares->payees;
            return std::ranges::find(payees, one) != payees.end() &&
                   std::ranges::find(payees, other) != payees.end();
        });
    }

    /// Rule M4.
    void check(std::size_t party)
    {
        const std::string& name = licence_.parties[party].name;
        b_.locate(licence_.parties[party].span);
        const ValueId dirty =
            b_.emit(Operation::shr, {b_.constant(address_bits), address_of(party)});
        b_.leave_if(dirty, failures_.refuse(), name + "_account");
        ValueId bad = b_.emit(Operation::bit_or,
            {b_.emit(Operation::iszero, {address_of(party)}),
                b_.emit(Operation::eq, {b_.emit(Operation::self), address_of(party)})});
        for (std::size_t other = 0; other < party; ++other)
        {
            if (share_a_bucket(other, party))
                bad = b_.emit(Operation::bit_or,
                    {bad, b_.emit(Operation::eq, {address_of(other), address_of(party)})});
        }
        refuse_if(bad, name, [&] { return address_of(party); });
    }

    /// BadParty with the address that `account` writes, in a block of its own.
    template <typename Account>
    void refuse_if(ValueId bad, const std::string& name, Account account)
    {
        const BlockId refused = b_.new_block(name + "_bad", true);
        b_.leave_if(bad, refused, name + "_good");
        const BlockId next = b_.current();
        b_.continue_in(refused);
        const ValueId address = account();
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

    void write_selector(std::string_view signature, std::uint64_t offset)
    {
        const uint256 word = uint256{selector_of(signature)} << (256 - 32);
        b_.emit(Operation::mstore, {b_.constant(offset), b_.constant(word)});
    }

    /// BadParty unless the account answers `wanted` to the call of `size` bytes that lies behind
    /// the parties' addresses in memory.
    template <typename Account>
    void require_answer(
        const uint256& wanted, std::uint64_t size, const std::string& name, Account account)
    {
        const std::uint64_t call = arguments_size();
        const ValueId answer = b_.constant(call + 2 * word_size);
        // An answer that is too short leaves a part of this.
        b_.emit(Operation::mstore, {answer, b_.constant(max_uint256)});
        const ValueId done =
            b_.emit(Operation::staticcall, {b_.constant(answer_gas), account(), b_.constant(call),
                                               b_.constant(size), answer, b_.constant(word_size)});
        const ValueId same =
            b_.emit(Operation::eq, {b_.emit(Operation::mload, {answer}), b_.constant(wanted)});
        const ValueId good = b_.emit(Operation::bit_and, {done, same});
        refuse_if(b_.emit(Operation::iszero, {good}), name, account);
    }

    /// Rule M5: a party that is said to be a licence says that plain transfers reach it.
    void check_plain_transfers(std::size_t party)
    {
        b_.locate(licence_.parties[party].span);
        write_selector("supportsInterface(bytes4)", arguments_size());
        write_selector("acceptsPlainTransfers()", arguments_size() + selector_size);
        require_answer(1, selector_size + word_size, licence_.parties[party].name + "_licence",
            [&] { return address_of(party); });
    }

    /// Rule M13: amounts were read with the decimals that the source says.
    void check_decimals()
    {
        b_.locate(licence_.span);
        write_selector("decimals()", arguments_size());
        require_answer(licence_.currency.decimals, selector_size, licence_.currency.name,
            [&] { return b_.constant(to_uint256(*licence_.currency.token)); });
    }

    void store()
    {
        initialise_keeps(lowering_);
        for (std::size_t i = 0; i < licence_.parties.size(); ++i)
        {
            if (const auto slot = context_.storage.parties[i])
                b_.emit(Operation::sstore, {b_.constant(*slot), address_of(i)});
        }
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

    const Context& context_;
    const Licence& licence_;
    const RuntimeShape& runtime_;
    ir::Builder b_;
    Failures failures_;
    Lowering lowering_;
    std::optional<BlockId> bad_party_;
};
}  // namespace

ir::Program lower_creation(const Licence& licence, const Interface& interface,
    const StoragePlan& storage, const RuntimeShape& runtime)
{
    Functions functions;
    const bytes32 no_terms;
    const Context context{licence, interface, storage, no_terms, functions};
    ir::Function function;
    function.name = "constructor";
    CreationLowering{context, runtime, function}.run();
    ir::Program program;
    program.functions = std::move(functions).take(std::move(function));
    return program;
}
}  // namespace byline::compiler
