#pragma once
// The material of one key version as a seed writes it: hex, base64, pem, file, env, derive or random.

#include "tandem/app/section_reader.hpp"

#include "seed.hpp"

namespace tandem::standin {

// `node` is the mapping under "material"; `path` its place for messages. Throws UserError.
SeedVersion read_seed_material(const app::ConfigNode& node, const std::string& path, keys::KeySpec spec,
                               const SeedSources& sources);
// The version of a key whose seed says nothing of it.
SeedVersion random_seed_material(keys::KeySpec spec);

}  // namespace tandem::standin
