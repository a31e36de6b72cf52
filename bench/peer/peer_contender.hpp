#pragma once

#include "bench/peer/contender.hpp"
#include "bench/peer/peer_api.h"
#include "bench/peer/world.hpp"

#include <memory>
#include <string>
#include <vector>

namespace byline::bench
{
/// One build of the peer.
struct Peer
{
    std::string name;
    const PeerApi* api = nullptr;
};

/// Opens shared objects, given as paths with colons between them. They stay open. Throws
/// std::runtime_error where one cannot be used.
std::vector<Peer> open_peers(const std::string& paths);

std::unique_ptr<Contender> peer_machine(const PeerApi& api, const World& world, PeerMode mode);
}  // namespace byline::bench
