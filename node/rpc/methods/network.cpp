#include "node/rpc/encoding/values.hpp"
#include "node/rpc/methods/method_table.hpp"
#include "node/rpc/params/values.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace byline::node::rpc
{
Reply web3_client_version(Context& context, const Params& params)
{
    return text_json(context.options.client_version, params.storage());
}

Reply web3_sha3(Context&, const Params& params)
{
    BYLINE_TRY(data, params.required(0, "data", read_data));
    return data_json(keccak256(BytesView{data}), params.storage());
}

Reply net_version(Context& context, const Params& params)
{
    return text_json(std::to_string(context.node.config().chain_id), params.storage());
}

Reply net_listening(Context&, const Params&)
{
    return true;
}

Reply net_peer_count(Context&, const Params& params)
{
    return text_json("0x0", params.storage());
}

Reply rpc_modules(Context& context, const Params& params)
{
    boost::json::object modules(params.storage());
    for (const Method& method : methods())
    {
        const std::string_view module = method.name.substr(0, method.name.find('_'));
        if (find_method(method.name, context.options.exposure) != nullptr)
            modules[{module.data(), module.size()}] = "1.0";
    }
    return modules;
}

Reply eth_chain_id(Context& context, const Params& params)
{
    return quantity_json(context.node.config().chain_id, params.storage());
}

Reply eth_syncing(Context&, const Params&)
{
    return false;
}

Reply eth_block_number(Context& context, const Params& params)
{
    return quantity_json(context.node.tip()->header.number, params.storage());
}

Reply eth_accounts(Context& context, const Params& params)
{
    boost::json::array list(params.storage());
    for (const Accounts::Account& account : context.accounts.all())
        list.emplace_back(data_json(account.addr, params.storage()));
    return list;
}
}  // namespace byline::node::rpc
