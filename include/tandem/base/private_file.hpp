#pragma once
// Files that hold secrets: whether others than this process could read or change them.

#include <string>
#include <sys/stat.h>
#include <vector>

namespace tandem {

// On whose behalf a process opens files.
struct ProcessIdentity {
    uid_t user;
    std::vector<gid_t> groups;  // the effective one and the supplementary ones

    static ProcessIdentity current();
    [[nodiscard]] bool has_group(gid_t group) const noexcept;
};

// Exposure of a file with these facts, as the end of a sentence that begins with its name: "has mode 0644, but ...".
// Empty for a file of this user or of root that nobody else may read or write. A group may read it where that is one of
// the process's own: so Kubernetes mounts secrets, 0440 or 0640 with the group of the volumes.
std::string exposure_of(const struct stat& facts, const ProcessIdentity& process);

}  // namespace tandem
