#include "client/http_client.hpp"

#include "tandem/base/user_error.hpp"

#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace tandem::cli {
namespace {

using testing::HasSubstr;

// One client at a Unix socket, whose request is read up to its empty line and answered by `pieces`, each in a write of
// its own; then the connection ends, unless `stays`.
class OneAnswer {
  public:
    explicit OneAnswer(std::vector<std::string> pieces, bool stays = false)
        : listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un name{};
        name.sun_family = AF_UNIX;
        path().copy(name.sun_path, sizeof name.sun_path - 1);
        EXPECT_EQ(::bind(listener_, reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
        EXPECT_EQ(::listen(listener_, 1), 0);
        server_ = std::thread{[this, pieces = std::move(pieces), stays] {
            const int client = ::accept(listener_, nullptr, nullptr);
            char byte = 0;
            while (!request_.ends_with("\r\n\r\n") && ::read(client, &byte, 1) == 1) request_ += byte;
            for (const auto& piece : pieces)
                EXPECT_EQ(::write(client, piece.data(), piece.size()), static_cast<ssize_t>(piece.size()));
            if (stays) static_cast<void>(::read(client, &byte, 1));  // until the client has gone
            ::close(client);
        }};
    }
    ~OneAnswer() {
        if (server_.joinable()) server_.join();
        ::close(listener_);
    }
    OneAnswer(const OneAnswer&) = delete;
    OneAnswer& operator=(const OneAnswer&) = delete;

    HttpAnswer ask(std::chrono::milliseconds timeout = std::chrono::seconds{30}) const {
        return send_request(ServerAddress::parse("unix:" + path()), {"GET", "/x", {{"X-One", "1"}}, {}}, {{}, timeout});
    }
    std::string refusal(std::chrono::milliseconds timeout = std::chrono::seconds{30}) const {
        try {
            static_cast<void>(ask(timeout));
        } catch (const UserError& error) {
            EXPECT_EQ(error.kind(), UserError::unreachable);
            return error.what();
        }
        return "an answer";
    }
    // The request of the client that was there.
    const std::string& request() {
        server_.join();
        return request_;
    }

  private:
    std::string path() const { return (folder_ / "socket").string(); }

    test::TemporaryFolder folder_;
    int listener_;
    std::thread server_;
    std::string request_;
};

TEST(HttpClient, sends_its_headers_and_the_length_of_the_body) {
    OneAnswer server{{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}};
    EXPECT_EQ(server.ask().status, 200U);
    EXPECT_EQ(server.request(),
              "GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\nX-One: 1\r\n\r\n");
}

TEST(HttpClient, reads_an_answer_that_comes_in_pieces) {
    const OneAnswer server{
        {"HTTP/1.1 40", "4 Not Found\r\nX-Tandem-Di", "ag: why\r\nContent-Length: 5\r\n\r\nhe", "llo"}};
    const HttpAnswer answer = server.ask();
    EXPECT_EQ(answer.status, 404U);
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.diagnosis, "why");
}

TEST(HttpClient, reads_chunks_and_bodies_that_end_with_the_connection) {
    const OneAnswer chunks{
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r", "\nde\r\n0\r\n\r\n"}, true};
    EXPECT_EQ(chunks.ask().body, "abcde");
    const OneAnswer open{{"HTTP/1.1 200 OK\r\n\r\nuntil ", "the end"}};
    EXPECT_EQ(open.ask().body, "until the end");
}

TEST(HttpClient, says_that_the_connection_was_closed_without_an_answer) {
    const OneAnswer server{{}};
    EXPECT_THAT(server.refusal(), HasSubstr("closed the connection without an answer"));
}

TEST(HttpClient, does_not_take_a_part_for_the_whole) {
    const OneAnswer server{{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart"}};
    EXPECT_THAT(server.refusal(), HasSubstr("partial message"));
}

TEST(HttpClient, refuses_what_is_no_answer) {
    const OneAnswer server{{"SSH-2.0-OpenSSH\r\n\r\n"}};
    EXPECT_THAT(server.refusal(), HasSubstr("no server answers at"));
}

TEST(HttpClient, waits_no_longer_than_it_was_told) {
    const OneAnswer server{{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart"}, true};
    EXPECT_THAT(server.refusal(std::chrono::milliseconds{20}), HasSubstr("it took too long"));
}

}  // namespace
}  // namespace tandem::cli
