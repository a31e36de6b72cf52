#include "tools/byline-evm/transaction_fields.hpp"

#include "tools/byline-evm/json_reading.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/transaction.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace byline::tools
{
std::string_view text_at(const JsonReader& fields, std::string_view list, std::uint64_t index)
{
    const boost::json::array& elements = fields.array(list);
    if (index < elements.size())
        return fields.text_of(elements[static_cast<std::size_t>(index)], list);
    fields.fail("an index is beyond the end of transaction." + std::string{list});
    return {};
}

uint256 number_at(const JsonReader& fields, std::string_view list, std::uint64_t index)
{
    const auto value = fixture_number(text_at(fields, list, index));
    if (!value)
        fields.fail("transaction." + std::string{list} + " is not a number of at most 256 bits");
    return value.value_or(uint256{});
}

std::vector<bytes32> read_hashes(
    const JsonReader& fields, const boost::json::array& list, std::string_view what)
{
    std::vector<bytes32> hashes;
    for (const boost::json::value& element : list)
    {
        const auto hash = bytes32_from_hex(fields.text_of(element, what));
        if (!hash)
            fields.fail(std::string{what} + " has an element that is not 32 bytes");
        hashes.push_back(hash.value_or(bytes32{}));
    }
    return hashes;
}

std::vector<vm::AccessListEntry> read_access_list(
    const JsonReader& fields, const boost::json::array& list)
{
    std::vector<vm::AccessListEntry> entries;
    for (const boost::json::value& element : list)
    {
        const JsonReader entry = fields.element(element);
        entries.push_back({entry.account("address"),
            read_hashes(entry, entry.array("storageKeys"), "storageKeys")});
    }
    return entries;
}

std::vector<vm::Authorization> read_authorizations(const JsonReader& fields)
{
    std::vector<vm::Authorization> authorizations;
    for (const boost::json::value& element : fields.array("authorizationList"))
    {
        const JsonReader tuple = fields.element(element);
        authorizations.push_back({.chain_id = tuple.number("chainId"),
            .addr = tuple.account("address"),
            .nonce = tuple.uint64("nonce"),
            .y_parity = tuple.number(tuple.has("yParity") ? "yParity" : "v"),
            .r = tuple.number("r"),
            .s = tuple.number("s")});
    }
    return authorizations;
}
}  // namespace byline::tools
