#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace byline::node
{
/// What the server does with one request.
struct Step
{
    enum class After
    {
        keep_open,
        close,        ///< the connection, once the answer is out
        never_answer  ///< waits for the client to give up
    };
    std::string answer;  ///< raw bytes: status line, headers, body
    After after = After::keep_open;
};

/// The answer of a well-behaved node.
inline std::string http_ok(const std::string& body)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// An HTTP server that does the steps it was given, in order, whatever is asked, then ends.
class ScriptedServer
{
public:
    explicit ScriptedServer(std::vector<Step> steps)
        : steps_{std::move(steps)},
          acceptor_{io_, {boost::asio::ip::make_address("127.0.0.1"), 0}},
          thread_{[this] { run(); }}
    {}

    ~ScriptedServer() { join(); }

    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    [[nodiscard]] std::string url() const
    {
        return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
    }

    /// Waits for the last step; then `bodies` and `connections` may be read.
    void join()
    {
        if (thread_.joinable())
            thread_.join();
    }

    /// Waits until the server has closed a connection.
    void wait_for_close() { closed_.wait(0); }

    std::vector<std::string> bodies;
    int connections = 0;

private:
    void run()
    {
        namespace http = boost::beast::http;
        auto step = steps_.begin();
        while (step != steps_.end())
        {
            boost::asio::ip::tcp::socket socket{io_};
            acceptor_.accept(socket);
            ++connections;
            boost::beast::flat_buffer buffer;
            boost::beast::error_code error;
            for (bool open = true; open && step != steps_.end(); ++step)
            {
                http::request<http::string_body> request;
                http::read(socket, buffer, request, error);
                if (error)
                    break;
                bodies.push_back(request.body());
                if (step->after == Step::After::never_answer)
                    http::read(socket, buffer, request, error);
                else
                    boost::asio::write(socket, boost::asio::buffer(step->answer), error);
                open = step->after == Step::After::keep_open;
            }
            socket.close();
            ++closed_;
            closed_.notify_all();
        }
    }

    std::vector<Step> steps_;
    std::atomic<int> closed_ = 0;
    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::thread thread_;
};
}  // namespace byline::node
