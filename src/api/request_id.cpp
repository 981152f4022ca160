#include "tandem/api/request_id.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/crypto/random.hpp"

#include <charconv>

namespace tandem::api {

namespace {

using RequestId = Id128<struct RequestIdTag>;

char* write_digits(char* to, char* end) noexcept {
    constexpr std::uint64_t kFirst = 10'000'000'000;  // the first number of 11 digits
    const RequestId random = crypto::random_id<RequestId>();
    return std::to_chars(to, end, kFirst + load_u64_be(random.bytes.data()) % (9 * kFirst)).ptr;
}

}  // namespace

void assign_request_id(RequestFacts& facts, RequestIdForm form) noexcept {
    if (facts.request_id_length != 0) return;
    char* const begin = facts.request_id_text.data();
    char* end = begin;
    switch (form) {
        case RequestIdForm::uuid:
            end = format_uuid_to(begin, crypto::random_uuid<RequestId>().bytes);
            break;
        case RequestIdForm::hex:
            end = hex_encode_to(begin, crypto::random_id<RequestId>().bytes);
            break;
        case RequestIdForm::digits:
            end = write_digits(begin, begin + facts.request_id_text.size());
            break;
    }
    facts.request_id_length = static_cast<std::uint8_t>(end - begin);
}

}  // namespace tandem::api
