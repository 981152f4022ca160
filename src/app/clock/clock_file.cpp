#include "clock_file.hpp"

#include "tandem/base/ids.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fcntl.h>
#include <fstream>
#include <limits>
#include <unistd.h>

namespace tandem::app {
namespace {

using nlohmann::json;
using BootUuid = Id128<struct BootUuidTag>;

json clock_json(const ClockFile& content) {
    const ClockMemory& clock = content.clock;
    json document{{"seen", to_milliseconds(clock.seen)}, {"boot_id", BootUuid{clock.boot_id}.text()},
                  {"lead", clock.lead.count()},          {"boot", clock.boot.count()},
                  {"jumped", clock.jumped.count()},      {"epoch", content.epoch}};
    if (content.hold)
        document["hold"] = {{"reason", content.hold->reason}, {"since", to_milliseconds(content.hold->since)}};
    return document;
}

// So that sums of a few stay what they are.
Milliseconds span_from(const json& number) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / 8;
    return Milliseconds{std::clamp(number.get<std::int64_t>(), -kMost, kMost)};
}

ClockFile from_json(const json& document) {
    const auto span = [&](const char* name) { return span_from(document.at(name)); };
    ClockFile content{
        {TimePoint{span("seen")}, BootUuid::parse(document.at("boot_id").get<std::string>()).value_or(BootUuid{}).bytes,
         span("lead"), span("boot"), span("jumped")},
        document.at("epoch").get<std::uint64_t>()};
    if (document.contains("hold")) {
        const json& hold = document.at("hold");
        content.hold = DestructionHold{hold.at("reason").get<std::string>(), TimePoint{span_from(hold.at("since"))}};
    }
    return content;
}

class Descriptor {
  public:
    Descriptor(const std::filesystem::path& path, int flags) noexcept
        : value_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    [[nodiscard]] bool write_and_sync(const std::string& text) const noexcept {
        return value_ >= 0 && ::write(value_, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && sync();
    }
    [[nodiscard]] bool sync() const noexcept { return value_ >= 0 && ::fsync(value_) == 0; }

  private:
    int value_;
};

}  // namespace

std::optional<ClockFile> read_clock_file(const std::filesystem::path& file) {
    std::ifstream stream{file};
    if (!stream) return std::nullopt;
    try {
        return from_json(json::parse(stream));
    } catch (const json::exception&) {
        return std::nullopt;
    }
}

bool write_clock_file(const std::filesystem::path& file, const ClockFile& content) {
    auto temporary = file;
    temporary += ".new";
    const std::string text = clock_json(content).dump(-1, ' ', true, json::error_handler_t::replace) + '\n';
    if (!Descriptor{temporary, O_WRONLY | O_CREAT | O_TRUNC}.write_and_sync(text)) return false;
    std::error_code error;
    std::filesystem::rename(temporary, file, error);
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
    return !error && Descriptor{folder, O_RDONLY | O_DIRECTORY}.sync();
}

}  // namespace tandem::app
