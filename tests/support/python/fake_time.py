"""A wall clock of its own for a server, moved while that runs: libfaketime, with a file that says how far. The boot clock
stays real."""

import pathlib

LIBRARY = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


class WallClock:
    def __init__(self, folder: pathlib.Path, offset: float = 0):
        assert LIBRARY is not None, "libfaketime is not installed: scripts/setup test"
        self.file = folder / "faketime"
        self.move_to(offset)

    def move_to(self, offset: float) -> None:
        """So many seconds from real time, from now on."""
        new = self.file.with_suffix(".new")
        new.write_text(f"{offset:+.3f}")
        new.rename(self.file)

    def environment(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",  # the file is read anew at each look at the clock
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_RESET": "1",
        }
