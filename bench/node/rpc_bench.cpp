// A node under load, over JSON-RPC: bylined as its users start it, on disk, every block synced.
// Writes are a closed loop: each connection sends for an account of its own, signed beforehand, and
// waits for the answer; the clock stops when every receipt has been read back.

#include "bench/node/running_node.hpp"
#include "compiler/compile.hpp"
#include "vm/crypto/secp256k1.hpp"
#include "vm/evm/create_address.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/transaction.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using namespace byline;
using bench::Connection;
using bench::RunningNode;
using Clock = std::chrono::steady_clock;

namespace
{
constexpr std::uint64_t gwei = 1'000'000'000;
constexpr std::uint64_t price = 1'000'000 * gwei;  // of one call: 0.001 ether

address account(std::size_t index)
{
    return *vm::address_of_key(bench::development_key(index));
}

vm::Transaction transaction(std::uint64_t nonce)
{
    vm::Transaction tx;
    tx.type = vm::TxType::fee_market;
    tx.chain_id = 31'337;
    tx.nonce = nonce;
    tx.max_priority_fee_per_gas = 1;
    tx.max_fee_per_gas = 10 * gwei;
    tx.gas_limit = 21'000;
    return tx;
}

/// The call data of `signature` with one word.
Bytes call_data(std::string_view signature, const uint256& argument)
{
    const bytes32 selector = keccak256(signature);
    const bytes32 word = to_bytes32(argument);
    Bytes data(4 + 32);
    std::copy_n(selector.bytes.begin(), 4, data.begin());
    std::ranges::copy(word.bytes, data.begin() + 4);
    return data;
}

/// The creation code of the licence in the repository, with accounts 0 to 2 as its parties.
Bytes licence_code()
{
    const std::string path = BYLINE_SOURCE_DIR "/stdlib-contracts/licences/street-scenes.byl";
    std::ifstream in{path};
    const compiler::Compilation compiled =
        compiler::compile({path, std::string{std::istreambuf_iterator<char>{in}, {}}});
    if (!compiled.is_done())
    {
        std::fprintf(stderr, "node bench: %s does not compile\n", path.c_str());
        std::exit(1);
    }
    Bytes code = compiled.licences[0].artifact.creation_code;
    for (std::size_t party = 0; party < 3; ++party)
    {
        const bytes32 word = to_bytes32(to_uint256(account(party)));
        code.insert(code.end(), word.bytes.begin(), word.bytes.end());
    }
    return code;
}

std::string send_body(const vm::Transaction& tx)
{
    return R"({"jsonrpc":"2.0","id":1,"method":"eth_sendRawTransaction","params":[")" +
           to_hex(vm::encode(tx)) + "\"]}";
}

/// Deploys the licence from the last account.
address deploy_licence(Connection& connection)
{
    constexpr std::size_t deployer = RunningNode::accounts - 1;
    vm::Transaction tx = transaction(0);
    tx.gas_limit = 2'000'000;
    tx.data = licence_code();
    vm::sign(tx, bench::development_key(deployer));
    connection.call("eth_sendRawTransaction", "[\"" + to_hex(vm::encode(tx)) + "\"]");
    return vm::create_address(account(deployer), 0);
}

enum class Load
{
    transfer,
    record,
};

/// What one connection sends, ready to go.
struct Stream
{
    std::vector<std::string> bodies;
    std::vector<std::string> hashes;
};

Stream make_stream(std::size_t sender, std::uint64_t first_nonce, std::size_t count, Load load,
    const address& licence)
{
    const bytes32 key = bench::development_key(sender);
    Stream stream;
    for (std::size_t i = 0; i < count; ++i)
    {
        vm::Transaction tx = transaction(first_nonce + i);
        tx.to = load == Load::record ? licence : address{{0xb0, 0x0b}};
        tx.value = load == Load::record ? price : 1;
        if (load == Load::record)
        {
            tx.gas_limit = 60'000;
            tx.data = call_data("record(uint64)", 1);
        }
        vm::sign(tx, key);
        stream.bodies.push_back(send_body(tx));
        stream.hashes.push_back(to_hex(vm::hash(tx)));
    }
    return stream;
}

/// Sends one after the other; how long each answer took, in seconds.
std::vector<double> send_all(Connection& connection, const Stream& stream)
{
    std::vector<double> took;
    took.reserve(stream.bodies.size());
    for (const std::string& body : stream.bodies)
    {
        const auto begin = Clock::now();
        const std::string answer = connection.post(body);
        took.push_back(std::chrono::duration<double>(Clock::now() - begin).count());
        if (answer.find("\"result\":\"0x") == std::string::npos)
        {
            std::fprintf(stderr, "node bench: refused: %s\n", answer.c_str());
            std::exit(1);
        }
    }
    return took;
}

/// Reads all receipts in batches of 100; each must be there and say success.
void read_receipts(Connection& connection, const Stream& stream)
{
    constexpr std::size_t batch = 100;
    for (std::size_t at = 0; at < stream.hashes.size(); at += batch)
    {
        const std::size_t end = std::min(at + batch, stream.hashes.size());
        std::string body = "[";
        for (std::size_t i = at; i < end; ++i)
            body += std::string{i == at ? "" : ","} +
                    R"({"jsonrpc":"2.0","id":1,"method":"eth_getTransactionReceipt","params":[")" +
                    stream.hashes[i] + "\"]}";
        const std::string answer = connection.post(body + "]");
        std::size_t good = 0;
        for (std::size_t found = answer.find(R"("status":"0x1")"); found != std::string::npos;
            found = answer.find(R"("status":"0x1")", found + 1))
            ++good;
        if (good != end - at)
        {
            std::fprintf(stderr, "node bench: a receipt is missing or a failure: %s\n",
                answer.substr(0, 2000).c_str());
            std::exit(1);
        }
    }
}

