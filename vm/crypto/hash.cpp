#include "vm/crypto/hash.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"

#include <blst.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace byline::vm
{
namespace
{
struct Free
{
    void operator()(EVP_MD* digest) const noexcept { EVP_MD_free(digest); }

    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

using Digest = std::unique_ptr<EVP_MD, Free>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free>;

/// An algorithm of OpenSSL's default provider, looked up once: the look-up costs more than a hash.
/// RIPEMD-160 is there since 3.0.7 (Debian 12 has it).
Digest fetch(const char* name) noexcept
{
    Digest digest{EVP_MD_fetch(nullptr, name, nullptr)};
    BYLINE_ASSERT(digest != nullptr);
    return digest;
}

/// In a context that the algorithm has been used in before, the hash of a block takes half the time
/// that it takes in one made for it.
template <std::size_t Size>
std::array<std::uint8_t, Size> digest_of(
    const Digest& algorithm, const DigestContext& context, BytesView data) noexcept
{
    std::array<std::uint8_t, Size> out{};
    unsigned size = 0;
    BYLINE_ASSERT(EVP_DigestInit_ex2(context.get(), algorithm.get(), nullptr) == 1);
    BYLINE_ASSERT(EVP_DigestUpdate(context.get(), data.data(), data.size()) == 1);
    BYLINE_ASSERT(EVP_DigestFinal_ex(context.get(), out.data(), &size) == 1);
    BYLINE_ASSERT(size == Size);
    return out;
}
}  // namespace

// blst's, which takes half of OpenSSL's time for what fits in a block or two.
bytes32 sha256(BytesView data)
{
    bytes32 hash;
    blst_sha256(hash.bytes.data(), data.data(), data.size());
    return hash;
}

std::array<std::uint8_t, 20> ripemd160(BytesView data)
{
    static const Digest algorithm = fetch("RIPEMD-160");
    thread_local const DigestContext context{EVP_MD_CTX_new()};
    return digest_of<20>(algorithm, context, data);
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
