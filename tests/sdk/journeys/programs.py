"""The programs that `tandem snippet` prints, and how a reader would run each."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/support/python"))

from tandem_server import binary  # noqa: E402

SDK = ROOT / "tests/sdk"
ROUND_TRIP = re.compile(r"^[\w-]{10,40}: \S{60,} -> hello$")


def tandem(*arguments, environment=None):
    done = subprocess.run([binary(), *arguments], capture_output=True, text=True, timeout=60, env={**os.environ, **(environment or {})})
    assert done.returncode == 0, done.stderr
    return done.stdout


def command_for(name, text, folder):
    """The command and the folder to run it in; `folder` is an empty one for what it needs."""
    language = name.split("-")[-1]
    if language == "python":
        return [sys.executable, "-c", text], folder
    if language == "node":
        return ["node", "-e", text], SDK / "node"
    if language == "java":
        (folder / "Snippet.java").write_text(text)
        return ["java", "-cp", f"{ROOT}/build/java/*", "Snippet.java"], folder
    if language == "go":
        for file in ("go.mod", "go.sum"):
            shutil.copy(SDK / "go" / file, folder)
        (folder / "main.go").write_text(text)
        return ["go", "run", "."], folder
    return ["sh", "-c", text], folder


def run_program(name, text, folder, environment=None, prefix=()):
    command, where = command_for(name, text, folder)
    path = f"{pathlib.Path(binary()).parent}:{os.environ['PATH']}"
    return subprocess.run([*prefix, *command], capture_output=True, text=True, timeout=600, cwd=where,
                          env={**os.environ, "PATH": path, **(environment or {})})


def assert_round_trip(done):
    assert done.returncode == 0 and ROUND_TRIP.match(done.stdout.splitlines()[-1]), done.stdout + done.stderr
