#pragma once
// The handlers of the table in operations.cpp, named after the vendor's paths.

#include "huawei/operation.hpp"

namespace tandem::api::huawei {

Result<void> create_key(OperationCall& call);
Result<void> describe_key(OperationCall& call);
Result<void> list_keys(OperationCall& call);
Result<void> get_public_key(OperationCall& call);

Result<void> enable_key(OperationCall& call);
Result<void> disable_key(OperationCall& call);
Result<void> schedule_key_deletion(OperationCall& call);
Result<void> cancel_key_deletion(OperationCall& call);
Result<void> update_key_alias(OperationCall& call);
Result<void> update_key_description(OperationCall& call);

Result<void> get_parameters_for_import(OperationCall& call);
Result<void> import_key_material(OperationCall& call);
Result<void> delete_imported_key_material(OperationCall& call);

Result<void> enable_key_rotation(OperationCall& call);
Result<void> disable_key_rotation(OperationCall& call);
Result<void> update_key_rotation_interval(OperationCall& call);
Result<void> get_key_rotation_status(OperationCall& call);
Result<void> rotate_on_demand(OperationCall& call);

Result<void> create_tag(OperationCall& call);
Result<void> delete_tag(OperationCall& call);
Result<void> change_tags(OperationCall& call);
Result<void> show_tags(OperationCall& call);
Result<void> list_project_tags(OperationCall& call);
Result<void> find_resource_instances(OperationCall& call);

Result<void> create_alias(OperationCall& call);
Result<void> delete_alias(OperationCall& call);
Result<void> associate_alias(OperationCall& call);
Result<void> list_aliases(OperationCall& call);

Result<void> encrypt_data(OperationCall& call);
Result<void> decrypt_data(OperationCall& call);
Result<void> create_datakey(OperationCall& call);
Result<void> create_datakey_without_plaintext(OperationCall& call);
Result<void> encrypt_datakey(OperationCall& call);
Result<void> decrypt_datakey(OperationCall& call);
Result<void> generate_random(OperationCall& call);
Result<void> re_encrypt(OperationCall& call);
Result<void> create_rsa_datakey_pair(OperationCall& call);
Result<void> create_ec_datakey_pair(OperationCall& call);

Result<void> sign(OperationCall& call);
Result<void> verify(OperationCall& call);
Result<void> generate_mac(OperationCall& call);
Result<void> verify_mac(OperationCall& call);
Result<void> derive_shared_secret(OperationCall& call);

Result<void> create_grant(OperationCall& call);
Result<void> revoke_grant(OperationCall& call);
Result<void> retire_grant(OperationCall& call);
Result<void> list_grants(OperationCall& call);
Result<void> list_retirable_grants(OperationCall& call);

Result<void> list_support_regions(OperationCall& call);
Result<void> replicate_key(OperationCall& call);
Result<void> update_primary_region(OperationCall& call);

Result<void> create_keystore(OperationCall& call);
Result<void> show_keystore(OperationCall& call);
Result<void> list_keystores(OperationCall& call);
Result<void> enable_keystore(OperationCall& call);
Result<void> disable_keystore(OperationCall& call);
Result<void> delete_keystore(OperationCall& call);

Result<void> create_key_policy(OperationCall& call);
Result<void> show_key_policy(OperationCall& call);
Result<void> list_key_policies(OperationCall& call);
Result<void> update_key_policy(OperationCall& call);
Result<void> delete_key_policy(OperationCall& call);

Result<void> create_access_point(OperationCall& call);
Result<void> list_access_points(OperationCall& call);
Result<void> enable_access_point(OperationCall& call);
Result<void> disable_access_point(OperationCall& call);
Result<void> delete_access_point(OperationCall& call);
Result<void> get_access_point_key(OperationCall& call);

Result<void> show_user_instances(OperationCall& call);
Result<void> show_user_quotas(OperationCall& call);

Result<void> show_versions(OpenCall& call);
Result<void> show_version(OpenCall& call);

}  // namespace tandem::api::huawei
