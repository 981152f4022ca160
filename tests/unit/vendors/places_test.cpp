// Where the operations of all clouds run: what changes the store waits for the disk, and never on an I/O thread.

#include "huawei/request.hpp"
#include "tencent/v2017/operation.hpp"
#include "tencent/v2019/operation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tandem::api {
namespace {

// The names of all that may begin on an I/O thread, of those that do something here.
template <class OperationOf>
std::vector<std::string> names_on_io_threads(std::span<const OperationOf* const> operations) {
    std::vector<std::string> names;
    for (const OperationOf* one : operations)
        if (one->is_emulated() && one->place == Place::io_thread) names.emplace_back(one->name);
    return names;
}

using testing::UnorderedElementsAre;

TEST(Places, of_2017_only_messages_and_looks_are_on_io_threads) {
    EXPECT_THAT(names_on_io_threads(tencent::v2017::operations()),
                UnorderedElementsAre("GetKeyAttributes", "ListKey", "GenerateDataKey", "Encrypt", "Decrypt",
                                     "SetKeyAttributes"));  // without an alias it changes nothing
}

TEST(Places, of_2019_only_messages_and_looks_are_on_io_threads) {
    EXPECT_THAT(
        names_on_io_threads(tencent::v2019::operations()),
        UnorderedElementsAre("Decrypt", "DescribeDataKey", "DescribeDataKeys", "DescribeKey", "DescribeKeys",
                             "DescribeResourceTagsByResourceIds", "DescribeWhiteBoxDecryptKey",
                             "DescribeWhiteBoxDeviceFingerprints", "DescribeWhiteBoxKey", "DescribeWhiteBoxKeyDetails",
                             "DescribeWhiteBoxServiceStatus", "Encrypt", "EncryptByWhiteBox", "GenerateDataKey",
                             "GenerateRandom", "GetDataKeyCiphertextBlob", "GetDataKeyPlaintext",
                             "GetKeyRotationStatus", "GetPublicKey", "GetRegions", "GetServiceStatus", "ListAlgorithms",
                             "ListDataKeyDetail", "ListDataKeys", "ListKeyDetail", "ListKeys", "ReEncrypt"));
}

TEST(Places, of_huawei_only_messages_and_looks_are_on_io_threads) {
    EXPECT_THAT(
        names_on_io_threads(huawei::operations()),
        UnorderedElementsAre(
            "ListKeys", "ListKeyDetail", "ShowPublicKey", "ShowUserInstances", "ShowUserQuotas", "ShowVersions",
            "ShowVersion", "EncryptData", "DecryptData", "ReEncrypt", "CreateRandom", "CreateDatakey",
            "CreateDatakeyWithoutPlaintext", "EncryptDatakey", "DecryptDatakey", "GenerateMac", "VerifyMac",
            "ListGrants", "ListRetirableGrants", "ShowKeyRotationStatus", "ShowKmsTags", "ListKmsByTags", "ListAliases",
            "ListSupportRegions", "ShowKeyStore", "ListKeyStores", "ShowKeyPolicy", "ListKeyPolicy", "ListAccessPoint",
            "DownloadAccessPointPrivateKey", "KeystoneListVersions", "KeystoneShowVersion",
            "KeystoneCreateUserTokenByPassword", "KeystoneValidateToken", "KeystoneListProjects",
            "KeystoneListAuthDomains", "KeystoneShowCatalog", "GetCallerIdentity", "CreateTemporaryAccessKeyByToken"));
}

}  // namespace
}  // namespace tandem::api
