#include "node/chain/genesis.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/hex_literal.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace byline::node
{
namespace
{
/// m/44'/60'/0'/0/0 to 9 of the mnemonic "test test test test test test test test test test test
/// junk".
constexpr std::array funded_accounts{
    hex_address("f39fd6e51aad88f6f4ce6ab8827279cfffb92266"),
    hex_address("70997970c51812dc3a010c7d01b50e0d17dc79c8"),
    hex_address("3c44cdddb6a900fa2b585dd299e03d12fa4293bc"),
    hex_address("90f79bf6eb2c4f870365e785982e1f101e93b906"),
    hex_address("15d34aaf54267db7d7c367839aaf71a00a2c6a65"),
    hex_address("9965507d1a55bcc2695c58ba16fb37d819b0a4dc"),
    hex_address("976ea74026e726554db657fa54763abd0c3a0aa9"),
    hex_address("14dc79964da2c08b23698b3d3cc7ca32193d9955"),
    hex_address("23618e81e3f5cdf7f54c3d65f7fbc0abf5b21e8f"),
    hex_address("a0ee7a142d267c1f36714e4a8f75612f20a79720"),
};

struct Contract
{
    std::string_view addr;
    std::string_view code;  ///< as it runs, the published one
};

constexpr std::array contracts{
    // the CREATE2 deployer that tools expect
    Contract{"0x4e59b44847b379578588920ca78fbf26c0b4956c",
        "0x"
        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe036016000816020"
        "82378035828234f58015156039578182fd5b8082525050506014600cf3"},
    // beacon roots, EIP-4788
    Contract{"0x000f3df6d732807ef1319fb7b8bb8522d0beac02",
        "0x"
        "3373fffffffffffffffffffffffffffffffffffffffe14604d57602036146024575f5ffd5b5f3580"
        "1560495762001fff810690815414603c575f5ffd5b62001fff01545f5260205ff35b5f5ffd5b6200"
        "1fff42064281555f359062001fff015500"},
    // block hashes, EIP-2935
    Contract{"0x0000f90827f1c53a10cb7a02335b175320002935",
        "0x"
        "3373fffffffffffffffffffffffffffffffffffffffe14604657602036036042575f356001430381"
        "11604257611fff81430311604257611fff9006545f5260205ff35b5f5ffd5b5f35611fff60014303"
        "065500"},
    // withdrawal requests, EIP-7002
    Contract{"0x00000961ef480eb55e80d19ad83579a64c007002",
        "0x"
        "3373fffffffffffffffffffffffffffffffffffffffe1460cb5760115f54807fffffffffffffffff"
        "ffffffffffffffffffffffffffffffffffffffffffffffff146101f457600182026001905f5b5f82"
        "111560685781019083028483029004916001019190604d565b909390049250505036603814608857"
        "366101f457346101f4575f5260205ff35b34106101f4576001546001016001556003548060030260"
        "04013381556001015f35815560010160203590553360601b5f5260385f601437604c5fa060010160"
        "0355005b6003546002548082038060101160df575060105b5f5b8181146101835782810160030260"
        "040181604c02815460601b8152601401816001015481526020019060020154807fffffffffffffff"
        "ffffffffffffffffff00000000000000000000000000000000168252906010019060401c90816038"
        "1c81600701538160301c81600601538160281c81600501538160201c81600401538160181c816003"
        "01538160101c81600201538160081c81600101535360010160e1565b910180921461019557906002"
        "556101a0565b90505f6002555f6003555b5f54807fffffffffffffffffffffffffffffffffffffff"
        "ffffffffffffffffffffffffff14156101cd57505f5b6001546002828201116101e25750505f6101"
        "e8565b01600290035b5f555f600155604c025ff35b5f5ffd"},
    // consolidation requests, EIP-7251
    Contract{"0x0000bbddc7ce488642fb579f8b00f3a590007251",
        "0x"
        "3373fffffffffffffffffffffffffffffffffffffffe1460d35760115f54807fffffffffffffffff"
        "ffffffffffffffffffffffffffffffffffffffffffffffff1461019a57600182026001905f5b5f82"
        "111560685781019083028483029004916001019190604d565b909390049250505036606014608857"
        "3661019a573461019a575f5260205ff35b341061019a576001546001016001556003548060040260"
        "04013381556001015f358155600101602035815560010160403590553360601b5f5260605f601437"
        "60745fa0600101600355005b6003546002548082038060021160e7575060025b5f5b818114610129"
        "5782810160040260040181607402815460601b815260140181600101548152602001816002015481"
        "526020019060030154905260010160e9565b910180921461013b5790600255610146565b90505f60"
        "02555f6003555b5f54807fffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "ffffff141561017357505f5b6001546001828201116101885750505f61018e565b01600190035b5f"
        "555f6001556074025ff35b5f5ffd"},
};

constexpr std::string_view rules = R"({
  "config": {"chainId": 31337, "cancunTime": 0, "pragueTime": 0, "osakaTime": 0},
  "timestamp": 0,
  "gasLimit": 60000000,
  "baseFeePerGas": 1000000000,
  "extraData": "0x62796c696e65",
  "alloc": {)";
}  // namespace

std::string development_genesis_document()
{
    return development_genesis_document(funded_accounts);
}

std::string development_genesis_document(std::span<const address> funded)
{
    std::string document{rules};
    std::string_view separator = "\n    \"";
    for (const address& addr : funded)
    {
        document.append(separator)
            .append(to_hex(addr))
            .append(R"(": {"balance": "10000000000000000000000"})");
        separator = ",\n    \"";
    }
    for (const Contract& contract : contracts)
    {
        document.append(separator).append(contract.addr).append(R"(": {"nonce": 1, "code": ")");
        document.append(contract.code).append("\"}");
    }
    return document + "\n  }\n}\n";
}
}  // namespace byline::node
