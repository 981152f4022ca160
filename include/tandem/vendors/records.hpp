#pragma once
// Every kind of record that a server keeps: those of the service and of each cloud.

#include "tandem/service/records.hpp"
#include "tandem/vendors/huawei/records.hpp"

namespace tandem::api {

using RecordTypes = store::JoinedTypes<service::RecordTypes, huawei::RecordTypes>;

// For KeyStore::open().
inline store::RecordKinds record_kinds() { return store::record_kinds(RecordTypes{}); }

}  // namespace tandem::api
