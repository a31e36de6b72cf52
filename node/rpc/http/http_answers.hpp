#pragma once

#include "node/rpc/server.hpp"

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstddef>
#include <optional>

namespace byline::node::rpc
{
using HttpParser = boost::beast::http::request_parser<boost::beast::http::string_body>;
using HttpResponse = boost::beast::http::response<boost::beast::http::string_body>;

/// What is answered to a request, whatever connection it came by: which hosts, targets and methods
/// are served, and the JSON-RPC call inside. Safe to be called from several threads.
class HttpAnswers
{
public:
    /// `node` and `options` must outlive it.
    HttpAnswers(Node& node, const ServerOptions& options);

    /// To a whole request. The edge of the request: whatever goes wrong inside ends here.
    HttpResponse answer(const HttpParser& parser);

    /// To what is no HTTP request, or too much of one; nothing if the client is gone.
    [[nodiscard]] std::optional<HttpResponse> refusal(
        const HttpParser& parser, const boost::beast::error_code& error) const;

private:
    HttpResponse answer_call(const HttpParser& parser);

    bool is_loopback_;
    std::size_t max_request_bytes_;
    RequestHandler handler_;
};
}  // namespace byline::node::rpc
