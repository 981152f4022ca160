#pragma once
// The codes of section 8 that this server never answers with, each with its reason. A test holds that every code of the
// vendor's catalogue is either here or in errors.def and the operations' overrides, never in both.

#include "tandem/api/dialect.hpp"

namespace tandem::api::huawei {

inline constexpr std::string_view kInternal =
    "faults of the vendor's own machinery; here KMS.0101 and KMS.0104 are all that can go wrong";
inline constexpr std::string_view kGatewayPath = "the gateway answers first: APIGW.0101";
inline constexpr std::string_view kGatewayToken = "the gateway answers for tokens: APIGW.0301";
inline constexpr std::string_view kPermission = "what a caller may not do is KMS.0306";
inline constexpr std::string_view kOneResource = "there is one type of resource, which the path names";
inline constexpr std::string_view kNoAccounts = "accounts here have no real names, bills and orders";
inline constexpr std::string_view kNoPartitions = "partitions are not in any operation of the API";
inline constexpr std::string_view kDefaultKeystore =
    "keys are in the default keystore, where they rotate and are imported";
inline constexpr std::string_view kReplica = "every region of this server may write";
inline constexpr std::string_view kNoQuotas = "no operation changes a quota";
inline constexpr std::string_view kServices = "of operations between the vendor's own services";
inline constexpr std::string_view kNoEnclave = "no enclave is attested here: KMS.3804";

inline constexpr UnraisedCode kUnraisedCodes[] = {
    {"KMS.0100", kInternal},
    {"KMS.0102", kInternal},
    {"KMS.0103", kInternal},
    {"KMS.0105", kInternal},
    {"KMS.0106", kReplica},
    {"KMS.0201", kGatewayPath},
    {"KMS.0203", "the gateway answers first: APIGW.0201"},
    {"KMS.0211", "no other service makes default keys here"},
    {"KMS.0212", kOneResource},
    {"KMS.0214", "KMS.0202 is said of every body that is no JSON object"},
    {"KMS.0215", kGatewayPath},
    {"KMS.0301", kGatewayToken},
    {"KMS.0302", kGatewayToken},
    {"KMS.0303", kGatewayToken},
    {"KMS.0304", kGatewayToken},
    {"KMS.0305", kGatewayToken},
    {"KMS.0314", kNoAccounts},
    {"KMS.0315", kNoPartitions},
    {"KMS.0316", kNoPartitions},
    {"KMS.0320", kNoAccounts},
    {"KMS.0322", kNoPartitions},
    {"KMS.0323", kNoPartitions},
    {"KMS.0326", kPermission},
    {"KMS.0327", kPermission},
    {"KMS.0328", kNoAccounts},
    {"KMS.0330", kPermission},
    {"KMS.0408", kOneResource},
    {"KMS.1102", "the field realm is of the first clients and ignored"},
    {"KMS.1108", kInternal},
    {"KMS.1109", kInternal},
    {"KMS.1115", "newer clients know KMS.0331"},
    {"KMS.1904", "a data key is sealed under a symmetric key alone: KMS.0325"},
    {"KMS.2001", "of regions that take 512 bits alone; here 8 to 8192 do"},
    {"KMS.2203", "every byte of a data key's ciphertext is authenticated before it is opened: KMS.2201"},
    {"KMS.2301", kNoQuotas},
    {"KMS.2302", kNoQuotas},
    {"KMS.2303", kNoQuotas},
    {"KMS.2304", kNoQuotas},
    {"KMS.2305", kNoQuotas},
    {"KMS.2403", kInternal},
    {"KMS.2405", "grants are counted for each key: KMS.2404"},
    {"KMS.2406", kNoPartitions},
    {"KMS.2801", "no operation has a start and an end"},
    {"KMS.3103", kServices},
    {"KMS.3201", kInternal},
    {"KMS.3202", kInternal},
    {"KMS.3702", kServices},
    {"KMS.3801", kReplica},
    {"KMS.3802", kReplica},
    {"KMS.3803", kReplica},
    {"KMS.3805", kNoEnclave},
    {"KMS.3806", kNoEnclave},
    {"KMS.3901", kServices},
    {"KMS.3902", kServices},
    {"KMS.3903", kServices},
    {"KMS.4001", kServices},
    {"KMS.4002", kServices},
    {"KMS.5012", kInternal},
    {"KMS.5021", kInternal},
    {"KMS.5022", kServices},
    {"KMS.5023", kInternal},
};

}  // namespace tandem::api::huawei
