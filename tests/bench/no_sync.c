// Preloaded into the server where a database is only filled and nothing is measured: syncs are left out.
int fsync(int descriptor) { return descriptor < 0 ? -1 : 0; }
int fdatasync(int descriptor) { return descriptor < 0 ? -1 : 0; }
