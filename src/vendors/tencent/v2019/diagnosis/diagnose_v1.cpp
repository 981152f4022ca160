// Signature v1 of API 3.0 (spec section 3): its hypotheses are those of tencent/form_rows.cpp.

#include "tandem/doctor/canonical_reading.hpp"

#include "diagnose.hpp"
#include "host_candidates.hpp"
#include "tencent/common/form_reading.hpp"

namespace tandem::api::tencent::v2019 {

namespace {

FormReading server_form_reading(const WireRequest& request, const ParameterList& parameters,
                                const store::Credential& credential) {
    FormReading reading;
    reading.method = request.method;
    reading.host = request.header("Host");
    reading.path = "/";
    reading.parameters = signed_parameters(parameters);
    reading.secret = doctor::PrivateText{as_text(credential.secret.expose_secret())};
    reading.digest = signature_v1_method(parameters.value("SignatureMethod"));
    reading.signature = parameters.value("Signature");
    return reading;
}

}  // namespace

void diagnose_v1(Exchange& exchange, const Refused& refused) {
    const ParameterList& parameters = refused.frame.parameters;
    const store::Credential* credential = refused.store.find_credential(parameters.value("SecretId"));
    if (credential == nullptr) return;
    const FormReading server = server_form_reading(exchange.request, parameters, *credential);
    const std::vector<std::string> names = endpoints(parameters.value("Region"));
    const FormCase question{exchange.request, parameters, refused.store, *credential, server, names};
    const HostCandidates candidates{exchange.request.header("Host")};
    const auto further = candidates.names().subspan(1);
    const std::vector<std::string> hosts{further.begin(), further.end()};
    doctor::examine(exchange.facts, server, form_variations(question, hosts),
                    doctor::the_secret_differs(exchange.request, credential->facts.id));
}

}  // namespace tandem::api::tencent::v2019
