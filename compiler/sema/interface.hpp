#pragma once

#include "compiler/sema/licence.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler
{
/// The longest signature of a contract (EIP-1271) that is passed on, in bytes: what memory holds
/// beside the call. An account's own signature has 65.
inline constexpr std::uint64_t max_signature_size = 0x380;

/// The longest proof of a claim from an epoch: as many levels as an index of 64 bits has, each a
/// hash and a sum.
inline constexpr std::uint64_t max_proof_words = 128;

/// What a function of the ABI does; `ExternalFunction::index` says to which act, keep, ...
enum class FunctionKind : std::uint8_t
{
    act,              ///< index: act
    act_with_permit,  ///< index: act; EIP-2612 in front of an act that takes a token (rule M13)
    view,             ///< index: view
    claim,
    claim_for,
    claim_to,
    claimable,
    received,
    surplus,
    bucket_claimable,  ///< index: bucket; where several can be claimed from
    bucket_received,
    party_getter,     ///< index: party
    role_getter,      ///< index: role
    constant_getter,  ///< index: constant
    keep_getter,      ///< index: keep
    terms_hash,
    supports_interface,
    pool_shares,  ///< index: bucket, and so below
    pool_total,
    epochs_report,
    epochs_claim,
    epochs_sweep,
    epochs_close_silent,
    tab_fund,
    tab_leave,
    tab_withdraw,
    tab_getter,
    pot_exit,
    pot_getter,
    absorb,
    eip712_domain,
    royalty_info,
    pause,
    resume,
    announce,
    successor,
    assign,
    accept,
};

/// A type of the ABI with its name: "uint64", or "tuple", "tuple[]" with components.
struct AbiParameter
{
    std::string name;
    std::string type;
    std::vector<AbiParameter> components = {};
    std::string internal_type = {};  ///< "struct Licence.Usage[]", "enum Licence.Tier"; else empty
};

/// A function that can be called from outside.
struct ExternalFunction
{
    FunctionKind kind = FunctionKind::act;
    std::size_t index = 0;
    std::string name;
    std::vector<AbiParameter> inputs;
    std::vector<AbiParameter> outputs;
    bool is_payable = false;
    bool is_view = false;
    std::string notice;  ///< NatSpec
    std::string what;    ///< in words, for a clash: "the getter of party `alice`"
    Span span;
};

struct AbiEvent
{
    struct Field
    {
        AbiParameter parameter;
        bool is_indexed = false;
    };

    std::string name;
    std::vector<Field> fields;
    std::string notice;
    std::string what;
    Span span;
};

struct AbiError
{
    std::string name;
    std::vector<AbiParameter> inputs;
    std::string notice;
    std::string what;
    Span span;
};

/// All that a licence answers to (money.md, section 2): the one list that the ABI, the dispatcher
/// and the check of clashes read.
struct Interface
{
    std::vector<ExternalFunction> functions;
    std::vector<AbiEvent> events;
    std::vector<AbiError> errors;
    bool receives = false;  ///< takes plain transfers (rule M6)
};

Interface interface_of(const Licence& licence);

/// "record(uint64)", "report((uint64,bytes32,uint64),bytes)".
std::string signature_of(std::string_view name, const std::vector<AbiParameter>& inputs);
std::string signature_of(const ExternalFunction& function);
std::string signature_of(const AbiEvent& event);
std::string signature_of(const AbiError& error);

/// The first four bytes of the signature's keccak, as a number.
std::uint32_t selector_of(std::string_view signature) noexcept;

/// The errors and events by name; they exist.
const AbiError& error_named(const Interface& interface, std::string_view name);
const AbiEvent& event_named(const Interface& interface, std::string_view name);
}  // namespace byline::compiler
