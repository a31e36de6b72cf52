#include "bench/contracts/subject.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace byline::bench
{
address person(std::string_view name)
{
    const bytes32 hash = keccak256(name);
    address found;
    std::copy_n(hash.bytes.begin() + 12, found.bytes.size(), found.bytes.begin());
    return found;
}

address deployer()
{
    return person("deployer");
}

address plain_contract(std::size_t number)
{
    return person("plain contract " + std::to_string(number));
}

std::vector<Subject> subjects()
{
    return {three_way_split(), lineage(), epochs(), shared_pool()};
}
}  // namespace byline::bench
