#include "tandem/base/user_error.hpp"

namespace tandem {
namespace {

std::string line_of(const UserError::Sentence& sentence) {
    std::string line;
    if (!sentence.place.empty()) line.append(sentence.place).append(": ");
    line.append(sentence.text);
    if (!sentence.remedy.empty()) line.append("; ").append(sentence.remedy);
    return line;
}

}  // namespace

UserError::UserError(Kind kind, Sentence sentence)
    : std::runtime_error(line_of(sentence)),
      kind_(kind),
      sentence_(std::make_shared<const Sentence>(std::move(sentence))) {}

}  // namespace tandem
