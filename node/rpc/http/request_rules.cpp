#include "node/rpc/http/request_rules.hpp"

#include "node/rpc/server.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace byline::node
{
namespace
{
char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept
{
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// The host without ":port" and without the brackets of an IPv6 address.
std::string_view without_port(std::string_view header) noexcept
{
    if (header.starts_with('['))
    {
        const std::size_t end = header.find(']');
        return end == std::string_view::npos ? header : header.substr(1, end - 1);
    }
    return header.substr(0, header.find(':'));
}
}  // namespace

bool is_loopback(std::string_view host) noexcept
{
    return host.starts_with("127.") || host == "::1" || equal_ignoring_case(host, "localhost");
}

bool rpc::host_is_local(std::string_view host_header) noexcept
{
    const std::string_view host = without_port(host_header);
    return host_header.empty() || host == "127.0.0.1" || host == "::1" ||
           equal_ignoring_case(host, "localhost");
}

bool rpc::origin_is_local(std::string_view origin_header) noexcept
{
    for (const std::string_view scheme : {"http://", "https://"})
    {
        if (!origin_header.starts_with(scheme))
            continue;
        const std::string_view host = origin_header.substr(scheme.size());
        return !host.empty() && host_is_local(host);
    }
    return false;
}
}  // namespace byline::node
