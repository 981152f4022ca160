#pragma once
// Failure that a person has to do something about: of a start, a document or a command. It is an exception, which ends
// what was attempted. Exit codes (cli/exit_code.hpp) and HTTP statuses (standin/documents/refusal.hpp) follow from its
// kind.

#include <concepts>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace tandem {

class UserError final : public std::runtime_error {
  public:
    // Not `enum class`: UserError::conflict says enough.
    enum Kind : unsigned char {
        failed,         // what was attempted did not succeed
        usage,          // a mistake in the command line
        configuration,  // a mistake in a document that describes: the configuration, a seed, fault rules
        unreachable,    // no server answers, or none that is trusted
        denied,         // the credential, the signature or this user has not the right
        not_found,      // no such thing
        conflict,       // taken already, or in another state
        server_failed,  // the server that was asked failed, or sheds load
        damaged,        // integrity does not hold: self-test, rows, state, unseal key
        storage,        // a write to the database or a sync of it failed
        unsafe,         // it could be done, but endangers secrets
    };
    static constexpr std::size_t kKinds = static_cast<std::size_t>(unsafe) + 1;

    struct Sentence {
        std::string place = {};   // "tandem.yaml:3:5", "--region", "audit.file"; may be empty
        std::string text = {};    // what is wrong, in one line
        std::string remedy = {};  // what to do; may be empty
    };

    // what() is "PLACE: TEXT; REMEDY", without what is empty.
    UserError(Kind kind, Sentence sentence);
    template <std::convertible_to<std::string> Text>  // no plain std::string, which braces would mean as well
    UserError(Kind kind, Text&& text) : UserError(kind, Sentence{.text = std::forward<Text>(text)}) {}

    [[nodiscard]] Kind kind() const noexcept { return kind_; }
    [[nodiscard]] const std::string& place() const noexcept { return sentence_->place; }
    [[nodiscard]] const std::string& text() const noexcept { return sentence_->text; }
    [[nodiscard]] const std::string& remedy() const noexcept { return sentence_->remedy; }

  private:
    Kind kind_;
    std::shared_ptr<const Sentence> sentence_;  // shared, since copies of exceptions must not throw
};

// Whether a table has one row a kind, in their order. Its rows have a member `kind`.
template <class Table>
constexpr bool has_each_kind(const Table& rows) {
    std::size_t at = 0;
    for (const auto& row : rows)
        if (static_cast<std::size_t>(row.kind) != at++) return false;
    return at == UserError::kKinds;
}

}  // namespace tandem
