#include "tools/bylinec/pages.hpp"

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
    licence L { party alice  split s { alice 100% }  upgrade never }
Right:
    licence L { party alice  split s { alice 100% } }
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

constexpr std::string_view fine_shares =
    R"(A share is kept as an exact fraction in lowest terms; its numerator and denominator stay below 2^128, so that
a payment times the numerator fits the arithmetic of the chain. Shares with this many decimals are rarely
meant: use fewer.
)";

constexpr std::string_view money =
    R"(Money is a thing, not a number: a call brings one payment, it goes into one bucket once, and nothing but a bucket
holds any. So an act takes at most one payment, takes it into a bucket, and no `keep` is of money.

Wrong:
    licence L { party alice  split s { alice 100% }  act pay() { takes 1 ether into s  takes 1 ether into s } }
Right:
    licence L { party alice  split s { alice 100% }  act pay() { takes 2 ether into s } }
)";

constexpr std::string_view dimensions =
    R"(Amounts have a kind, as in physics: calls are not ether, and ether per call times calls is ether. What is added or
compared is of one kind, what is taken is money, and a range goes up.

Wrong:
    licence L { party alice  unit call  split s { alice 100% }  act use(n: calls) { takes n into s } }
Right:
    licence L { party alice  unit call  split s { alice 100% }  act meter(n: calls) { takes n * 1 gwei per call into s } }
)";

constexpr std::string_view names =
    R"(A name means one thing in the whole licence, is declared where something relies on it, and is no word for an
amount or a type. A party that no share names would never be paid, so that is said here too.

Wrong:
    licence L { party alice, bob  split s { alice 100% } }
Right:
    licence L { party alice, bob  split s { alice 60%  bob 40% } }
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
