#define OPENSSL_SUPPRESS_DEPRECATED  // for RIPEMD-160

#include "vm/crypto/hash.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"

#include <blst.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/ripemd.h>

#include <array>
#include <cstdint>

namespace byline::vm
{
// blst's, which takes half of OpenSSL's time for what fits in a block or two.
bytes32 sha256(BytesView data)
{
    bytes32 hash;
    blst_sha256(hash.bytes.data(), data.data(), data.size());
    return hash;
}

// The functions that OpenSSL 3 would rather not have called: its way through EVP takes a tenth more
// time for what fits in a block.
std::array<std::uint8_t, 20> ripemd160(BytesView data)
{
    std::array<std::uint8_t, 20> hash{};
    RIPEMD160_CTX context;
    BYLINE_ASSERT(RIPEMD160_Init(&context) == 1);
    BYLINE_ASSERT(RIPEMD160_Update(&context, data.data(), data.size()) == 1);
    BYLINE_ASSERT(RIPEMD160_Final(hash.data(), &context) == 1);
    return hash;
}

std::array<std::uint8_t, 64> hmac_sha512(BytesView key, BytesView data)
{
    // OpenSSL takes a null key for "the key of the call before", and so fails.
    static constexpr std::uint8_t no_bytes = 0;
    if (key.empty())
        key = {&no_bytes, 0};
    std::array<std::uint8_t, 64> out{};
    unsigned size = 0;
    BYLINE_ASSERT(HMAC(EVP_sha512(), key.data(), static_cast<int>(key.size()), data.data(),
                      data.size(), out.data(), &size) != nullptr);
    BYLINE_ASSERT(size == out.size());
    return out;
}

std::array<std::uint8_t, 64> pbkdf2_sha512(BytesView password, BytesView salt, unsigned iterations)
{
    std::array<std::uint8_t, 64> out{};
    BYLINE_ASSERT(PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(password.data()),
                      static_cast<int>(password.size()), salt.data(), static_cast<int>(salt.size()),
                      static_cast<int>(iterations), EVP_sha512(), static_cast<int>(out.size()),
                      out.data()) == 1);
    return out;
}
}  // namespace byline::vm
