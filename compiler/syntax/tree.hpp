#pragma once

#include "compiler/source/diagnostic.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What a file says, as written: a struct for each rule of the grammar (docs/language.md). A field
/// `word` is the place of the word that begins the construct, where a message points to.
namespace byline::compiler::syntax
{
/// A name where it was written.
struct Name
{
    std::string text;
    Span span;
};

/// A text without its quotes.
struct Text
{
    std::string text;
    Span span;
};

/// A decimal number as written: digits / 10^scale.
struct Decimal
{
    uint256 digits;
    unsigned scale = 0;
};

using ExpressionId = std::uint32_t;

enum class ExpressionKind : std::uint8_t
{
    number,    ///< `number` [unit ["per" per]]
    percent,   ///< `number` %
    text,      ///< "name"
    address,   ///< name: 0x and 40 hex digits
    account,   ///< #number, in tests
    name,      ///< name
    tuple,     ///< (arguments), two or more
    field,     ///< left.name
    index,     ///< left[right]
    call,      ///< left(arguments)
    negation,  ///< not left
    binary,    ///< left `op` right
    broken,    ///< said to be wrong already; nothing more is to be said
};

enum class BinaryOperator : std::uint8_t
{
    logical_or,
    logical_and,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    add,
    subtract,
    multiply,
    divide,
    of,
};

/// What a product says of the part below the smallest amount.
enum class Rounding : std::uint8_t
{
    unsaid,
    up,
    down,
};

struct Argument
{
    std::optional<Name> name;
    ExpressionId value = 0;
};

struct Expression
{
    ExpressionKind kind = ExpressionKind::broken;
    BinaryOperator op = BinaryOperator::add;
    Rounding rounding = Rounding::unsaid;
    Span span;
    Decimal number = {};
    std::optional<Name> unit = {};
    std::optional<Name> per = {};
    std::string name = {};
    ExpressionId left = 0;
    ExpressionId right = 0;
    Span operator_span = {};  ///< of a binary, field, index or call: the sign itself
    std::vector<Argument> arguments = {};
};

enum class TypeKind : std::uint8_t
{
    named,
    range,  ///< low..high
    text,   ///< text max high
    tuple,  ///< (fields)
    list,   ///< list of [signed] element max high
    broken,
};

struct Field;

struct Type
{
    TypeKind kind = TypeKind::broken;
    bool is_signed = false;
    Name name;
    Decimal low;
    Decimal high;
    std::vector<Field> fields;
    std::vector<Type> element;  ///< none or one
    Span span;
};

struct Field
{
    std::optional<Name> name;
    Type type;
};

struct Parameter
{
    Name name;
    Type type;
};

struct Shares;

/// One entry of a list of shares: `payee 50%`, `payee 2 parts`, `payee the rest` or
/// `the rest { ... }`.
struct Share
{
    std::optional<Name> payee;       ///< none: the entry is a nested list
    std::optional<Decimal> percent;  ///< neither percent nor parts: the rest
    std::optional<Decimal> parts;
    Span value;                  ///< "15%" or "the rest"
    std::vector<Shares> nested;  ///< none or one
};

struct Shares
{
    std::vector<Share> entries;
    Span span;
};

struct Party
{
    Name name;
    std::optional<Span> licence_word;  ///< the party must itself be a licence
    std::optional<Span>
        assignable_word;  ///< its place can be given to another; said of all parties
};

struct Role
{
    Span word;
    Name name;
    Name holder;
};

struct Unit
{
    Name name;
};

/// A token that prices are in; `currency ether` declares nothing and is not kept.
struct Currency
{
    Span word;
    Name name;
    std::string token;  ///< 0x and 40 hex digits
    Decimal decimals;
};

struct Let
{
    Span word;
    Name name;
    ExpressionId value = 0;
};

struct Message
{
    Span word;
    Name name;
    std::vector<Parameter> fields;
    bool is_used = false;  ///< it stands in another file
    std::string of;        ///< the name that its file is used by; empty if it has none
};

/// `permits "inference", "evaluation"`.
struct TermsLine
{
    Name word;
    std::vector<Text> texts;
};

struct Terms
{
    Span word;
    std::vector<TermsLine> lines;
};

struct TableRow
{
    Name name;
    std::vector<ExpressionId> cells;
};

/// Declares the type `key` too, whose values are the rows.
struct Table
{
    Span word;
    Name name;
    Name key;
    Type columns;
    std::vector<TableRow> rows;
};

struct Split
{
    Name name;
    bool is_default = false;
    Shares shares;
};

struct Tier
{
    std::optional<Name> payee;  ///< one of the two
    std::optional<Shares> shares;
    std::optional<ExpressionId> until;
};

struct Waterfall
{
    Span word;
    Name name;
    bool is_default = false;
    std::vector<Tier> tiers;
};

struct Pool
{
    Span word;
    Name name;
    Name unit;
    Name manager;
    Name when_empty;
};

struct Epochs
{
    Span word;
    Name name;
    bool is_default = false;
    Name message;
    Name signer;
    Type leaf;
    ExpressionId unclaimed_after = 0;
    Name unclaimed_to;
};

struct Tab
{
    Span word;
    Name name;
    std::optional<ExpressionId> notice;
};

struct Pot
{
    Span word;
    Name name;
    Name exit_to;
    ExpressionId exit_after = 0;
};

struct Keep
{
    Span word;
    Name name;
    Type type;                  ///< of the value, or of the key
    std::optional<Type> value;  ///< where `type` is the key's
    std::optional<ExpressionId> initial;
};

struct View
{
    Span word;
    std::string comment;
    Name name;
    std::vector<Parameter> parameters;
    Type result;
    ExpressionId value = 0;
};

struct Royalty
{
    Span word;
    Decimal percent;
    Name bucket;
};

struct Pause
{
    Span word;
    Name by;
    ExpressionId longest = 0;
};

/// Without `by` and `notice`: never.
struct Upgrade
{
    Span word;
    std::optional<Name> by;
    std::optional<ExpressionId> notice;
};

/// `else skip` or `else Error(arguments)`.
struct Else
{
    Span word;
    std::optional<Name> error;  ///< none: skip
    std::vector<Argument> arguments;
};

struct By
{
    Span word;
    std::vector<Name> callers;
};

struct When
{
    Span word;
    ExpressionId condition = 0;
    std::optional<Else> otherwise;
};

struct Takes
{
    Span word;
    std::optional<ExpressionId> price;  ///< none: any
    std::optional<ExpressionId> into;   ///< a place, or else `shares`
    std::optional<Shares> shares;
};

enum class Assignment : std::uint8_t
{
    assign,
    add,
    subtract,
};

struct Set
{
    ExpressionId place = 0;
    Assignment how = Assignment::assign;
    ExpressionId value = 0;
    std::optional<Else> otherwise;
};

/// `grant n to who in pool`, or `revoke n from who in pool`.
struct Grant
{
    bool revokes = false;
    ExpressionId amount = 0;
    ExpressionId account = 0;
    Name pool;
};

struct Move
{
    ExpressionId amount = 0;
    ExpressionId from = 0;
    ExpressionId to = 0;
    std::optional<Else> otherwise;
};

struct Tell
{
    Name event;
    std::vector<Argument> arguments;
};

struct Effect;

struct If
{
    ExpressionId condition = 0;
    std::vector<Effect> then;
    std::vector<Effect> otherwise;
};

struct ForEach
{
    Name element;
    Name list;
    std::optional<ExpressionId> signer;
    std::optional<Else> unsigned_else;
    std::vector<When> whens;
    std::vector<Effect> effects;
};

struct Effect
{
    Span word;
    std::variant<Set, Grant, Move, Tell, If, ForEach> what;
};

struct Pays
{
    Span word;
    ExpressionId amount = 0;
    ExpressionId from = 0;
    ExpressionId to = 0;
};

struct Act
{
    Name name;
    std::string comment;  ///< the lines of comment directly above it
    std::vector<Parameter> parameters;
    std::optional<By> by;
    std::vector<Let> lets;
    std::vector<When> whens;
    std::vector<Takes> takes;  ///< more than one is an error, but not of the grammar
    std::vector<Effect> effects;
    std::optional<Pays> pays;
    Span span;
};

struct Licence
{
    Name name;
    std::string title;
    std::string comment;
    std::vector<Name> conforms;
    std::vector<Party> parties;
    std::vector<Role> roles;
    std::vector<Unit> units;
    std::vector<Currency> currencies;
    std::vector<Let> lets;
    std::vector<Message> messages;
    std::vector<Terms> terms;
    std::vector<Table> tables;
    std::vector<Split> splits;
    std::vector<Waterfall> waterfalls;
    std::vector<Pool> pools;
    std::vector<Epochs> epochs;
    std::vector<Tab> tabs;
    std::vector<Pot> pots;
    std::vector<Keep> keeps;
    std::vector<Act> acts;
    std::vector<View> views;
    std::vector<Royalty> royalties;
    std::vector<Pause> pauses;
    std::vector<Upgrade> upgrades;
    Span span;
};

struct Use
{
    Span word;
    Text path;
    std::optional<Name> name;
};

/// `sign Licence(party: #1)`.
struct Sign
{
    Name licence;
    std::vector<Argument> arguments;
};

/// `as #1 act(...) paying 2 ether`, or `as #1 Licence.act(...)`.
struct Call
{
    ExpressionId caller = 0;
    std::optional<Name> licence;
    Name act;
    std::vector<Argument> arguments;
    std::optional<ExpressionId> paying;
};

struct Wait
{
    ExpressionId time = 0;
};

struct Expect
{
    ExpressionId condition = 0;
};

struct TestStep
{
    Span word;
    std::variant<Sign, Call, Wait, Expect> what;
};

struct Test
{
    Span word;
    Text title;
    std::vector<TestStep> steps;
};

/// Where lines begin in the one style, as offsets of tokens in increasing order. With the tokens
/// and what stands between them it is all that a formatter needs.
struct Layout
{
    std::vector<std::uint32_t> lines;  ///< items of files and licences: always a line of their own
    std::vector<std::uint32_t> entries;  ///< clauses, shares, fields, rows: set apart on a line
};

/// What one file says. Expressions refer to each other by index.
struct File
{
    std::vector<Use> uses;
    std::vector<Licence> licences;
    std::vector<Message> messages;
    std::vector<Test> tests;
    std::vector<Expression> expressions;
    Layout layout;
};
}  // namespace byline::compiler::syntax
