// Preloaded into the server: counts its syncs, and makes each of them take longer by what the benchmark says. The
// counters are in a file that both have mapped; a sync of a write-ahead log is a commit, or belongs to a checkpoint.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct shared {
    _Atomic uint64_t log_syncs;
    _Atomic uint64_t other_syncs;
    _Atomic uint64_t delay_microseconds;
};

static struct shared* shared;

__attribute__((constructor)) static void map_counters(void) {
    const char* file = getenv("BENCH_SYNC_COUNTERS");
    const int descriptor = file ? open(file, O_RDWR | O_CLOEXEC) : -1;
    if (descriptor < 0) return;
    void* mapped = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (mapped != MAP_FAILED) shared = mapped;
    close(descriptor);
}

static int is_log(int descriptor) {
    char link[32], name[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const ssize_t length = readlink(link, name, sizeof name);
    return length > 4 && memcmp(name + length - 4, "-wal", 4) == 0;
}

static int count_and_sync(const char* function, int descriptor) {
    if (shared) {
        atomic_fetch_add(is_log(descriptor) ? &shared->log_syncs : &shared->other_syncs, 1);
        if (shared->delay_microseconds) usleep((useconds_t)shared->delay_microseconds);
    }
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, function);
    return real(descriptor);
}

int fsync(int descriptor) { return count_and_sync("fsync", descriptor); }
int fdatasync(int descriptor) { return count_and_sync("fdatasync", descriptor); }
