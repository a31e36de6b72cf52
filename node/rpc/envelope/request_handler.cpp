#include "node/rpc/envelope/error.hpp"
#include "node/rpc/methods/context.hpp"
#include "node/rpc/methods/method_table.hpp"
#include "node/rpc/params/params.hpp"
#include "node/rpc/server.hpp"

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace byline::node
{
namespace
{
namespace json = boost::json;

constexpr std::size_t max_depth = 32;

/// One request object (JSON-RPC 2.0 §4), checked.
struct Request
{
    std::string_view method;
    const json::array* params = nullptr;  ///< null: none
    const json::value* id = nullptr;      ///< null: a notification
};

std::string error_text(std::string_view id, const rpc::Error& error)
{
    json::object o;
    o.emplace("code", static_cast<std::int32_t>(error.code));
    o.emplace("message", error.message);
    if (!error.data.empty())
        o.emplace("data", error.data);
    return R"({"jsonrpc":"2.0","id":)" + std::string{id} + R"(,"error":)" + json::serialize(o) +
           "}";
}

std::string result_text(std::string_view id, const json::value& result)
{
    return R"({"jsonrpc":"2.0","id":)" + std::string{id} + R"(,"result":)" +
           json::serialize(result) + "}";
}

rpc::Error invalid_request(const char* why)
{
    return {rpc::Code::invalid_request, std::string{"invalid request: "} + why, {}};
}

/// Whether a number survives being read and written: one that is no integer of 64 bits may have
/// lost digits, or have become infinite, which JSON cannot say.
bool is_safe_number(const json::value& value)
{
    constexpr double greatest = 9'007'199'254'740'991.0;  // 2^53 - 1
    const double* number = value.if_double();
    return value.is_number() && (number == nullptr || std::abs(*number) <= greatest);
}

/// The id as it goes back; "null" where it is not a legal one (§5).
std::string id_text(const json::value& element)
{
    const auto* object = element.if_object();
    const json::value* id = object != nullptr ? object->if_contains("id") : nullptr;
    const bool legal = id != nullptr && (id->is_string() || is_safe_number(*id));
    return legal ? json::serialize(*id) : "null";
}

std::expected<Request, rpc::Error> read_request(const json::value& element)
{
    const auto* object = element.if_object();
    if (object == nullptr)
        return std::unexpected{invalid_request("must be an object")};
    const json::value* version = object->if_contains("jsonrpc");
    if (version == nullptr || !version->is_string() || version->get_string() != "2.0")
        return std::unexpected{invalid_request("jsonrpc must be \"2.0\"")};
    const json::value* method = object->if_contains("method");
    if (method == nullptr || !method->is_string())
        return std::unexpected{invalid_request("method must be a string")};
    Request request;
    request.method = {method->get_string().data(), method->get_string().size()};
    request.id = object->if_contains("id");
    if (request.id != nullptr && !request.id->is_string() && !is_safe_number(*request.id) &&
        !request.id->is_null())
        return std::unexpected{
            invalid_request("id must be a string, a number of at most 64 bits or null")};
    const json::value* params = object->if_contains("params");
    if (params != nullptr && !params->is_null())
    {
        request.params = params->if_array();
        if (request.params == nullptr && !params->is_object())
            return std::unexpected{invalid_request("params must be an array")};
        if (request.params == nullptr)
            return std::unexpected{
                rpc::Error{rpc::Code::invalid_params, "params must be an array", {}}};
    }
    return request;
}

rpc::Reply call_method(
    rpc::Context& context, const Request& request, const json::storage_ptr& storage)
{
    const rpc::Method* method = rpc::find_method(request.method, context.options.exposure);
    if (method == nullptr)
        return std::unexpected{rpc::method_not_found(request.method)};
    static const json::array none;
    const json::array& values = request.params != nullptr ? *request.params : none;
    if (values.size() > method->most_params)
        return std::unexpected{rpc::Error{rpc::Code::invalid_params,
            "too many arguments, want at most " + std::to_string(method->most_params), {}}};
    // The edge of the request: damage that a read met, or memory that ran out.
    try
    {
        return method->function(context, rpc::Params{values, storage});
    }
    catch (const std::exception& error)
    {
        return std::unexpected{rpc::Error{
            rpc::Code::internal_error, std::string{"internal error: "} + error.what(), {}}};
    }
}

/// A well-formed request without an id: it gets no answer.
bool is_notification(const json::value& element)
{
    const auto request = read_request(element);
    return request && request->id == nullptr;
}

/// The answer to one element; empty for a notification.
std::string answer(rpc::Context& context, const json::value& element)
{
    const auto request = read_request(element);
    if (!request)
        return error_text(id_text(element), request.error());
    std::array<unsigned char, 4096> first_block;
    json::monotonic_resource arena{first_block.data(), first_block.size()};
    const rpc::Reply reply = call_method(context, *request, json::storage_ptr{&arena});
    if (request->id == nullptr)
        return {};
    const std::string id = id_text(element);
    return reply ? result_text(id, *reply) : error_text(id, reply.error());
}

/// Those of callers that nothing but reading is offered to.
ServerOptions for_outsiders(ServerOptions options)
{
    options.exposure = Exposure::outside;
    options.development_keys.clear();
    return options;
}
}  // namespace

struct RequestHandler::State
{
    ServerOptions options;
    ServerOptions outside_options;
    rpc::Context context;
    rpc::Context outside_context;

    State(Node& node, const ServerOptions& the_options)
        : options{the_options},
          outside_options{for_outsiders(the_options)},
          context{node, options},
          outside_context{node, outside_options}
    {}

    [[nodiscard]] std::string answer_batch(rpc::Context& whose, const json::array& batch) const;
};

/// Elements are taken in order, so that transactions are. Once the answer is full the rest is not
/// executed any more.
std::string RequestHandler::State::answer_batch(rpc::Context& whose, const json::array& batch) const
{
    if (batch.empty())
        return error_text("null", invalid_request("the batch is empty"));
    if (batch.size() > options.max_batch)
        return error_text("null", {rpc::Code::invalid_request, "batch too large", {}});
    std::string text = "[";
    bool full = false;
    for (const json::value& element : batch)
    {
        std::string one = full ? std::string{} : answer(whose, element);
        if (full ? is_notification(element) : one.empty())
            continue;
        full = full || text.size() + one.size() > options.max_response_bytes;
        if (full)
            one = error_text(
                id_text(element), {rpc::Code::transaction_rejected, "response too large", {}});
        if (text.size() > 1)
            text += ',';
        text += one;
    }
    return text.size() == 1 ? std::string{} : text + ']';
}

RequestHandler::RequestHandler(Node& node, const ServerOptions& options)
    : state_{std::make_unique<State>(node, options)}
{}

RequestHandler::~RequestHandler() = default;

std::string RequestHandler::handle(std::string_view body, Exposure caller)
{
    std::array<unsigned char, 4096> first_block;
    json::monotonic_resource arena{first_block.data(), first_block.size()};
    json::parse_options options;
    options.max_depth = max_depth;
    json::error_code error;
    const json::value request =
        json::parse({body.data(), body.size()}, error, json::storage_ptr{&arena}, options);
    if (error)
        return error_text("null", {rpc::Code::parse_error, "parse error: " + error.message(), {}});
    rpc::Context& context =
        caller == Exposure::development ? state_->context : state_->outside_context;
    if (const auto* batch = request.if_array())
        return state_->answer_batch(context, *batch);
    return answer(context, request);
}
}  // namespace byline::node
