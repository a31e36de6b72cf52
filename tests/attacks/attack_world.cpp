#include "tests/attacks/attack_world.hpp"

#include "vm/crypto/secp256k1.hpp"

#include <algorithm>

namespace byline::testing
{
namespace
{
constexpr std::size_t word = 32;

uint256 hash_of(std::string_view text)
{
    return to_uint256(keccak256(text));
}
}  // namespace

Signer signer(std::uint8_t number)
{
    bytes32 key;
    key.bytes.fill(0x5a);
    key.bytes.back() = number;
    return {key, *vm::address_of_key(key)};
}

Bytes sign(const Signer& who, const bytes32& hash)
{
    const vm::Signature signature = *vm::sign(hash, who.key);
    Bytes bytes = bench::encode_words({signature.r, signature.s});
    bytes.push_back(static_cast<std::uint8_t>(27 + signature.y_parity));
    return bytes;
}

bytes32 typed_hash(std::string_view licence, const address& contract, std::string_view type,
    const std::vector<uint256>& fields, std::uint64_t chain)
{
    const bytes32 domain = keccak256(
        bench::encode_words({hash_of("EIP712Domain(string name,string version,uint256 chainId,"
                                     "address verifyingContract)"),
            hash_of(licence), hash_of("1"), chain, to_uint256(contract)}));
    std::vector<uint256> message{hash_of(type)};
    message.insert(message.end(), fields.begin(), fields.end());
    const bytes32 what = keccak256(bench::encode_words(message));
    Bytes bytes{0x19, 0x01};
    for (const bytes32& part : {domain, what})
        bytes.insert(bytes.end(), part.bytes.begin(), part.bytes.end());
    return keccak256(bytes);
}

Bytes batch_call(std::string_view signature, const std::vector<SignedMessage>& batch)
{
    std::vector<Bytes> entries;
    for (const SignedMessage& each : batch)
    {
        Bytes entry = bench::encode_words(each.fields);
        append(entry, (each.fields.size() + 1) * word);
        append(entry, each.signature.size());
        entry.insert(entry.end(), each.signature.begin(), each.signature.end());
        entry.resize((entry.size() + word - 1) / word * word);
        entries.push_back(std::move(entry));
    }
    Bytes data = encode(signature, {word, batch.size()});
    std::size_t offset = batch.size() * word;
    for (const Bytes& entry : entries)
    {
        append(data, offset);
        offset += entry.size();
    }
    for (const Bytes& entry : entries)
        data.insert(data.end(), entry.begin(), entry.end());
    return data;
}

void branch(Bytecode& code, const Bytecode& condition, const Bytecode& body)
{
    constexpr std::size_t jump_size = 4;
    code += condition + OP_ISZERO;
    const std::size_t target = code.size() + jump_size + body.size();
    code += Bytecode{Bytes{
        OP_PUSH0 + 2, static_cast<std::uint8_t>(target >> 8), static_cast<std::uint8_t>(target)}};
    code += OP_JUMPI + body + OP_JUMPDEST;
}

Bytecode calls_once(const address& target, const Bytes& message, const uint256& value)
{
    constexpr std::uint64_t answer_at = 0x2000;
    Bytecode body = sstore(push(ran_slot), push(1)) + store_bytes(message);
    body += CallCode{.target = push(target),
        .value = value,
        .input_size = message.size(),
        .output_offset = answer_at,
        .output_size = word};
    body += push(1) + OP_ADD + push(called_slot) + OP_SSTORE;
    body += sstore(push(answer_slot), push(answer_at) + OP_MLOAD);
    Bytecode code;
    branch(code, push(ran_slot) + OP_SLOAD + OP_ISZERO, body);
    return code + OP_STOP;
}

Bytecode reverts()
{
    return give_back(0, 0, OP_REVERT);
}

Bytecode burns_gas()
{
    return Bytecode{OP_JUMPDEST} + push(0) + OP_JUMP;
}

Bytecode returns_much()
{
    return give_back(0, 1 << 20);
}

std::string example_source(std::string_view name)
{
    return read_source("tests/compiler/syntax/examples/" + std::string{name} + ".byl");
}

uint256 first_word(std::string_view error, const std::vector<uint256>& arguments)
{
    Bytes bytes = encode(error, arguments);
    bytes.resize(word);
    bytes32 first;
    std::ranges::copy(bytes, first.bytes.begin());
    return to_uint256(first);
}

void attack_test::sign_licence(const std::string& source, const std::vector<address>& parties)
{
    artifact = compile_source(source);
    ASSERT_EQ(artifact.parties.size(), parties.size());
    std::vector<uint256> words;
    for (const address& party : parties)
        words.push_back(to_uint256(party));
    const vm::TxOutcome outcome = world.deploy(artifact, words);
    expect_success(outcome);
    ASSERT_TRUE(outcome.created);
    contract = *outcome.created;
}
}  // namespace byline::testing
