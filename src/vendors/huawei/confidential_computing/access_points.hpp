#pragma once
// Access points: records of where programs come to the keys of a key space, each with a private key to prove it.

#include "tandem/base/secret.hpp"
#include "tandem/service/call.hpp"
#include "tandem/vendors/huawei/records.hpp"

#include "keyspace_list.hpp"

namespace tandem::api::huawei::confidential_computing {

// Has all of a new one but what the server gives: id, dates, revision, and its private key of EC P-256. Error:
// object_limit_exceeded.
Result<const AccessPoint*> create_access_point(const service::Call& call, AccessPoint point);
// Error: access_point_not_found.
Result<const AccessPoint*> find_access_point(const service::Call& call, const store::ObjectId& id);
// Error: page_offset_invalid.
Result<KeyspacePage<AccessPoint>> list_access_points(const service::Call& call, const KeyspaceRange& range);
// DER PKCS#8. Error: internal.
Result<SecretBytes> private_key_of(const service::Call& call, const AccessPoint& point);

// A repeat is harmless. Error: access_point_not_found.
Result<const AccessPoint*> enable_access_point(const service::Call& call, const store::ObjectId& id);
Result<const AccessPoint*> disable_access_point(const service::Call& call, const store::ObjectId& id);
// Error: access_point_not_found.
Result<void> delete_access_point(const service::Call& call, const store::ObjectId& id);

}  // namespace tandem::api::huawei::confidential_computing
