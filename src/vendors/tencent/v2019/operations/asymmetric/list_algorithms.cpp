// ListAlgorithms (API 3.0 spec section 8).

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_usages.hpp"
#include "tencent/v2019/wire/regions.hpp"

namespace tandem::api::tencent::v2019::list_algorithms {

namespace {

void write_group(Request& request, std::string_view name, UsageGroup group) {
    JsonWriter& out = request.out;
    const RegionKind region = region_kind(request);
    out.begin_array(name);
    for (const UsageRow& row : usages()) {
        if (row.group != group || !is_offered(row, region)) continue;
        out.begin_object().unescaped("KeyUsage", row.name).unescaped("Algorithm", row.algorithm).end_object();
    }
    out.end_array();
}

Result<void> run(Request& request) {
    write_group(request, "SymmetricAlgorithms", UsageGroup::symmetric);
    write_group(request, "AsymmetricAlgorithms", UsageGroup::asymmetric_cipher);
    write_group(request, "AsymmetricSignVerifyAlgorithms", UsageGroup::sign_verify);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "ListAlgorithms", .steps = steps(run)};

}  // namespace tandem::api::tencent::v2019::list_algorithms
