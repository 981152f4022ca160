#pragma once
// How the legacy API answers (2017 API, section 5).

#include "tandem/api/json_writer.hpp"
#include "tandem/api/wire.hpp"

#include "tencent/v2017/operation.hpp"

#include <array>
#include <string_view>

namespace tandem::api::tencent::v2017 {

// A response field's name in one of its two forms: keyId, KeyId. The text is good until the next name.
class ReplyName {
  public:
    explicit ReplyName(bool older) noexcept : older_(older) {}
    std::string_view operator()(std::string_view lower_camel) noexcept;

  private:
    std::array<char, 24> text_{};
    bool older_;
};

// {"code":0,"message":"","requestId":"..." and what `members(json, name)` adds, once for each form of names.
JsonWriter begin_reply(Exchange& exchange);
template <class Members>
void write_reply(const Request& request, Members members) {
    JsonWriter json = begin_reply(request.exchange);
    for (const bool older : {false, true}) {
        if (older && !request.older_names) break;
        ReplyName name{older};
        members(json, name);
    }
    json.end_object();
}
// The success that says nothing more.
inline void write_success(const Request& request) {
    write_reply(request, [](JsonWriter&, ReplyName&) {});
}

// The reply and the facts of a failure.
void write_error(Exchange& exchange, const Error& error);

}  // namespace tandem::api::tencent::v2017
