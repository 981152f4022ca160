#pragma once
// The fields of an action: one table drives the check of a request, the decoding and the compatibility page.

#include "tandem/api/arena.hpp"
#include "tandem/api/form_reader.hpp"
#include "tandem/api/wire.hpp"
#include "tandem/base/error.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

namespace tandem::api {

enum class FieldType : std::uint8_t {
    text,
    integer,
    unsigned_integer,
    decimal,  // a number that is documented as a text; either spelling is taken
    boolean,
    text_list,
    object,
    object_list
};

// Limit of a value beyond its type. A form that a handler meets anyway while it decodes (a key id, base64, a PEM) is
// only described here, so that nothing is read twice.
struct FieldLimit {
    std::string_view form = {};  // for the compatibility page, where the bounds do not say it
    ErrorCode breach = ErrorCode::parameter_out_of_range;
    std::int64_t least = 0;  // of a number, of the bytes of a text, of the elements of a list
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
    bool (*pattern)(std::string_view text) noexcept = nullptr;  // of a text, of each text of a list
    std::span<const std::string_view> choices = {};             // the same: one of these; empty: any
    std::int64_t step = 1;                                      // a number is a multiple of it
    bool in_characters = false;                                 // a text is counted in code points
    bool empty_is_given = false;                                // "" is a value, whatever the policy
    const FieldLimit* also = nullptr;                           // held after this one, with a breach of its own
};

struct FieldMembers;

struct FieldRule {
    std::string_view name;
    FieldType type;
    bool required = false;
    const FieldLimit* limit = nullptr;      // nullptr: whatever is of the type
    const FieldMembers* members = nullptr;  // of an object, of each object of a list; nullptr: any
    std::string_view no_effect = {};        // why the parameter changes nothing here, for the compatibility page
};

struct FieldMembers {
    std::span<const FieldRule> rules;
};

struct FieldPolicy {
    bool refuse_unknown = false;     // parameter_unknown
    bool numbers_as_text = false;    // "7" for an integer and 7 for a text are both right
    bool empty_is_absent = false;    // "" counts as absent, also for required fields
    bool type_is_limit = false;      // a value of another type breaches its field's limit, if there is one
    bool fold_first_letter = false;  // KeyId is keyId
};

inline constexpr std::size_t kMaxFields = 24;

// The fields of one request, decoded by a rule table into its arena; looked up by the rule's name.
class Fields {
  public:
    // Order of checks: unknown, missing, type, the members of objects with their limits; each in the order of the
    // request or the table. JSON null is absent. Errors: parameter_unknown, parameter_missing, parameter_type
    // (or the limit's), parameter_duplicate; the subject of a member's is "Tags.0.TagKey".
    static Result<Fields> from_json(const boost::json::object& object, std::span<const FieldRule> rules,
                                    const FieldPolicy& policy, Arena& arena);
    // Flattened names (KeyIds.0, Tags.0.TagKey) become lists and objects; `common` names are skipped. Every value is a
    // text on the wire, so numbers_as_text always holds. A list with a gap: parameter_type.
    static Result<Fields> from_parameters(const ParameterList& parameters, std::span<const FieldRule> rules,
                                          std::span<const std::string_view> common, const FieldPolicy& policy,
                                          Arena& arena);

    // The limits of the rules, in the table's order. Errors: those that the limits name.
    [[nodiscard]] Result<void> check_limits() const;

    [[nodiscard]] bool has(std::string_view name) const noexcept;
    [[nodiscard]] std::string_view text(std::string_view name) const noexcept;  // "" when absent
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const noexcept;
    [[nodiscard]] std::optional<bool> boolean(std::string_view name) const noexcept;
    [[nodiscard]] std::span<const std::string_view> list(std::string_view name) const noexcept;
    // For object and object_list; nullptr when absent.
    [[nodiscard]] const boost::json::value* value(std::string_view name) const noexcept;

    // Appends a JSON object of what is there, for people: contents are counted in bytes, not shown.
    void describe(std::string& out) const;

  private:
    struct Slot {
        bool present = false;
        std::string_view text;
        std::int64_t number = 0;
        std::span<const std::string_view> list;
        const boost::json::value* json = nullptr;
    };
    std::span<const FieldRule> rules_;
    std::span<Slot> slots_;  // in the arena, one a rule

    // False when the value is not of the type.
    static bool decode(const boost::json::value& value, FieldType type, const FieldPolicy& policy, Arena& arena,
                       Slot& slot);
    [[nodiscard]] static bool is_within(const Slot& slot, FieldType type, const FieldLimit& limit) noexcept;
    static Result<void> check_members(const boost::json::value& value, const FieldRule& rule, const FieldPolicy& policy,
                                      Arena& arena);
    [[nodiscard]] const Slot* find(std::string_view name) const noexcept;  // nullptr when absent
};

// The limits, after the facts of the request tell what was asked: people want to see the value that is refused. A
// request may be handled twice on its way to a worker.
inline Result<void> describe_and_check(const Fields& fields, RequestFacts& facts, bool development) {
    if (development) {
        facts.decoded.clear();
        fields.describe(facts.decoded);
    }
    return fields.check_limits();
}

}  // namespace tandem::api
