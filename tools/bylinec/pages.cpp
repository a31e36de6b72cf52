#include "tools/bylinec/pages.hpp"

#include "compiler/source/diagnostics.hpp"

#include <string_view>

namespace byline::tools
{
namespace
{
constexpr std::string_view syntax =
    R"(The text breaks off from the grammar at the place that is marked. The compiler goes on at the next clause or
item, so that one run tells of several errors. docs/language.md has the whole grammar.

Wrong:
    licence L { party alice  split s { alice 100 } }
Right:
    licence L { party alice  split s { alice 100% } }
)";

constexpr std::string_view unsupported =
    R"(The construct is part of the language, but this version makes no code of it. It is refused rather than passed
over: a licence never does less than it says. `bylinec fmt` works on it all the same.

Wrong:
    licence L { party alice  split s default { alice 100% }  senior alice 5% at least 0.1 ether }
Right:
    licence L { party alice  split s default { alice 100% } }
)";

constexpr std::string_view shares =
    R"(The shares of a list total exactly 100 %, computed without rounding; a list inside another totals 100 % of its
rest. Otherwise a part of each payment would belong to nobody, or to two at once. `the rest` as the last
share is whatever the others leave.

Wrong:
    licence L { party alice, bob  split s { alice 50%  bob 45% } }
Right:
    licence L { party alice, bob  split s { alice 50%  bob the rest } }
)";

constexpr std::string_view proofs =
    R"(What a payee may withdraw never falls, all payees together never get more than came in, less than one unit a payee
stays behind, and every step of the books keeps in = paid + owed + held + dust: z3 proves this of each licence when it is
built, for all amounts at once (`bylinec prove` prints every statement). A proof that the budget does not decide
counts as none. Then the shares or tiers are more than can be seen through: use fewer payees, fewer tiers, or fractions
with smaller denominators.
)";

constexpr std::string_view fine_shares =
    R"(A share is kept as an exact fraction in lowest terms; its numerator and denominator stay below 2^128, so that
a payment times the numerator fits the arithmetic of the chain. Shares with this many decimals are rarely
meant: use fewer.
)";

constexpr std::string_view tiers =
    R"(A waterfall fills its tiers from the first to the last. All but the last say where they end; the last takes whatever else
comes, for ever. If it ended too, money above its end would belong to nobody; and nothing below a tier without an end is
ever reached.

Wrong:
    licence L { party alice, bob  waterfall w default { first alice until 1 ether  then bob until 2 ether } }
Right:
    licence L { party alice, bob  waterfall w default { first alice until 1 ether  then bob } }
)";

constexpr std::string_view money =
    R"(Money is a thing, not a number: a call brings one payment, it goes into one bucket once, and nothing but a bucket
holds any. So an act takes at most one payment, takes it into a bucket, and no `keep` is of money.

Wrong:
    licence L { party alice  split s { alice 100% }  act pay() { takes 1 ether into s  takes 1 ether into s } }
Right:
    licence L { party alice  split s { alice 100% }  act pay() { takes 2 ether into s } }
)";

constexpr std::string_view empty_pool =
    R"(A pool shares what comes in by what its manager has granted so far. Until the first grant, and whenever all shares were
taken back, there is nobody to share with: the pool names who is paid then.

Wrong:
    licence L {
      party alice, desk
      unit  point
      pool  bonus of points { managed by desk }
      act fill() { takes any into bonus }
    }
Right:
    licence L {
      party alice, desk
      unit  point
      pool  bonus of points { managed by desk  when empty to alice }
      act fill() { takes any into bonus }
    }
)";

constexpr std::string_view exits =
    R"(Money that goes into a bucket comes out of it again without anybody's leave: payees of a split, a waterfall and a pool claim;
what no report comes for leaves an epochs bucket after its term; whoever filled a tab leaves; a pot has an exit. And a bucket
that no act pays into and no plain transfer reaches is a promise of nothing.

Wrong:
    licence L { party alice  split s default { alice 100% }  pot p exits to alice after 1 year }
Right:
    licence L { party alice  split s default { alice 100% } }
)";

constexpr std::string_view outflow =
    R"(An act moves money, or pays it out, only from a tab or a pot. What is in a split, a waterfall, a pool or an epochs bucket
belongs to its payees from the moment it comes in: an act that took some away would make their claims fail.

Wrong:
    licence L {
      party alice
      split s default { alice 100% }
      act refund(who: account) { by alice  pays 1 ether from s to who }
    }
Right:
    licence L {
      party alice
      split s default { alice 100% }
      pot   reserve exits to alice after 1 year
      act fill() { takes any into reserve }
      act refund(who: account) { by alice  pays 1 ether from reserve to who }
    }
)";

constexpr std::string_view skips =
    R"(In a loop, `else skip` leaves the rest of this turn. It may follow conditions and the first effect only: behind
another effect the turn would be left half done. Outside a loop there is nothing to skip.

Wrong:
    licence L {
      party a
      keep  seen: account -> flag
      split s default { a 100% }
      act see(all: list of account max 9, n: count) { when n > 3 else skip  for each x in all { set seen[x] = true } }
    }
Right:
    licence L {
      party a
      keep  seen: account -> flag
      split s default { a 100% }
      act see(all: list of account max 9) { for each x in all { when not seen[x] else skip  set seen[x] = true } }
    }
)";

