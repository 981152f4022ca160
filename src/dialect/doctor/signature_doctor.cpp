#include "doctor/signature_doctor.hpp"

#include "diagnosis.hpp"

namespace tandem::dialect::doctor {

std::string_view aspect_of(std::string_view hypothesis) noexcept { return hypothesis.substr(0, hypothesis.find('-')); }

void explain(RequestFacts& facts, SignatureExplanation explanation) {
    explanation.sentence = printable(explanation.sentence);
    facts.diagnosis = explanation.hypothesis + ": " + explanation.sentence;
    facts.explanation = std::make_shared<const SignatureExplanation>(std::move(explanation));
}

}  // namespace tandem::dialect::doctor
