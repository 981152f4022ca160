// Mistakes with which parameters are signed, and under which names.

#include "tandem/api/diagnosis.hpp"

#include "form_rows.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::tencent {

namespace {

// Parameters that clients sign and then do not send.
void add_absent(const FormCase& refused, FormVariations& to) {
    constexpr std::array<Parameter, 12> kAbsent = {{{"SignatureMethod", "HmacSHA256"},
                                                    {"SignatureMethod", "HmacSHA1"},
                                                    {"Signature", ""},
                                                    {"Version", "2019-01-18"},
                                                    {"Region", ""},
                                                    {"Region", "ap-guangzhou"},
                                                    {"Region", "ap-beijing"},
                                                    {"Region", "ap-shanghai"},
                                                    {"Region", "gz"},
                                                    {"Language", "zh-CN"},
                                                    {"Token", ""},
                                                    {"RequestClient", ""}}};
    for (const Parameter& absent : kAbsent) {
        if (refused.parameters.find(absent.name) != nullptr && absent.name != "Signature") continue;
        to.push_back({"parameters",
                      "The parameter " + std::string{absent.name} + " was signed but did not come" +
                          (absent.name == "Signature" ? " so. Signature itself is not signed."
                                                      : ". Send all parameters that are signed."),
                      [absent](FormReading& reading) { reading.parameters.push_back(absent); }});
    }
}

// A POST may carry parameters in its query beside those of its body.
void add_places(const FormCase& refused, FormVariations& to) {
    const std::string_view query = refused.request.query;
    if (refused.request.method == "GET" || query.empty() || refused.request.body.empty()) return;
    const auto in_query = [query](std::string_view name) {
        std::string_view rest = query;
        while (!rest.empty()) {
            const std::string_view piece = rest.substr(0, rest.find('&'));
            rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
            if (piece.substr(0, piece.find('=')) == name) return true;
        }
        return false;
    };
    for (const bool query_alone : {false, true}) {
        to.push_back({"parameters",
                      std::string{"The client signed the parameters of its "} + (query_alone ? "query" : "body") +
                          " alone, and others came beside them. All that come are signed.",
                      [in_query, query_alone](FormReading& reading) {
                          std::erase_if(reading.parameters,
                                        [&](const Parameter& p) { return in_query(p.name) != query_alone; });
                      }});
    }
}

// Gives every parameter the name that `rename` makes of its own.
template <class Rename>
void rename_all(FormReading& reading, Rename rename) {
    auto names = std::make_shared<std::vector<std::string>>();
    names->reserve(reading.parameters.size());
    for (Parameter& parameter : reading.parameters) {
        names->push_back(rename(std::string{parameter.name}));
        parameter.name = names->back();
    }
    reading.names = names;
}

// "Names.0" -> "Names[0]"
std::string with_brackets(std::string name) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string::npos || dot + 1 == name.size()) return name;
    return name.substr(0, dot) + "[" + name.substr(dot + 1) + "]";
}

}  // namespace

void add_parameters(const FormCase& refused, FormVariations& to) {
    constexpr std::size_t kMostParameters = 60;
    std::size_t tried = 0;
    for (const Parameter& parameter : refused.server.parameters) {
        if (++tried > kMostParameters) break;
        to.push_back({"parameters",
                      "The parameter " + std::string{shown_name(parameter.name)} +
                          " came but was not signed. Sign all parameters but Signature, after the last one is added.",
                      [name = parameter.name](FormReading& reading) {
                          std::erase_if(reading.parameters, [&](const Parameter& p) { return p.name == name; });
                      }});
    }
    add_absent(refused, to);
    add_places(refused, to);
}

void add_names(const FormCase& refused, FormVariations& to) {
    const auto add = [&](std::string sentence, auto apply) { to.push_back({"naming", std::move(sentence), apply}); };
    const bool to_dot = refused.server.underscore_to_dot;
    add(to_dot ? "The client signed names with \"_\". This API signs them with \".\" in its place."
               : "The client signed names with \".\" for \"_\". This API signs names as they are sent.",
        [to_dot](FormReading& reading) { reading.underscore_to_dot = !to_dot; });
    add("The client signed lists as Names[0] and sent them as Names.0. Sign the names that are sent.",
        [](FormReading& reading) { rename_all(reading, with_brackets); });
    add("The client signed names that begin with a capital letter and sent others. Sign the names that are sent.",
        [](FormReading& reading) {
            rename_all(reading, [](std::string name) {
                if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
                return name;
            });
        });
    add("The client signed its own parameters with a small first letter and sent others. Sign the names that are sent.",
        [](FormReading& reading) {
            rename_all(reading, [](std::string name) {
                const bool own = !parameter_may_be_shown(name) && name != "Token";
                if (own && !name.empty() && name[0] >= 'A' && name[0] <= 'Z') {
                    name[0] = static_cast<char>(name[0] - 'A' + 'a');
                }
                return name;
            });
        });
    add("The client signed names in small letters. Sign the names that are sent.", [](FormReading& reading) {
        rename_all(reading, [](std::string name) {
            for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            return name;
        });
    });
}

}  // namespace tandem::api::tencent
