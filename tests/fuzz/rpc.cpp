#include "node/chain/node.hpp"
#include "node/rpc/server.hpp"

#include <boost/json/parse.hpp>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace
{
/// A development chain in a folder that goes when the program ends.
class Chain
{
public:
    Chain()
    {
        std::string name = (std::filesystem::temp_directory_path() / "byline-fuzz-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            std::abort();
        folder_ = name;
        byline::node::NodeOptions options;
        options.folder = folder_ / "data";
        auto node = byline::node::Node::open(options);
        if (!node)
            std::abort();
        node_ = std::move(*node);
        handler_ =
            std::make_unique<byline::node::RequestHandler>(*node_, byline::node::ServerOptions{});
    }

    Chain(const Chain&) = delete;
    Chain& operator=(const Chain&) = delete;

    ~Chain()
    {
        handler_.reset();
        node_.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    [[nodiscard]] std::string handle(std::string_view body) { return handler_->handle(body); }

private:
    std::filesystem::path folder_;
    std::unique_ptr<byline::node::Node> node_;
    std::unique_ptr<byline::node::RequestHandler> handler_;
};
}  // namespace

/// Whatever is asked, the answer is JSON or nothing at all.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static Chain chain;
    const std::string answer = chain.handle({reinterpret_cast<const char*>(data), size});
    boost::json::error_code error;
    if (!answer.empty())
        boost::json::parse(answer, error);
    if (error)
        std::abort();
    return 0;
}
