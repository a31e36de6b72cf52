#include "compiler/lower/epochs.hpp"

#include "compiler/lower/calldata.hpp"
#include "compiler/lower/context.hpp"
#include "compiler/lower/events.hpp"
#include "compiler/lower/keep.hpp"
#include "compiler/lower/money.hpp"
#include "compiler/lower/party.hpp"
#include "compiler/lower/signature.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace byline::compiler
{
using ir::BlockId;
using ir::ExitKind;
using ir::Operation;
using ir::ValueId;

namespace
{
// The word of the bucket: the epoch at hand, what closed epochs owe, since when it is known that no
// report comes.
constexpr unsigned epoch_bits = 64;
constexpr unsigned outstanding_shift = epoch_bits;
constexpr unsigned outstanding_bits = 128;
constexpr unsigned silent_shift = outstanding_shift + outstanding_bits;

/// (begin, end, leaf, weight, index) -> (root, sum, what is left of the index). A node is 128 bytes
/// and a leaf 64, so that neither passes for the other; sums are added up again on the way. A
/// function of its own: where there is a loop, the stack is kept tidy.
void walk_proof(ir::Builder& b)
{
    const ValueId begin = b.add_parameter(0);
    const ValueId end = b.add_parameter(0);
    const ValueId leaf = b.add_parameter(0);
    const ValueId weight = b.add_parameter(0);
    const ValueId index = b.add_parameter(0);
    const BlockId level = b.new_block("level");
    const BlockId root = b.new_block("root");
    b.bound_visits(level, max_proof_words / 2 + 1);
    const ValueId at = b.add_parameter(level);
    const ValueId hash = b.add_parameter(level);
    const ValueId sum = b.add_parameter(level);
    const ValueId path = b.add_parameter(level);
    b.jump(level, {begin, leaf, weight, index});
    b.continue_in(level);
    b.leave_if(b.emit(Operation::iszero, {b.emit(Operation::lt, {at, end})}), root, "node");
    const ValueId other_hash = b.emit(Operation::calldataload, {at});
    const ValueId second =
        b.emit(Operation::calldataload, {b.emit(Operation::add, {at, b.constant(word_size)})});
    const ValueId other_sum = b.emit(Operation::bit_and, {second, b.constant(~std::uint64_t{0})});
    // Our half of the node lies at 0 or at 64, as the lowest bit of the path says.
    const ValueId half =
        b.emit(Operation::shl, {b.constant(6), b.emit(Operation::bit_and, {path, b.constant(1)})});
    const auto other = [&](std::uint64_t offset) {
        return b.emit(Operation::bit_xor, {half, b.constant(offset)});
    };
    b.emit(Operation::mstore, {half, hash});
    b.emit(Operation::mstore, {other(word_size), sum});
    b.emit(Operation::mstore, {other(2 * word_size), other_hash});
    b.emit(Operation::mstore, {other(3 * word_size), other_sum});
    b.jump(level, {b.emit(Operation::add, {at, b.constant(2 * word_size)}),
                      b.emit(Operation::keccak256, {b.constant(0), b.constant(4 * word_size)}),
                      b.emit(Operation::add, {sum, other_sum}),
                      b.emit(Operation::shr, {b.constant(1), path})});
    b.continue_in(root);
    b.end(ExitKind::give_back, {hash, sum, path});
}

/// One bucket of epochs, while a function of it is lowered.
class Epochs
{
public:
    Epochs(Lowering& l, std::size_t bucket)
        : l_{l},
          b_{l.b},
          bucket_{bucket},
          rule_{std::get<EpochsRule>(l.context.licence.buckets[bucket].rule)},
          remaining_shift_{l.context.licence.currency.is_token() ? 128U : 160U}
    {}

    void report();
    void claim();
    void sweep();
    void close_silent();
    ValueId open_pot(ValueId state);

    ValueId state() { return b_.emit(Operation::sload, {slot(0)}); }

    ValueId owed(ValueId state) { return field_of(l_, state, outstanding_shift, outstanding_bits); }

private:
    /// What an epoch was closed with; its hash is kept.
    struct Closing
    {
        ValueId root;
        ValueId total;
        ValueId pot;
        ValueId closed_at;
    };

    ValueId slot(std::size_t offset)
    {
        return b_.constant(l_.context.storage.buckets[bucket_].slot + offset);
    }

    ValueId silent_since(ValueId state)
    {
        return b_.emit(Operation::shr, {b_.constant(silent_shift), state});
    }

    void set_silent_since(ValueId state, ValueId time);

    ValueId shifted(ValueId value, unsigned shift)
    {
        return b_.emit(Operation::shl, {b_.constant(shift), value});
    }

    ValueId argument(std::size_t word)
    {
        return b_.emit(Operation::calldataload, {b_.constant(selector_size + word_size * word)});
    }

    Closing closing_at(std::size_t word)
    {
        return {argument(word), argument(word + 1), argument(word + 2), argument(word + 3)};
    }

    ValueId hash_of(const Closing& closing);
    void require_closing(ValueId epoch_word, const Closing& closing);
    void require_time(ValueId since);

    ValueId remaining(ValueId epoch_word)
    {
        return b_.emit(Operation::shr, {b_.constant(remaining_shift_), epoch_word});
    }

    void take_out(ValueId amount);
    void pay(ValueId epoch, ValueId payee, ValueId amount);

    void nothing_if(ValueId condition)
    {
        b_.leave_if(condition, l_.failures.without_arguments("NothingToClaim"), "something");
    }

    void empty_if(ValueId condition)
    {
        b_.leave_if(condition, l_.failures.without_arguments("EmptyEpoch"), "not_empty");
    }

    void prove(ValueId account, ValueId weight, ValueId index, const Closing& closing);
    void mark_claimed(ValueId epoch, ValueId index);

    Lowering& l_;
    ir::Builder& b_;
    std::size_t bucket_;
    const EpochsRule& rule_;
    unsigned remaining_shift_;
};

/// keccak256(abi.encode(root, total, pot, closedAt)); the four words stay in memory from 0 on.
ValueId Epochs::hash_of(const Closing& closing)
{
    std::uint64_t at = 0;
    for (const ValueId value : {closing.root, closing.total, closing.pot, closing.closed_at})
    {
        b_.emit(Operation::mstore, {b_.constant(at), value});
        at += word_size;
    }
    return b_.emit(Operation::keccak256, {b_.constant(0), b_.constant(at)});
}

/// All words of the closing are what the report said: its hash binds them.
void Epochs::require_closing(ValueId epoch_word, const Closing& closing)
{
    const ValueId differs = b_.emit(Operation::bit_xor, {hash_of(closing), epoch_word});
    b_.leave_if(shifted(differs, 256 - remaining_shift_), l_.failures.without_arguments("BadProof"),
        "closed_so");
}

/// Goes on only after the term.
void Epochs::require_time(ValueId since)
{
    const ValueId at = b_.emit(Operation::add, {since, b_.constant(rule_.unclaimed_after)});
    l_.failures.end_if(
        b_.emit(Operation::iszero, {b_.emit(Operation::gt, {b_.emit(Operation::timestamp), at})}),
        "TooEarly(uint64)", {at}, "late_enough");
}

ValueId Epochs::open_pot(ValueId state)
{
    const std::size_t group = l_.context.licence.buckets[bucket_].group;
    if (const auto& counter = l_.context.storage.receipts[group])
        return b_.emit(Operation::sload, {b_.constant(counter->slot)});
    ValueId open = b_.emit(Operation::sub, {b_.emit(Operation::selfbalance), owed(state)});
    if (l_.context.storage.held)
        open = b_.emit(Operation::sub,
            {open, b_.emit(Operation::sload, {b_.constant(*l_.context.storage.held)})});
    return open;
}

/// Takes from the open pot what is counted apart from the balance.
void Epochs::take_out(ValueId amount)
{
    const std::size_t group = l_.context.licence.buckets[bucket_].group;
    const auto& counter = l_.context.storage.receipts[group];
    if (!counter)
        return;
    const ValueId place = b_.constant(counter->slot);
    b_.emit(Operation::sstore,
        {place, b_.emit(Operation::sub, {b_.emit(Operation::sload, {place}), amount})});
}

void Epochs::report()
{
    const Message& message = l_.context.licence.messages[rule_.message];
    const std::size_t words = message.fields.size();
    require_words(l_, words + 1);
    std::vector<ValueId> fields;
    fields.reserve(words);
    for (std::size_t i = 0; i < words; ++i)
        fields.push_back(load_argument(l_, i, message.fields[i].type));
    const ValueId base = b_.constant(selector_size);
    const CalldataRange signature =
        load_bytes(l_, base, b_.constant(selector_size + word_size * words));

    const ValueId state = this->state();
    const ValueId epoch = fields[rule_.epoch_field];
    const ValueId current = field_of(l_, state, 0, epoch_bits);
    l_.failures.end_if(b_.emit(Operation::bit_xor, {epoch, current}), "WrongEpoch(uint64,uint64)",
        {epoch, current}, "this_epoch");
    const ValueId judged = is_signed_by(l_, message, base, signature.offset, signature.length,
        party_address(l_, l_.context.licence.actors[rule_.signer].party));
    const ValueId first = b_.constant(0);
    l_.failures.end_if(b_.emit(Operation::iszero, {judged}), "BadSignature(uint256)", {first},
        "reported_by_signer");

    Closing closing{fields[rule_.root_field], fields[rule_.total_field], 0, 0};
    const ValueId open = open_pot(state);
    closing.pot = rule_.pot_field ? fields[*rule_.pot_field] : open;
    closing.closed_at = b_.emit(Operation::timestamp);
    // A message that names more than there is cannot be kept.
    ValueId empty = b_.emit(Operation::bit_or,
        {b_.emit(Operation::iszero, {closing.total}), b_.emit(Operation::iszero, {closing.pot})});
    if (rule_.pot_field)
        empty = b_.emit(Operation::bit_or, {empty, b_.emit(Operation::gt, {closing.pot, open})});
    empty_if(empty);
    const ValueId owed_then = b_.emit(Operation::add, {owed(state), closing.pot});
    const ValueId too_large = b_.emit(Operation::bit_or,
        {b_.emit(Operation::shr, {b_.constant(256 - remaining_shift_), closing.pot}),
            b_.emit(Operation::shr, {b_.constant(outstanding_bits), owed_then})});
    b_.leave_if(too_large, l_.failures.without_arguments("Overflow"), "counted");

    const ValueId hash = hash_of(closing);
    const uint256 topic =
        to_uint256(keccak256(signature_of(event_named(l_.context.interface, "Reported"))));
    // The data of the event are the words just hashed.
    b_.emit(
        Operation::log2, {b_.constant(0), b_.constant(4 * word_size), b_.constant(topic), epoch});
    const ValueId kept = b_.emit(Operation::shr,
        {b_.constant(256 - remaining_shift_), shifted(hash, 256 - remaining_shift_)});
    b_.emit(Operation::sstore,
        {mapping_slot(l_, epoch, slot(1)),
            b_.emit(Operation::bit_or, {kept, shifted(closing.pot, remaining_shift_)})});
    const ValueId next = b_.emit(Operation::add, {epoch, b_.constant(1)});
    // Whoever reports is not silent.
    b_.emit(Operation::sstore,
        {slot(0), b_.emit(Operation::bit_or, {shifted(owed_then, outstanding_shift), next})});
    take_out(closing.pot);
    b_.end(ExitKind::stop);
}

/// Goes on where the leaf is under the root that the report named.
void Epochs::prove(ValueId account, ValueId weight, ValueId index, const Closing& closing)
{
    constexpr std::size_t proof_word = 8;
    const CalldataRange proof = load_list(l_, b_.constant(selector_size),
        b_.constant(selector_size + word_size * proof_word), max_proof_words, 1);
    const ValueId end = b_.emit(
        Operation::add, {proof.offset, b_.emit(Operation::shl, {b_.constant(5), proof.length})});
    b_.emit(Operation::mstore, {b_.constant(0), account});
    b_.emit(Operation::mstore, {b_.constant(word_size), weight});
    const ValueId leaf =
        b_.emit(Operation::keccak256, {b_.constant(0), b_.constant(2 * word_size)});
    // Halves of a node are written to computed places.
    l_.context.functions.reserve_memory(4 * word_size);
    const ir::FunctionId walk = l_.context.functions.function("walk_proof", 3, walk_proof);
    const std::vector<ValueId> top =
        b_.call(walk, {proof.offset, end, leaf, weight, index}, 3, "walked");
    const ValueId wrong = b_.emit(Operation::bit_or,
        {b_.emit(Operation::bit_or, {b_.emit(Operation::bit_xor, {top[0], closing.root}),
                                        b_.emit(Operation::bit_xor, {top[1], closing.total})}),
            top[2]});
    b_.leave_if(wrong, l_.failures.without_arguments("BadProof"), "proved");
}

/// Sets the claim bit of the leaf; AlreadyClaimed() where it was set.
void Epochs::mark_claimed(ValueId epoch, ValueId index)
{
    const ValueId key = b_.emit(
        Operation::bit_or, {shifted(epoch, 192), b_.emit(Operation::shr, {b_.constant(8), index})});
    const ValueId place = mapping_slot(l_, key, slot(2));
    const ValueId bits = b_.emit(Operation::sload, {place});
    const ValueId bit = b_.emit(
        Operation::shl, {b_.emit(Operation::bit_and, {index, b_.constant(0xff)}), b_.constant(1)});
    b_.leave_if(b_.emit(Operation::bit_and, {bits, bit}),
        l_.failures.without_arguments("AlreadyClaimed"), "unclaimed");
    b_.emit(Operation::sstore, {place, b_.emit(Operation::bit_or, {bits, bit})});
}

/// Rule M2: all is counted by now.
void Epochs::pay(ValueId epoch, ValueId payee, ValueId amount)
{
    if (is_held(l_, bucket_))
        take_from_held(l_, amount);
    log_event(l_, "EpochClaimed", {epoch, payee, amount});
    send(l_, payee, amount);
    b_.end(ExitKind::stop);
}

void Epochs::claim()
{
    constexpr std::size_t words = 9;
    require_words(l_, words);
    const ValueId epoch = argument(0);
    const ValueId account = load_argument(l_, 1, account_type());
    const ValueId weight = load_argument(l_, 2, count_type());
    const ValueId index = load_argument(l_, 3, count_type());
    const Closing closing = closing_at(4);
    const ValueId place = mapping_slot(l_, epoch, slot(1));
    const ValueId word = b_.emit(Operation::sload, {place});
    require_closing(word, closing);
    prove(account, weight, index, closing);
    // Both factors are below 2^128: the hash says that the pot is what was closed.
    const ValueId amount =
        b_.emit(Operation::div, {b_.emit(Operation::mul, {closing.pot, weight}), closing.total});
    mark_claimed(epoch, index);
    nothing_if(b_.emit(Operation::bit_or,
        {b_.emit(Operation::iszero, {amount}), b_.emit(Operation::gt, {amount, remaining(word)})}));
    b_.emit(Operation::sstore,
        {place, b_.emit(Operation::sub, {word, shifted(amount, remaining_shift_)})});
    b_.emit(Operation::sstore,
        {slot(0), b_.emit(Operation::sub, {state(), shifted(amount, outstanding_shift)})});
    pay(epoch, account, amount);
}

void Epochs::sweep()
{
    constexpr std::size_t words = 5;
    require_words(l_, words);
    const ValueId epoch = argument(0);
    const Closing closing = closing_at(1);
    const ValueId place = mapping_slot(l_, epoch, slot(1));
    const ValueId word = b_.emit(Operation::sload, {place});
    require_closing(word, closing);
    require_time(closing.closed_at);
    const ValueId amount = remaining(word);
    nothing_if(b_.emit(Operation::iszero, {amount}));
    b_.emit(Operation::sstore,
        {place, b_.emit(Operation::sub, {word, shifted(amount, remaining_shift_)})});
    b_.emit(Operation::sstore,
        {slot(0), b_.emit(Operation::sub, {state(), shifted(amount, outstanding_shift)})});
    pay(epoch, party_address(l_, rule_.unclaimed_to), amount);
}

void Epochs::set_silent_since(ValueId state, ValueId time)
{
    constexpr unsigned bits = 256 - silent_shift;
    const ValueId rest = b_.emit(Operation::shr, {b_.constant(bits), shifted(state, bits)});
    b_.emit(Operation::sstore,
        {slot(0), b_.emit(Operation::bit_or, {rest, shifted(time, silent_shift)})});
}

/// The first call begins the term: were it counted from the last report, whoever pays first after
/// a long time without payments would pay what nobody can report in time. The epoch stays the one
/// at hand.
void Epochs::close_silent()
{
    const ValueId state = this->state();
    const ValueId open = open_pot(state);
    empty_if(b_.emit(Operation::iszero, {open}));
    const ValueId since = silent_since(state);
    const BlockId begins = b_.new_block("silence_begins");
    b_.leave_if(b_.emit(Operation::iszero, {since}), begins, "silent");
    require_time(since);
    set_silent_since(state, b_.constant(0));
    take_out(open);
    const ValueId epoch = field_of(l_, state, 0, epoch_bits);
    pay(epoch, party_address(l_, rule_.unclaimed_to), open);
    b_.continue_in(begins);
    const ValueId now = b_.emit(Operation::timestamp);
    set_silent_since(state, now);
    const ValueId term = b_.constant(rule_.unclaimed_after);
    log_event(
        l_, "Silent", {field_of(l_, state, 0, epoch_bits), b_.emit(Operation::add, {now, term})});
    b_.end(ExitKind::stop);
}
}  // namespace

void lower_epochs_function(Lowering& l, const ExternalFunction& function)
{
    Epochs epochs{l, function.index};
    switch (function.kind)
    {
        case FunctionKind::epochs_report:
            return epochs.report();
        case FunctionKind::epochs_claim:
            return epochs.claim();
        case FunctionKind::epochs_sweep:
            return epochs.sweep();
        default:
            return epochs.close_silent();
    }
}

ValueId open_pot(Lowering& l, std::size_t bucket)
{
    Epochs epochs{l, bucket};
    return epochs.open_pot(epochs.state());
}

ValueId outstanding(Lowering& l, std::size_t bucket)
{
    Epochs epochs{l, bucket};
    return epochs.owed(epochs.state());
}
}  // namespace byline::compiler