constexpr std::string_view bounds =
    R"(A call must fit into one transaction, whatever it brings and whatever was stored before. So a list says how many entries
it has at most, 1 to 1024, and nothing loops but `for each` over a list that the act is given. From the compiled code the
compiler adds up the longest way through each function, with the longest arguments; none may take more than the 16777216 gas
that a transaction can have (EIP-7825). `bylinec build --gas` prints the sums. Too much is a matter of `max`, nearly always.

Wrong:
    licence L {
      party a
      keep  seen: account -> flag
      split s default { a 100% }
      act see(all: list of account max 100_000) { for each x in all { set seen[x] = true } }
    }
Right:
    licence L {
      party a
      keep  seen: account -> flag
      split s default { a 100% }
      act see(all: list of account max 100) { for each x in all { set seen[x] = true } }
    }
)";

constexpr std::string_view dimensions =
    R"(Amounts have a kind, as in physics: calls are not ether, and ether per call times calls is ether. What is added or
compared is of one kind, what is taken is money, and a range goes up.

Wrong:
    licence L { party alice  unit call  split s { alice 100% }  act use(n: calls) { takes n into s } }
Right:
    licence L { party alice  unit call  split s { alice 100% }  act meter(n: calls) { takes n * 1 gwei per call into s } }
)";

constexpr std::string_view replay =
    R"(Whoever has seen a signed message can send it again. So the second time it must be worth nothing: its amount is cumulative
(`when v.upTo > used[x]`, then `set used[x] = v.upTo`), or it has a number that is kept once it was used, or the number of an
epoch that goes up.

Wrong:
    licence L {
      party alice
      message Order { buyer: account  sum: money }
      split s { alice 100% }
      tab   deposit notice 1 day
      act buy(o: list of signed Order max 8) {
        for each v in o signed by v.buyer { move v.sum from deposit[v.buyer] to s }
      }
    }
Right:
    licence L {
      party alice
      unit  call
      message Order { buyer: account  upTo: calls }
      split s { alice 100% }
      tab   deposit notice 1 day
      keep  used: account -> calls
      act buy(o: list of signed Order max 8) {
        for each v in o signed by v.buyer {
          when v.upTo > used[v.buyer] else skip
          move (v.upTo - used[v.buyer]) * 1 gwei per call from deposit[v.buyer] to s else skip
          set  used[v.buyer] = v.upTo
        }
      }
    }
)";

constexpr std::string_view notice =
    R"(A signed message is a promise to be paid later, out of the signer's tab. If the signer could empty the tab at once, it
would do so before the message is redeemed. A notice leaves the other side that long.

    tab deposit                  is refused where signed messages draw from it,
    tab deposit notice 7 days    is not.
)";

constexpr std::string_view message_use =
    R"(A signature says what it is for by the type of its message. If two acts took the same type, a message signed for one of them
could be sent to the other, and what one act remembers of used messages the other does not know.
Declare a message for each.
)";

constexpr std::string_view authority =
    R"(Whoever grants or takes away shares of a pool changes whose the money in it is. The pool names its manager, and an
act that changes its shares is by that manager alone.

Wrong:
    licence L {
      party a, b
      unit  point
      pool  bonus of points { managed by a  when empty to b }
      act pay() { takes 1 ether into bonus }
      act join(n: points) { grant n to caller in bonus }
    }
Right:
    licence L {
      party a, b
      unit  point
      pool  bonus of points { managed by a  when empty to b }
      act pay() { takes 1 ether into bonus }
      act join(who: account, n: points) { by a  grant n to who in bonus }
    }
)";

constexpr std::string_view names =
    R"(A name means one thing in the whole licence, is declared where something relies on it, and is no word for an
amount or a type. Inside an act no name hides another. Licences of one file have names of their own, and so have files that
are used `as` something. What says nothing is said here too: a party that no share names and that may do nothing, a message
that nobody reads, a condition that always or never holds.

Wrong:
    licence L { party alice, bob  split s { alice 100% } }
Right:
    licence L { party alice, bob  split s { alice 60%  bob 40% } }
)";

constexpr std::string_view uses =
    R"(`use "usage.byl#0x..."` takes the messages of another file. The keccak256 behind the # names the text that is
meant: a file that was changed since is refused, so that what was agreed to cannot change behind the licence's back.
Without the hash, the compiler prints the line to write. Paths count from the file that uses them. `use "..." as meter`
names what the file brings: `meter.Usage`.
)";

constexpr std::string_view clash =
    R"(The functions, events and errors of the contract are called by name and by the first four bytes of a hash. Two with one
name, or by accident with the same four bytes, could not be told apart; some names are taken by what every licence has.

Wrong:
    licence L { party alice  split s { alice 100% }  act claim() { } }
Right:
    licence L { party alice  split s { alice 100% }  act redeem() { } }
)";

constexpr std::string_view code_size =
    R"(A chain takes contracts of at most 24,576 bytes of code (EIP-170) and constructors of at most 49,152 (EIP-3860). Divide the
licence: fewer acts, or fewer parties in one split.
)";
}  // namespace

std::string_view page_of(compiler::DiagnosticKind kind) noexcept
{
    switch (kind)
    {
#define BYLINE_DIAGNOSTIC(code, kind, summary) \
    case compiler::DiagnosticKind::kind:       \
        return kind;
#include "compiler/source/diagnostics.def"
    }
    return {};
}
}  // namespace byline::tools
