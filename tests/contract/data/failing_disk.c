// Preloaded into the server: lets its writes and syncs of files fail. $TANDEM_TEST_DISK is a folder: as long as a file
// "rule" is in it, holding "CALL SUFFIX ERRNO TIMES", so many calls of pwrite or fdatasync on files whose name ends so
// fail; TIMES below 0 is always. ERRNO 0 lets a write take half of its bytes. Every sync is noted in "syncs".
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int open_of(const char* name, int flags) {
    const char* folder = getenv("TANDEM_TEST_DISK");
    char path[4096];
    if (!folder) return -1;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC, 0600);
}

static const char* name_of(int descriptor, char* name, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const ssize_t length = readlink(link, name, size - 1);
    name[length < 0 ? 0 : length] = '\0';
    return name;
}

static int ends_with(const char* text, const char* suffix) {
    const size_t length = strlen(text), of_suffix = strlen(suffix);
    return length >= of_suffix && strcmp(text + length - of_suffix, suffix) == 0;
}

// What the call on the file is to fail with; -1: nothing.
static int verdict(const char* call, const char* name) {
    char text[128] = {0}, wanted[32], suffix[64];
    int error = 0, times = 0;
    const int rule = open_of("rule", O_RDWR);
    if (rule < 0) return -1;
    int found = -1;
    if (read(rule, text, sizeof text - 1) > 0 && sscanf(text, "%31s %63s %d %d", wanted, suffix, &error, &times) == 4 &&
        times != 0 && strcmp(call, wanted) == 0 && ends_with(name, suffix)) {
        found = error;
        if (times > 0) {
            const int length = snprintf(text, sizeof text, "%s %s %d %d ", wanted, suffix, error, times - 1);
            syscall(SYS_pwrite64, rule, text, (size_t)length, 0L);
        }
    }
    close(rule);
    return found;
}

static int note_and_sync(long number, int descriptor) {
    char name[4096], line[4200];
    name_of(descriptor, name, sizeof name);
    const int error = verdict("fdatasync", name);
    const int log = open_of("syncs", O_WRONLY | O_CREAT | O_APPEND);
    if (log >= 0) {
        const int length = snprintf(line, sizeof line, "%s %d\n", strrchr(name, '/') ? strrchr(name, '/') + 1 : name, error);
        syscall(SYS_write, log, line, (size_t)length);
        close(log);
    }
    if (error < 0) return (int)syscall(number, descriptor);
    usleep(300000);  // so long that other changes come to wait for it
    errno = error;
    return -1;
}

int fsync(int descriptor) { return note_and_sync(SYS_fsync, descriptor); }
int fdatasync(int descriptor) { return note_and_sync(SYS_fdatasync, descriptor); }

ssize_t pwrite64(int descriptor, const void* data, size_t size, off64_t at) {
    char name[4096];
    const int error = verdict("pwrite", name_of(descriptor, name, sizeof name));
    if (error > 0) {
        errno = error;
        return -1;
    }
    return syscall(SYS_pwrite64, descriptor, data, error == 0 ? (size + 1) / 2 : size, at);
}
ssize_t pwrite(int descriptor, const void* data, size_t size, off_t at) { return pwrite64(descriptor, data, size, at); }
