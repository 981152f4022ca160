"""A control group with a memory limit for one process, where this machine lets a test make one (cgroups(7))."""

import pathlib
import tempfile
import time


def _folder_of(kind: str, controller: str = "") -> pathlib.Path | None:
    """Where the hierarchy is mounted."""
    for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines():
        words = line.split()
        of_kind = words[words.index("-") + 1] == kind
        if of_kind and (not controller or controller in words[-1].split(",")):
            return pathlib.Path(words[4])
    return None


class MemoryGroup:
    """Gone with the block; processes in it have ended by then. Raises OSError where none can be made."""

    def __init__(self, limit: int):
        self.limit = limit

    def __enter__(self):
        version_1 = _folder_of("cgroup", "memory")
        parent = version_1 or _folder_of("cgroup2")
        if parent is None:
            raise OSError("no control groups are mounted")
        self.version = 1 if version_1 else 2
        if self.version == 2 and "memory" not in (parent / "cgroup.subtree_control").read_text().split():
            (parent / "cgroup.subtree_control").write_text("+memory")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tandem-test-", dir=parent))
        try:
            if self.version == 1:
                # The kernel's memory for TCP is limited apart there; peak() adds the two.
                (self.folder / "memory.limit_in_bytes").write_text(str(self.limit))
                (self.folder / "memory.kmem.tcp.limit_in_bytes").write_text(str(self.limit))
            else:
                (self.folder / "memory.max").write_text(str(self.limit))
                if (self.folder / "memory.swap.max").exists():
                    (self.folder / "memory.swap.max").write_text("0")
        except OSError:
            self.folder.rmdir()
            raise
        return self

    def __exit__(self, *_):
        deadline = time.monotonic() + 10
        while True:  # the last process may not be reaped yet
            try:
                return self.folder.rmdir()
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    @property
    def command(self) -> list[str]:
        """In front of another command: that runs in the group from its first page on."""
        return ["/bin/sh", "-c", f'echo $$ > {self.folder}/cgroup.procs && exec "$@"', "sh"]

    def _number(self, name: str) -> int:
        return int((self.folder / name).read_text())

    def peak(self) -> int:
        """The most that was used at once, the kernel's memory for its sockets included."""
        if self.version == 2:
            return self._number("memory.peak")
        return self._number("memory.max_usage_in_bytes") + self._number("memory.kmem.tcp.max_usage_in_bytes")

    def used(self) -> int:
        if self.version == 2:
            return self._number("memory.current")
        return self._number("memory.usage_in_bytes") + self._number("memory.kmem.tcp.usage_in_bytes")
