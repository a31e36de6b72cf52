#pragma once

// The typed tree is one thing in several files: who reads it includes this one.
// IWYU pragma: begin_exports
#include "compiler/sema/bucket.hpp"
#include "compiler/sema/expression.hpp"
#include "compiler/sema/statement.hpp"
#include "compiler/sema/type.hpp"
// IWYU pragma: end_exports

#include "compiler/source/diagnostic.hpp"
#include "vm/primitives/address.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace byline::compiler
{
/// A licence after all checks, the typed tree: names are indices, shares are exact, amounts are in
/// the currency's smallest unit, tuples are taken apart. What the rest of the compiler reads.

struct Party
{
    std::string name;
    std::string comment;
    bool is_licence = false;     ///< must accept plain transfers (rule M5)
    bool is_assignable = false;  ///< lies in storage; else in code (rule M15)
    Span span;
};

/// `role judge = arbiter`: another name for a party's powers.
struct Role
{
    std::string name;
    std::size_t party = 0;
    Span span;
};

/// Who may do something: a party, or a role, whose address is its party's.
struct Actor
{
    std::string name;
    std::size_t party = 0;
};

/// What the licence is paid in.
struct Currency
{
    std::string name = "ether";
    unsigned decimals = 18;
    std::optional<address> token;  ///< none: ether

    [[nodiscard]] bool is_token() const noexcept { return token.has_value(); }
};

struct Constant
{
    std::string name;
    ScalarType type;
    uint256 value;
    Span span;
};

/// `let fee = 5%`: known to prices only, so it has no getter.
struct Percentage
{
    std::string name;
    Rational value;
    Span span;
};

/// The names of a table's rows, a type.
struct Enumeration
{
    std::string name;
    std::vector<std::string> members;
};

struct Table
{
    std::string name;
    std::size_t enumeration = 0;
    std::vector<ScalarField> columns;
    std::vector<std::vector<uint256>> rows;  ///< one a member, one word a column
    Span span;
};

/// An EIP-712 struct.
struct Message
{
    std::string name;     ///< as it is signed: `Usage`
    std::string written;  ///< as the licence writes it: `Usage`, or `meter.Usage`
    std::vector<ScalarField> fields;
    Span span;
};

struct Keep
{
    std::string name;
    std::string comment;
    std::optional<ScalarType> key;
    std::vector<ScalarField> fields;  ///< one, or those of a tuple
    bool is_tuple = false;
    std::vector<uint256> initial;  ///< one a field, or empty: zeros; never with a key
    Span span;
};

/// An error or event that the licence names: `else Expired(...)`, `tell Renewed(...)`. All uses of
/// a name have the same types; the names of the fields are the first use's.
struct Declared
{
    std::string name;
    std::vector<ScalarField> fields;
    Span span;
};

/// One line of `terms`: `permits "inference", "evaluation"`.
struct TermsLine
{
    std::string word;
    std::vector<std::string> texts;
};

struct Royalty
{
    Rational share;
    std::size_t bucket = 0;
    Span span;
};

/// Rule M14.
struct Pause
{
    std::size_t by = 0;         ///< actor
    std::uint64_t longest = 0;  ///< seconds
    Span span;
};

/// Rule M14.
struct Upgrade
{
    std::optional<std::size_t> by;  ///< actor; none: never
    std::uint64_t notice = 0;       ///< seconds
    Span span;
};

struct Licence
{
    std::string name;
    std::string title;
    std::string comment;
    std::vector<std::string> conforms;  ///< names of standards, all of them known
    std::vector<Party> parties;
    std::vector<Role> roles;
    std::vector<Actor> actors;  ///< the parties in their order, then the roles
    std::vector<std::string> units;
    Currency currency;
    std::vector<Constant> constants;
    std::vector<Percentage> percentages;
    std::vector<Message> messages;
    std::vector<TermsLine> terms;
    std::vector<Enumeration> enumerations;
    std::vector<Table> tables;
    std::vector<Bucket> buckets;
    std::vector<ReceiptGroup> groups;
    std::vector<Keep> keeps;
    std::vector<Declared> errors;
    std::vector<Declared> events;
    std::vector<Act> acts;
    std::vector<View> views;
    std::optional<Royalty> royalty;
    std::optional<Pause> pause;
    std::optional<Upgrade> upgrade;
    std::vector<Expression> expressions;  ///< the nodes of all acts and views
    Span span;
};

/// "an account", "money", "a number of calls", "a `Tier`".
std::string in_words(const Licence& licence, const ScalarType& type);

/// The bucket that plain transfers land in, if there is one (rule M6).
const Bucket* default_bucket(const Licence& licence) noexcept;

/// The group whose receipts are what is left of the balance (rule M1), if there is one.
const ReceiptGroup* residual_group(const Licence& licence) noexcept;

/// Whether the sum that all other buckets hold must be known (H of rule M1): ether, and some
/// bucket is not of the residual group; or a token and a tab or pot: H is then the sum of what
/// those hold alone.
bool counts_held(const Licence& licence) noexcept;

/// Whether claim() pays from the bucket: splits, waterfalls and pools.
bool is_claimable(const Bucket& bucket) noexcept;

/// Whether something in the licence checks a signature: a signed parameter, or epochs.
bool verifies_signatures(const Licence& licence) noexcept;

/// "Revenue" for "revenue".
std::string capitalised(std::string name);

/// "Record" for the act `record`: the name of its event.
std::string event_name(const Act& act);
}  // namespace byline::compiler
