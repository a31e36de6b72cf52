#include "compiler/lower/shares.hpp"

#include "compiler/lower/context.hpp"
#include "compiler/lower/money.hpp"
#include "compiler/lower/party.hpp"
#include "compiler/lower/position.hpp"
#include "compiler/sema/rational.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace byline::compiler
{
using ir::Operation;
using ir::ValueId;

namespace
{
constexpr unsigned receipt_bits = 128;
constexpr unsigned word_bits = 256;
/// A counter's place in its word, and its word among those of the bucket.
constexpr unsigned place_bits = 8;

/// The function of a split or waterfall in whole numbers: of the receipts from one bound to the
/// next, payee p gets numerators[p][tier] / denominator.
struct ShareFunction
{
    uint256 denominator{1};
    std::vector<uint256> bounds;  ///< one less than tiers, in receipts of the group
    std::vector<std::vector<uint256>> numerators;
};

uint256 bound_of(const uint256& until, const Rational& factor)
{
    // Both are below 2^128 (rule M3).
    const DivResult bound = divide(until * factor.denominator(), factor.numerator());
    return bound.remainder.is_zero() ? bound.quotient : bound.quotient + 1;
}

ShareFunction share_function(const ShareRule& rule, const Rational& factor)
{
    ShareFunction function;
    std::vector<std::vector<Rational>> shares;
    for (const Tier& tier : rule.tiers)
    {
        if (tier.until)
            function.bounds.push_back(bound_of(*tier.until, factor));
        std::vector<Rational>& own = shares.emplace_back();
        for (const Rational& share : tier.shares)
        {
            // B103 refuses what does not fit.
            own.push_back(*multiply(share, factor));
            const uint256& denominator = own.back().denominator();
            function.denominator = function.denominator /
                                   greatest_common_divisor(function.denominator, denominator) *
                                   denominator;
        }
    }
    for (std::size_t payee = 0; payee < rule.payees.size(); ++payee)
    {
        std::vector<uint256>& own = function.numerators.emplace_back();
        for (const std::vector<Rational>& tier : shares)
            own.push_back(
                tier[payee].numerator() * (function.denominator / tier[payee].denominator()));
    }
    return function;
}

/// All that must be known of a payee, in as few constants as hold it: the place of its counter in
/// the word where words are shared, the counter's word where there are several, its share of each
/// tier. A stranger's are all zero.
class KeyLayout
{
public:
    struct Field
    {
        std::size_t word = 0;
        unsigned bit = 0;
        unsigned bits = 0;
    };

    KeyLayout(const CounterLayout& counters, const ShareFunction& function)
    {
        if (counters.per_slot > 1)
            shift_ = add(place_bits);
        if (counters.slots > 1)
            slot_ = add(place_bits);
        for (std::size_t tier = 0; tier <= function.bounds.size(); ++tier)
        {
            unsigned bits = 1;
            for (const std::vector<uint256>& own : function.numerators)
                bits = std::max(bits, own[tier].bit_width());
            shares_.push_back(add(bits));
        }
        for (std::size_t payee = 0; payee < function.numerators.size(); ++payee)
            write(counters, function.numerators[payee], payee);
        // The first word alone says who is no stranger.
        if (std::ranges::any_of(keys_, [](const auto& key) { return key.front().is_zero(); }))
            mark();
    }

    [[nodiscard]] const std::optional<Field>& shift() const noexcept { return shift_; }

    [[nodiscard]] const std::optional<Field>& slot() const noexcept { return slot_; }

    [[nodiscard]] const Field& share(std::size_t tier) const noexcept { return shares_[tier]; }

    [[nodiscard]] std::size_t words() const noexcept { return used_.size(); }

    [[nodiscard]] const uint256& key(std::size_t payee, std::size_t word) const noexcept
    {
        return keys_[payee][word];
    }

    /// Nothing lies above the field in its word.
    [[nodiscard]] bool is_highest(const Field& field) const noexcept
    {
        return field.bit + field.bits == used_[field.word];
    }

private:
    Field add(unsigned bits)
    {
        // A bit of the first word is kept for `mark`.
        if (used_.back() + bits > word_bits - 1)
            used_.push_back(0);
        const Field field{used_.size() - 1, used_.back(), bits};
        used_.back() += bits;
        return field;
    }

    void write(
        const CounterLayout& counters, const std::vector<uint256>& numerators, std::size_t payee)
    {
        std::vector<uint256>& key = keys_.emplace_back(used_.size());
        const auto put = [&](const Field& field, const uint256& value) {
            key[field.word] = key[field.word] | (value << field.bit);
        };
        if (shift_)
            put(*shift_, counters.shift_of(payee));
        if (slot_)
            put(*slot_, payee / counters.per_slot);
        for (std::size_t tier = 0; tier < shares_.size(); ++tier)
            put(shares_[tier], numerators[tier]);
    }

    void mark()
    {
        for (std::vector<uint256>& key : keys_)
            key.front() = key.front() | (uint256{1} << used_.front());
        ++used_.front();
    }

    std::optional<Field> shift_;
    std::optional<Field> slot_;
    std::vector<Field> shares_;
    std::vector<unsigned> used_{0};
    std::vector<std::vector<uint256>> keys_;
};

/// Writes code about one split or waterfall.
class ShareLowering
{
public:
    ShareLowering(Lowering& l, std::size_t bucket)
        : l_{l},
          b_{l.b},
          bucket_{l.context.licence.buckets[bucket]},
          rule_{std::get<ShareRule>(bucket_.rule)},
          counters_{l.context.storage.buckets[bucket].counters},
          function_{share_function(rule_, bucket_.factor)},
          keys_{counters_, function_}
    {}

    /// The body of the function position(account).
    void position()
    {
        const ValueId account = b_.add_parameter(0);
        const ValueId receipts = unchecked_receipts(l_, bucket_.group);
        const std::vector<ValueId> key = key_of(account);
        const ValueId entitled = entitlement(receipts, key);
        const ValueId counter = counter_word(key.front());
        const ValueId done = counted(counter, key.front());
        // Not less than 0, whatever the counter says: (entitled - done) * (entitled > done).
        const ValueId amount = b_.emit(Operation::mul,
            {b_.emit(Operation::sub, {entitled, done}), b_.emit(Operation::gt, {entitled, done})});
        const ValueId large = too_large(receipts, entitled);
        b_.leave_if(large, l_.failures.without_arguments("Overflow"), "fits");
        b_.end(ir::ExitKind::give_back, {receipts, key.front(), amount, counter});
    }

    /// Adds the amount to the payee's counter. It cannot carry into the next one: the entitlement
    /// fits.
    void count(const ClaimPosition& at)
    {
        ValueId added = at.amount;
        if (keys_.shift())
            added = b_.emit(Operation::shl, {field(at.key, *keys_.shift()), added});
        b_.emit(Operation::sstore, {slot_of(at.key), b_.emit(Operation::add, {at.counter, added})});
        if (!counters_.total)
            return;
        const ValueId total = b_.emit(Operation::sload, {b_.constant(*counters_.total)});
        b_.emit(Operation::sstore,
            {b_.constant(*counters_.total), b_.emit(Operation::add, {total, at.amount})});
    }

    ValueId paid()
    {
        if (counters_.total)
            return b_.emit(Operation::sload, {b_.constant(*counters_.total)});
        std::optional<ValueId> sum;
        for (std::size_t payee = 0; payee < rule_.payees.size(); payee += counters_.per_slot)
        {
            const ValueId word = b_.emit(Operation::sload, {b_.constant(counters_.slot_of(payee))});
            const std::size_t left = rule_.payees.size() - payee;
            const ValueId part = sum_of_word(word, std::min<std::size_t>(left, counters_.per_slot));
            sum = sum ? b_.emit(Operation::add, {*sum, part}) : part;
        }
        return *sum;
    }

private:
    /// The mask as one value, so that it is made once.
    ValueId mask()
    {
        if (!mask_)
            mask_ = b_.constant((uint256{1} << counters_.bits) - 1);
        return *mask_;
    }

    ValueId sum_of_word(ValueId word, std::size_t counters)
    {
        std::optional<ValueId> sum;
        for (std::size_t i = 0; i < counters; ++i)
        {
            const unsigned shift = counters_.shift_of(i);
            ValueId counter = b_.emit(Operation::shr, {b_.constant(shift), word});
            // The highest one has nothing above it, and so has one alone.
            if (i + 1 < counters_.per_slot)
                counter = b_.emit(Operation::bit_and, {counter, mask()});
            sum = sum ? b_.emit(Operation::add, {*sum, counter}) : counter;
        }
        return *sum;
    }

    /// At most one of the comparisons is 1: a sum of products instead of a chain of branches.
    std::vector<ValueId> key_of(ValueId account)
    {
        std::vector<ValueId> key;
        for (std::size_t payee = 0; payee < rule_.payees.size(); ++payee)
        {
            const ValueId is_payee =
                b_.emit(Operation::eq, {party_address(l_, rule_.payees[payee]), account});
            for (std::size_t word = 0; word < keys_.words(); ++word)
            {
                const ValueId term =
                    b_.emit(Operation::mul, {is_payee, b_.constant(keys_.key(payee, word))});
                if (payee == 0)
                    key.push_back(term);
                else
                    key[word] = b_.emit(Operation::add, {key[word], term});
            }
        }
        return key;
    }

    ValueId field(ValueId word, const KeyLayout::Field& field)
    {
        const ValueId shifted = b_.emit(Operation::shr, {b_.constant(field.bit), word});
        if (keys_.is_highest(field))
            return shifted;
        const uint256 bits = (uint256{1} << field.bits) - 1;
        return b_.emit(Operation::bit_and, {shifted, b_.constant(bits)});
    }

    /// The sum over the tiers of what falls into each times the share of it. All shares are at most
    /// the denominator, which is below 2^128 as the receipts are: nothing wraps.
    ValueId entitlement(ValueId receipts, const std::vector<ValueId>& key)
    {
        ValueId left = receipts;
        std::optional<ValueId> sum;
        uint256 from;
        for (std::size_t tier = 0; tier <= function_.bounds.size(); ++tier)
        {
            const KeyLayout::Field& place = keys_.share(tier);
            const ValueId share = field(key[place.word], place);
            ValueId part = left;
            if (tier < function_.bounds.size())
            {
                const ValueId width = b_.constant(function_.bounds[tier] - from);
                from = function_.bounds[tier];
                const ValueId above =
                    b_.emit(Operation::mul, {b_.emit(Operation::sub, {left, width}),
                                                b_.emit(Operation::gt, {left, width})});
                part = b_.emit(Operation::sub, {left, above});
                left = above;
            }
            const ValueId product = b_.emit(Operation::mul, {part, share});
            sum = sum ? b_.emit(Operation::add, {*sum, product}) : product;
        }
        return b_.emit(Operation::div, {*sum, b_.constant(function_.denominator)});
    }

    /// Of a stranger a slot of this bucket too: what is stored there again is what was read.
    ValueId slot_of(ValueId key)
    {
        const ValueId first = b_.constant(counters_.first_slot);
        return keys_.slot() ? b_.emit(Operation::add, {field(key, *keys_.slot()), first}) : first;
    }

    /// The word of the payee's counter. Where the receipts follow from the balance all words have
    /// been read, and one of two is chosen for less than another SLOAD.
    ValueId counter_word(ValueId key)
    {
        if (counters_.slots != 2 || !l_.context.licence.groups[bucket_.group].is_residual)
            return b_.emit(Operation::sload, {slot_of(key)});
        const auto word = [&](std::size_t offset) {
            return b_.emit(Operation::sload, {b_.constant(counters_.first_slot + offset)});
        };
        const ValueId first = word(0);
        const ValueId both = b_.emit(Operation::bit_xor, {first, word(1)});
        return b_.emit(Operation::bit_xor,
            {first, b_.emit(Operation::mul, {both, field(key, *keys_.slot())})});
    }

    ValueId counted(ValueId counter, ValueId key)
    {
        if (!keys_.shift())
            return counter;
        const ValueId shifted = b_.emit(Operation::shr, {field(key, *keys_.shift()), counter});
        return b_.emit(Operation::bit_and, {shifted, mask()});
    }

    ValueId too_large(ValueId receipts, ValueId entitled)
    {
        const ValueId receipts_high =
            b_.emit(Operation::shr, {b_.constant(receipt_bits), receipts});
        // An entitlement is at most the receipts.
        if (counters_.bits == receipt_bits)
            return receipts_high;
        return b_.emit(Operation::bit_or,
            {b_.emit(Operation::shr, {b_.constant(counters_.bits), entitled}), receipts_high});
    }

    Lowering& l_;
    ir::Builder& b_;
    const Bucket& bucket_;
    const ShareRule& rule_;
    CounterLayout counters_;
    ShareFunction function_;
    KeyLayout keys_;
    std::optional<ValueId> mask_;
};

constexpr std::size_t position_results = 4;
}  // namespace

ClaimPosition share_position(Lowering& l, std::size_t bucket, ValueId account)
{
    const Bucket& own = l.context.licence.buckets[bucket];
    const ir::FunctionId function = l.context.functions.function(
        "position_" + own.name + when_read(l), position_results, [&](ir::Builder& b) {
            b.locate(own.span);
            Failures failures{b};
            Lowering inner{l.context, b, failures};
            inner.payment_is_due = l.payment_is_due;
            ShareLowering{inner, bucket}.position();
        });
    const std::vector<ValueId> results =
        l.b.call(function, {account}, position_results, own.name + "_position");
    return {.receipts = results[0], .key = results[1], .amount = results[2], .counter = results[3]};
}

void count_share_claim(Lowering& l, std::size_t bucket, const ClaimPosition& position)
{
    ShareLowering{l, bucket}.count(position);
}

ValueId paid_from_shares(Lowering& l, std::size_t bucket)
{
    return ShareLowering{l, bucket}.paid();
}
}  // namespace byline::compiler
