#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"

#include <cstdint>
#include <vector>

namespace byline::bench
{
struct WorldAccount
{
    address addr;
    Bytes code = {};
    std::uint64_t balance = 0;  ///< wei
    std::uint64_t nonce = 0;
    std::uint64_t slots = 0;  ///< storage: slots 0 .. slots - 1 hold 1
};

/// A state, and one message call of no value in it under the rules of Cancun. The first account is
/// the one called.
struct World
{
    std::vector<WorldAccount> accounts;
    Bytes input = {};
    address sender{{0xaa}};
    std::int64_t gas = 1'000'000'000'000;
};

/// The same with other code at the contract called: bytes that are never reached are appended, so
/// that its hash is another one.
inline World with_unreached_tail(World world, std::uint32_t number)
{
    Bytes& code = world.accounts.front().code;
    code.push_back(0);
    for (int shift = 0; shift < 32; shift += 8)
        code.push_back(static_cast<std::uint8_t>(number >> shift));
    return world;
}
}  // namespace byline::bench