double percentile(std::vector<double> values, double share)
{
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(static_cast<double>(values.size() - 1) * share)];
}

void report_latency(benchmark::State& state, std::vector<double> seconds)
{
    state.counters["p50_ms"] = percentile(seconds, 0.5) * 1000;
    state.counters["p99_ms"] = percentile(std::move(seconds), 0.99) * 1000;
}

/// `state.range(0)` connections, `state.range(1)` transactions on each, one block each.
void writes(benchmark::State& state, Load load)
{
    const auto connections = static_cast<std::size_t>(state.range(0));
    const auto each = static_cast<std::size_t>(state.range(1));
    for (auto _ : state)
    {
        const RunningNode node;
        std::vector<Connection> clients;
        clients.reserve(connections);
        for (std::size_t i = 0; i < connections; ++i)
            clients.emplace_back(node.port());
        const address licence = deploy_licence(clients[0]);
        std::vector<Stream> streams;
        streams.reserve(connections);
        for (std::size_t i = 0; i < connections; ++i)
            streams.push_back(
                make_stream(i, i == RunningNode::accounts - 1 ? 1 : 0, each, load, licence));

        std::vector<std::vector<double>> took(connections);
        std::vector<std::thread> threads;
        const auto begin = Clock::now();
        threads.reserve(connections);
        for (std::size_t i = 0; i < connections; ++i)
            threads.emplace_back([&, i] {
                took[i] = send_all(clients[i], streams[i]);
                read_receipts(clients[i], streams[i]);
            });
        for (std::thread& thread : threads)
            thread.join();
        state.SetIterationTime(std::chrono::duration<double>(Clock::now() - begin).count());

        std::vector<double> all;
        for (const auto& part : took)
            all.insert(all.end(), part.begin(), part.end());
        report_latency(state, std::move(all));
        state.counters["rss_MiB"] = node.resident_mib();
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(connections * each) *
                            static_cast<std::int64_t>(state.iterations()));
}

/// How the rate holds up: the last thousand of ten thousand blocks against the first.
void long_chain(benchmark::State& state)
{
    constexpr std::size_t connections = 16;
    constexpr std::size_t each = 625;
    constexpr std::size_t part = each / 10;
    for (auto _ : state)
    {
        const RunningNode node;
        std::vector<Connection> clients;
        clients.reserve(connections);
        for (std::size_t i = 0; i < connections; ++i)
            clients.emplace_back(node.port());
        const address licence = deploy_licence(clients[0]);
        std::vector<Stream> streams;
        streams.reserve(connections);
        for (std::size_t i = 0; i < connections; ++i)
            streams.push_back(make_stream(
                i, i == RunningNode::accounts - 1 ? 1 : 0, each, Load::record, licence));
        std::vector<std::vector<double>> took(connections);
        std::vector<std::thread> threads;
        const auto begin = Clock::now();
        threads.reserve(connections);
        for (std::size_t i = 0; i < connections; ++i)
            threads.emplace_back([&, i] { took[i] = send_all(clients[i], streams[i]); });
        for (std::thread& thread : threads)
            thread.join();
        state.SetIterationTime(std::chrono::duration<double>(Clock::now() - begin).count());
        double first = 0;
        double last = 0;
        for (const auto& times : took)
        {
            for (std::size_t i = 0; i < part; ++i)
            {
                first += times[i];
                last += times[each - part + i];
            }
        }
        state.counters["last_to_first"] = first / last;  // of the rates
        state.counters["rss_MiB"] = node.resident_mib();
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(connections * each) *
                            static_cast<std::int64_t>(state.iterations()));
}

enum class Read
{
    balance,
    call,
};

/// One connection, one request at a time.
void reads(benchmark::State& state, Read read)
{
    const RunningNode node;
    Connection connection{node.port()};
    const address licence = deploy_licence(connection);
    const std::string params =
        read == Read::balance
            ? "[\"" + to_hex(account(0)) + "\",\"latest\"]"
            : R"([{"to":")" + to_hex(licence) + R"(","data":")" +
                  to_hex(call_data("claimable(address)", to_uint256(account(0)))) +
                  R"("},"latest"])";
    const std::string_view method = read == Read::balance ? "eth_getBalance" : "eth_call";
    std::vector<double> took;
    for (auto _ : state)
    {
        const auto begin = Clock::now();
        connection.call(method, params);
        const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
        state.SetIterationTime(seconds);
        took.push_back(seconds);
    }
    report_latency(state, std::move(took));
}

/// From the start of the process on an empty folder to its first answer.
void start_up(benchmark::State& state)
{
    double resident = 0;
    for (auto _ : state)
    {
        const RunningNode node;
        state.SetIterationTime(std::chrono::duration<double>(node.start_time()).count());
        resident = node.resident_mib();
    }
    state.counters["rss_MiB"] = resident;
}

BENCHMARK(start_up)->Iterations(7)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(reads, eth_getBalance, Read::balance)
    ->Iterations(3000)
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(reads, eth_call, Read::call)
    ->Iterations(3000)
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(writes, record, Load::record)
    ->ArgNames({"connections", "each"})
    ->Args({1, 400})
    ->Args({16, 200})
    ->Iterations(3)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(writes, transfer, Load::transfer)
    ->ArgNames({"connections", "each"})
    ->Args({16, 200})
    ->Iterations(3)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(long_chain)->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);
}  // namespace

BENCHMARK_MAIN();
