#pragma once
// The emulated actions, one function each; the fields and errors that they may count on are their rows in actions.cpp.

#include "tencent/v2019/action.hpp"

namespace tandem::api::tencent::v2019 {

// create_key.cpp
Result<void> create_key(ActionCall& action);
// describe_keys.cpp
Result<void> describe_key(ActionCall& action);
Result<void> describe_keys(ActionCall& action);
// list_keys.cpp
Result<void> list_keys(ActionCall& action);
Result<void> list_key_detail(ActionCall& action);
// key_states.cpp
Result<void> enable_key(ActionCall& action);
Result<void> enable_keys(ActionCall& action);
Result<void> disable_key(ActionCall& action);
Result<void> disable_keys(ActionCall& action);
Result<void> schedule_key_deletion(ActionCall& action);
Result<void> cancel_key_deletion(ActionCall& action);
// archive.cpp
Result<void> archive_key(ActionCall& action);
Result<void> cancel_key_archive(ActionCall& action);
// cloud_resources.cpp
Result<void> bind_cloud_resource(ActionCall& action);
Result<void> unbind_cloud_resource(ActionCall& action);
// resource_tags.cpp
Result<void> describe_resource_tags_by_resource_ids(ActionCall& action);
Result<void> modify_resource_tags(ActionCall& action);
std::string_view region_of_resources(const Fields& fields);
std::string_view region_of_resource(const Fields& fields);
// rotation.cpp
Result<void> enable_key_rotation(ActionCall& action);
Result<void> disable_key_rotation(ActionCall& action);
Result<void> get_key_rotation_status(ActionCall& action);
Result<void> rotate_key(ActionCall& action);
// import.cpp
Result<void> get_parameters_for_import(ActionCall& action);
Result<void> import_key_material(ActionCall& action);
Result<void> delete_imported_key_material(ActionCall& action);
// update_key.cpp
Result<void> update_alias(ActionCall& action);
Result<void> update_key_description(ActionCall& action);
// encrypt.cpp, decrypt.cpp, re_encrypt.cpp, generate_data_key.cpp, generate_random.cpp
Result<void> encrypt(ActionCall& action);
Result<void> decrypt(ActionCall& action);
Result<void> re_encrypt(ActionCall& action);
Result<void> generate_data_key(ActionCall& action);
Result<void> generate_random(ActionCall& action);
// asymmetric.cpp
Result<void> get_public_key(ActionCall& action);
Result<void> asymmetric_rsa_decrypt(ActionCall& action);
Result<void> asymmetric_sm2_decrypt(ActionCall& action);
// signatures.cpp
Result<void> sign_by_asymmetric_key(ActionCall& action);
Result<void> verify_by_asymmetric_key(ActionCall& action);
// data_keys.cpp, data_key_states.cpp, list_data_keys.cpp
Result<void> import_data_key(ActionCall& action);
Result<void> describe_data_key(ActionCall& action);
Result<void> describe_data_keys(ActionCall& action);
Result<void> get_data_key_plaintext(ActionCall& action);
Result<void> get_data_key_ciphertext_blob(ActionCall& action);
Result<void> enable_data_key(ActionCall& action);
Result<void> enable_data_keys(ActionCall& action);
Result<void> disable_data_key(ActionCall& action);
Result<void> disable_data_keys(ActionCall& action);
Result<void> schedule_data_key_deletion(ActionCall& action);
Result<void> cancel_data_key_deletion(ActionCall& action);
Result<void> update_data_key_name(ActionCall& action);
Result<void> update_data_key_description(ActionCall& action);
Result<void> list_data_keys(ActionCall& action);
Result<void> list_data_key_detail(ActionCall& action);
// white_box_keys.cpp, white_box_use.cpp
Result<void> create_white_box_key(ActionCall& action);
Result<void> describe_white_box_key(ActionCall& action);
Result<void> describe_white_box_key_details(ActionCall& action);
Result<void> describe_white_box_service_status(ActionCall& action);
Result<void> enable_white_box_key(ActionCall& action);
Result<void> enable_white_box_keys(ActionCall& action);
Result<void> disable_white_box_key(ActionCall& action);
Result<void> disable_white_box_keys(ActionCall& action);
Result<void> delete_white_box_key(ActionCall& action);
Result<void> encrypt_by_white_box(ActionCall& action);
Result<void> describe_white_box_decrypt_key(ActionCall& action);
Result<void> describe_white_box_device_fingerprints(ActionCall& action);
Result<void> overwrite_white_box_device_fingerprints(ActionCall& action);
// service_info.cpp
Result<void> list_algorithms(ActionCall& action);
Result<void> get_service_status(ActionCall& action);
Result<void> get_regions(ActionCall& action);

}  // namespace tandem::api::tencent::v2019
