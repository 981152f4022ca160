#include "tandem/doctor/signature_doctor.hpp"

#include "tandem/api/diagnosis.hpp"

namespace tandem::api::doctor {

std::string_view aspect_of(std::string_view hypothesis) noexcept { return hypothesis.substr(0, hypothesis.find('-')); }

void explain(RequestFacts& facts, SignatureExplanation explanation) {
    explanation.sentence = printable(explanation.sentence);
    facts.diagnosis = explanation.hypothesis + ": " + explanation.sentence;
    facts.explanation = std::make_shared<const SignatureExplanation>(std::move(explanation));
}

}  // namespace tandem::api::doctor
