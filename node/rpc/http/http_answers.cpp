#include "node/rpc/http/http_answers.hpp"

#include "node/chain/node.hpp"
#include "node/rpc/http/request_rules.hpp"
#include "node/rpc/server.hpp"

#include <boost/beast/core/error.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/verb.hpp>

#include <algorithm>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace byline::node::rpc
{
namespace
{
namespace beast = boost::beast;
namespace http = boost::beast::http;

std::string_view view(beast::string_view text)
{
    return {text.data(), text.size()};
}

HttpResponse text_response(const HttpParser& parser, http::status status, std::string body)
{
    HttpResponse response{status, parser.get().version()};
    response.set(http::field::server, "Byline");
    response.set(http::field::access_control_allow_origin, "*");
    if (!body.empty())
        response.set(http::field::content_type, "application/json");
    response.keep_alive(parser.get().keep_alive());
    response.body() = std::move(body);
    response.prepare_payload();
    // The header stays as it would be for GET; the client takes what follows for the next answer.
    if (parser.get().method() == http::verb::head)
        response.body().clear();
    return response;
}

/// One Host header that says something (RFC 9112 §3.2); HTTP/1.0 knows none.
bool names_its_host(const http::request<http::string_body>& request)
{
    const auto count = request.count(http::field::host);
    if (count == 0)
        return request.version() < 11;
    return count == 1 && !request[http::field::host].empty();
}

/// Pages of other sites may read the chain, as wallets do, but not spend from the accounts whose
/// keys this node holds: the browser sends their requests without asking the user.
Exposure exposure_of(const http::request<http::string_body>& request)
{
    const auto [begin, end] = request.equal_range(http::field::origin);
    const bool local = std::all_of(
        begin, end, [](const auto& field) { return origin_is_local(view(field.value())); });
    return local ? Exposure::development : Exposure::outside;
}

std::string error_body(int code, std::string_view message)
{
    return R"({"jsonrpc":"2.0","id":null,"error":{"code":)" + std::to_string(code) +
           R"(,"message":")" + std::string{message} + R"("}})";
}
}  // namespace

HttpAnswers::HttpAnswers(Node& node, const ServerOptions& options)
    : is_loopback_{is_loopback(options.host)},
      max_request_bytes_{options.max_request_bytes},
      handler_{node, options}
{}

std::optional<HttpResponse> HttpAnswers::refusal(
    const HttpParser& parser, const beast::error_code& error) const
{
    std::optional<HttpResponse> response;
    if (error == http::error::body_limit)
        response = text_response(parser, http::status::payload_too_large,
            error_body(-32600, "request too large, the limit is " +
                                   std::to_string(max_request_bytes_) + " bytes"));
    else if (error == http::error::header_limit)
        response = text_response(parser, http::status::request_header_fields_too_large, {});
    else if (error.category() == make_error_code(http::error::bad_method).category() &&
             error != http::error::end_of_stream && error != http::error::partial_message)
        response = text_response(parser, http::status::bad_request,
            error_body(-32700, "not an HTTP request: " + error.message()));
    if (response)
        response->keep_alive(false);
    return response;
}

HttpResponse HttpAnswers::answer(const HttpParser& parser)
{
    const auto& request = parser.get();
    const std::string_view target = view(request.target());
    if (!names_its_host(request))
    {
        HttpResponse response = text_response(parser, http::status::bad_request,
            error_body(-32600, "one Host header is wanted, and not an empty one"));
        response.keep_alive(false);
        return response;
    }
    if (is_loopback_ && !host_is_local(view(request[http::field::host])))
        return text_response(parser, http::status::forbidden,
            error_body(-32600, "this Host is not served here, use localhost or 127.0.0.1"));
    if (target.substr(0, target.find('?')) != "/")
        return text_response(
            parser, http::status::not_found, error_body(-32600, "JSON-RPC is served at / only"));
    if (request.method() == http::verb::options)
    {
        HttpResponse response = text_response(parser, http::status::no_content, {});
        response.set(http::field::access_control_allow_methods, "POST, OPTIONS");
        response.set(http::field::access_control_allow_headers, "Content-Type");
        response.set(http::field::access_control_max_age, "86400");
        return response;
    }
    if (request.method() == http::verb::post)
        return answer_call(parser);
    HttpResponse response = text_response(parser, http::status::method_not_allowed,
        error_body(-32600, "send JSON-RPC 2.0 requests with POST"));
    response.set(http::field::allow, "POST, OPTIONS");
    return response;
}

HttpResponse HttpAnswers::answer_call(const HttpParser& parser)
{
    try
    {
        std::string body = handler_.handle(parser.get().body(), exposure_of(parser.get()));
        const auto status = body.empty() ? http::status::no_content : http::status::ok;
        return text_response(parser, status, std::move(body));
    }
    catch (const std::exception&)
    {
        return text_response(parser, http::status::internal_server_error,
            error_body(-32603, "internal error: out of memory"));
    }
}
}  // namespace byline::node::rpc
