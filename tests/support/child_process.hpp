#pragma once
// A program started by a test, with its standard streams on files of a folder; killed if it outlives the test.

#include "support/temporary_folder.hpp"

#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace tandem::test {

class ChildProcess {
  public:
    // `environment` ("NAME=value") is all that the program gets.
    ChildProcess(const std::vector<std::string>& command, const std::vector<std::string>& environment = {}) {
        if (::pipe2(out_, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        const auto pointers = [](const std::vector<std::string>& texts) {
            std::vector<char*> all;
            for (const auto& text : texts) all.push_back(const_cast<char*>(text.c_str()));
            all.push_back(nullptr);
            return all;
        };
        const auto arguments = pointers(command);
        const auto variables = pointers(environment);
        const auto errors = (folder_ / "stderr").string();
        process_ = ::fork();
        if (process_ != 0) {
            ::close(out_[1]);
            return;
        }
        ::dup2(out_[1], STDOUT_FILENO);
        ::dup2(::open(errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
        ::execve(arguments[0], arguments.data(), variables.data());
        ::_exit(127);
    }
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess() {
        if (process_ > 0) {
            signal(SIGKILL);
            wait();
        }
        ::close(out_[0]);
    }

    [[nodiscard]] pid_t id() const noexcept { return process_; }
    void signal(int number) const { ::kill(process_, number); }

    // Standard output until a line is `last`, or the program ends.
    std::vector<std::string> lines_until(const std::string& last) {
        std::vector<std::string> lines;
        std::string line;
        for (char c; ::read(out_[0], &c, 1) == 1;) {
            if (c != '\n') {
                line += c;
                continue;
            }
            lines.push_back(line);
            if (line == last) break;
            line.clear();
        }
        return lines;
    }
    // The exit code, or 128 + the number of the signal.
    int wait() {
        int status = 0;
        ::waitpid(process_, &status, 0);
        process_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    [[nodiscard]] std::string errors() const {
        std::ifstream stream{folder_ / "stderr"};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }

  private:
    TemporaryFolder folder_;
    int out_[2] = {-1, -1};
    pid_t process_ = 0;
};

}  // namespace tandem::test
