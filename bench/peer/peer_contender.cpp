#include "bench/peer/peer_contender.hpp"

#include "bench/peer/contender.hpp"
#include "bench/peer/peer_api.h"
#include "bench/peer/world.hpp"
#include "vm/primitives/bytes.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace byline::bench
{
namespace
{
PeerBytes to_peer(BytesView data)
{
    return {data.data(), data.size()};
}

class PeerMachine final : public Contender
{
public:
    PeerMachine(const PeerApi& api, const World& world, PeerMode mode) : api_{&api}
    {
        std::vector<PeerAccount> accounts;
        for (const WorldAccount& account : world.accounts)
        {
            PeerAccount& made = accounts.emplace_back();
            std::ranges::copy(account.addr.bytes, made.address);
            made.balance = account.balance;
            made.nonce = account.nonce;
            made.code = to_peer(account.code);
            made.slots = account.slots;
        }
        PeerMessage message{};
        std::ranges::copy(world.sender.bytes, message.sender);
        std::ranges::copy(world.accounts.front().addr.bytes, message.recipient);
        message.gas = world.gas;
        message.input = to_peer(world.input);
        world_ = api.create(accounts.data(), accounts.size(), &message, mode);
    }

    ~PeerMachine() override { api_->destroy(world_); }

    void run(std::uint64_t times) override { outcome_ = api_->run(world_, times); }

    [[nodiscard]] Outcome outcome() const override
    {
        const PeerBytes& output = outcome_.output;
        return {static_cast<Ending>(outcome_.status), outcome_.gas_left, outcome_.refund,
            Bytes(output.data, output.data + output.size)};
    }

private:
    const PeerApi* api_;
    PeerWorld* world_ = nullptr;
    PeerOutcome outcome_{};
};

Peer open_peer(const std::filesystem::path& path)
{
    void* const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr)
        throw std::runtime_error(dlerror());
    const auto entry = reinterpret_cast<PeerEntry>(dlsym(library, "byline_peer"));
    if (entry == nullptr || entry()->version != PEER_API_VERSION)
        throw std::runtime_error(path.string() + " is not a peer of this benchmark");
    return {path.stem().string(), entry()};
}
}  // namespace

std::vector<Peer> open_peers(const std::string& paths)
{
    std::vector<Peer> peers;
    std::istringstream in{paths};
    for (std::string path; std::getline(in, path, ':');)
        peers.push_back(open_peer(path));
    return peers;
}

std::unique_ptr<Contender> peer_machine(const PeerApi& api, const World& world, PeerMode mode)
{
    return std::make_unique<PeerMachine>(api, world, mode);
}
}  // namespace byline::bench
