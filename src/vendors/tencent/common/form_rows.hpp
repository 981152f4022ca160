#pragma once
// The rows of form_rows.cpp's table that have files of their own.

#include "form_reading.hpp"

namespace tandem::api::tencent {

// form_parameter_rows.cpp
void add_parameters(const FormCase& refused, FormVariations& to);
void add_names(const FormCase& refused, FormVariations& to);

// form_digest_rows.cpp
void add_methods(const FormCase& refused, FormVariations& to);
void add_algorithms(const FormCase& refused, FormVariations& to);
void add_encodings(const FormCase& refused, FormVariations& to);

}  // namespace tandem::api::tencent
