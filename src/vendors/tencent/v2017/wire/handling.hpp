#pragma once
// What an action of the legacy API gets, and how it answers.

#include "tandem/api/arena.hpp"
#include "tandem/api/fields.hpp"
#include "tandem/api/json_writer.hpp"
#include "tandem/api/wire.hpp"
#include "tandem/service/call.hpp"

#include <array>
#include <string_view>

namespace tandem::api::tencent::v2017 {

// One authenticated request of a known action. Lives on the stack of the thread that handles it.
struct Handling {
    const service::Call& call;
    const Fields& fields;
    Arena& arena;
    Exchange& exchange;
    bool older_names;  // the request named its parameters in PascalCase: so does the reply, beside the usual names
};

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
void write_reply(const Handling& handling, Members members) {
    JsonWriter json = begin_reply(handling.exchange);
    for (const bool older : {false, true}) {
        if (older && !handling.older_names) break;
        ReplyName name{older};
        members(json, name);
    }
    json.end_object();
}

// The reply and the facts of a failure.
void write_error(Exchange& exchange, const Error& error);

}  // namespace tandem::api::tencent::v2017
