#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace byline::compiler
{
/// The most bytes of an input.
inline constexpr std::size_t max_standard_json_bytes = std::size_t{8} << 20U;

/// Compiles what a Standard JSON input asks for, in solc's shape (Solidity documentation, "Compiler
/// Input and Output JSON Description"): `language` is "Byline", each of `sources` has its
/// `content`, `settings.outputSelection` chooses. Contracts carry abi, evm.{bytecode,
/// deployedBytecode, methodIdentifiers, gasEstimates}, storageLayout, userdoc, devdoc and metadata,
/// and besides what only licences have: terms, shares, clauses, authority, eip712. Whatever is
/// wrong with the input or a source stands under `errors`; it never throws.
std::string compile_standard_json(std::string_view input);
}  // namespace byline::compiler
