#include "compiler/lower/signature.hpp"

#include "compiler/lower/context.hpp"
#include "compiler/lower/domain.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace byline::compiler
{
using ir::BlockId;
using ir::ExitKind;
using ir::Operation;
using ir::ValueId;

namespace
{
/// EIP-2, rule M11: half the order of secp256k1.
constexpr uint256 greatest_s{
    0x7fffffffffffffff, 0xffffffffffffffff, 0x5d576e7357a4501d, 0xdfe92f46681b20a0};

/// isValidSignature(bytes32,bytes), which is also the answer of who agrees (EIP-1271).
constexpr std::uint64_t eip1271_magic = 0x1626ba7e;
constexpr std::uint64_t eip1271_gas = 100'000;

constexpr std::uint64_t signature_size = 65;
constexpr std::uint64_t ecrecover_precompile = 1;

uint256 hash_of(std::string_view text)
{
    return to_uint256(keccak256(text));
}

void store(Lowering& l, std::uint64_t offset, ValueId value)
{
    l.b.emit(Operation::mstore, {l.b.constant(offset), value});
}

ValueId hash(Lowering& l, std::uint64_t size)
{
    return l.b.emit(Operation::keccak256, {l.b.constant(0), l.b.constant(size)});
}

ValueId struct_hash(Lowering& l, const Message& message, ValueId fields)
{
    const std::uint64_t size = word_size * message.fields.size();
    store(l, 0, l.b.constant(hash_of(encoded_type(message))));
    l.b.emit(Operation::calldatacopy, {l.b.constant(word_size), fields, l.b.constant(size)});
    return hash(l, word_size + size);
}

/// Writes the function that judges one signature: (digest, offset, length, signer) -> 0 or 1.
class Verification
{
public:
    explicit Verification(ir::Builder& builder)
        : b_{builder},
          digest_{b_.add_parameter(0)},
          offset_{b_.add_parameter(0)},
          length_{b_.add_parameter(0)},
          signer_{b_.add_parameter(0)}
    {}

    void run()
    {
        done_ = b_.new_block("judged");
        const ValueId result = b_.add_parameter(done_);
        ask_ = b_.new_block("not_recovered");
        recover();
        ask_the_contract();
        b_.continue_in(done_);
        b_.end(ExitKind::give_back, {result});
    }

private:
    /// Goes to `done_` with 1 where the signature is the account's own, else to `ask_`.
    void recover()
    {
        const ValueId differs = b_.emit(Operation::bit_xor, {length_, b_.constant(signature_size)});
        const ValueId s = word(word_size);
        const ValueId v = b_.emit(Operation::shr, {b_.constant(248), word(2 * word_size)});
        const ValueId high = b_.emit(Operation::gt, {s, b_.constant(greatest_s)});
        const ValueId odd =
            b_.emit(Operation::lt, {b_.constant(1), b_.emit(Operation::sub, {v, b_.constant(27)})});
        const ValueId ill_formed =
            b_.emit(Operation::bit_or, {b_.emit(Operation::bit_or, {high, odd}), differs});
        b_.leave_if(ill_formed, ask_, "well_formed");
        b_.emit(Operation::mstore, {b_.constant(0), digest_});
        b_.emit(Operation::mstore, {b_.constant(word_size), v});
        b_.emit(Operation::calldatacopy,
            {b_.constant(2 * word_size), offset_, b_.constant(2 * word_size)});
        b_.emit(Operation::staticcall,
            {b_.emit(Operation::gas), b_.constant(ecrecover_precompile), b_.constant(0),
                b_.constant(4 * word_size), b_.constant(0), b_.constant(word_size)});
        // Without an answer there are no return data, and memory holds the digest still.
        const ValueId answered =
            b_.emit(Operation::eq, {b_.emit(Operation::returndatasize), b_.constant(word_size)});
        const ValueId recovered =
            b_.emit(Operation::eq, {b_.emit(Operation::mload, {b_.constant(0)}), signer_});
        // The address zero has signed nothing.
        const ValueId somebody = b_.emit(Operation::gt, {signer_, b_.constant(0)});
        const ValueId good = b_.emit(
            Operation::bit_and, {b_.emit(Operation::bit_and, {answered, somebody}), recovered});
        const BlockId agreed = b_.new_block("recovered");
        b_.leave_if(good, agreed, "another");
        b_.jump(ask_);
        b_.continue_in(agreed);
        b_.jump(done_, {b_.constant(1)});
    }

    ValueId word(std::uint64_t behind)
    {
        return b_.emit(
            Operation::calldataload, {b_.emit(Operation::add, {offset_, b_.constant(behind)})});
    }

    void ask_the_contract()
    {
        b_.continue_in(ask_);
        const BlockId no = b_.new_block("unsigned");
        const ValueId nobody =
            b_.emit(Operation::iszero, {b_.emit(Operation::extcodesize, {signer_})});
        const ValueId too_long = b_.emit(Operation::gt, {length_, b_.constant(max_signature_size)});
        b_.leave_if(b_.emit(Operation::bit_or, {nobody, too_long}), no, "has_code");
        constexpr std::uint64_t head = 4 + 3 * word_size;
        b_.emit(Operation::mstore, {b_.constant(0), b_.constant(uint256{eip1271_magic} << 224)});
        b_.emit(Operation::mstore, {b_.constant(4), digest_});
        b_.emit(Operation::mstore, {b_.constant(4 + word_size), b_.constant(2 * word_size)});
        b_.emit(Operation::mstore, {b_.constant(4 + 2 * word_size), length_});
        b_.emit(Operation::calldatacopy, {b_.constant(head), offset_, length_});
        const ValueId end = b_.emit(Operation::add, {length_, b_.constant(head)});
        b_.emit(Operation::mstore, {end, b_.constant(0)});
        const ValueId padded = b_.emit(
            Operation::bit_and, {b_.emit(Operation::add, {length_, b_.constant(word_size - 1)}),
                                    b_.constant(~uint256{word_size - 1})});
        const ValueId called =
            b_.emit(Operation::staticcall, {b_.constant(eip1271_gas), signer_, b_.constant(0),
                                               b_.emit(Operation::add, {padded, b_.constant(head)}),
                                               b_.constant(0), b_.constant(word_size)});
        const ValueId whole = b_.emit(
            Operation::lt, {b_.constant(word_size - 1), b_.emit(Operation::returndatasize)});
        const ValueId agrees =
            b_.emit(Operation::eq, {b_.emit(Operation::mload, {b_.constant(0)}),
                                       b_.constant(uint256{eip1271_magic} << 224)});
        b_.jump(done_,
            {b_.emit(Operation::bit_and, {b_.emit(Operation::bit_and, {called, whole}), agrees})});
        b_.continue_in(no);
        b_.jump(done_, {b_.constant(0)});
    }

    ir::Builder& b_;
    ValueId digest_;
    ValueId offset_;
    ValueId length_;
    ValueId signer_;
    BlockId done_ = 0;
    BlockId ask_ = 0;
};

}  // namespace

std::string encoded_type(const Message& message)
{
    std::string text = message.name + "(";
    for (const ScalarField& field : message.fields)
        text += (text.back() == '(' ? "" : ",") + std::string{to_string(abi_type_of(field.type))} +
                " " + field.name;
    return text + ")";
}

ValueId is_signed_by(Lowering& l, const Message& message, ValueId fields, ValueId signature,
    ValueId length, ValueId signer)
{
    // The call to a contract lies in memory with the signature, whose end is computed.
    l.context.functions.reserve_memory(scratch_size);
    const ValueId what = struct_hash(l, message, fields);
    const ValueId domain = domain_separator(l);
    constexpr std::uint64_t prefix_size = 2;
    store(l, 0, l.b.constant(uint256{0x1901} << 240));
    store(l, prefix_size, domain);
    store(l, prefix_size + word_size, what);
    const ValueId digest = hash(l, prefix_size + 2 * word_size);
    const ir::FunctionId verify = l.context.functions.function(
        "is_signed_by", 1, [](ir::Builder& builder) { Verification{builder}.run(); });
    return l.b.call(verify, {digest, signature, length, signer}, 1, "signature_judged")[0];
}
}  // namespace byline::compiler
