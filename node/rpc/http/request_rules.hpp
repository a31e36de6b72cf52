#pragma once

#include <string_view>

namespace byline::node::rpc
{
/// Whether a request with that Host header may be answered by a server on loopback. Only names of
/// the machine itself: a web page whose own name was made to point here (DNS rebinding) is refused.
/// An empty header comes from no browser.
bool host_is_local(std::string_view host_header) noexcept;

/// Whether an Origin header (RFC 6454) names a page that this machine itself serves:
/// "http://localhost:3000". "null" and the origins of browser extensions do not.
bool origin_is_local(std::string_view origin_header) noexcept;
}  // namespace byline::node::rpc
