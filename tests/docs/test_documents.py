"""Every command and snippet in the documents is run as it stands, but for the port and the folders."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support/python"))

from tandem_server import TandemServer, binary  # noqa: E402

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
# A block of YAML that begins with "# NAME.yaml" is a file that commands use.
NAMED_FILE = re.compile(r"# ([\w-]+\.yaml)$", re.MULTILINE)
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language):
    for document in DOCUMENTS:
        for number, (kind, text) in enumerate(FENCE.findall(document.read_text()), 1):
            if kind == language:
                yield pytest.param(text, id=f"{document.relative_to(ROOT)}#{number}")


def commands():
    for parameter in blocks("console"):
        for line in parameter.values[0].splitlines():
            if line.startswith("$ "):
                yield pytest.param(line[2:].split("  #")[0].strip(), id=f"{parameter.id}: {line[2:40]}")


@pytest.fixture
def empty_server():
    with TandemServer() as running:
        yield running


@pytest.fixture(scope="module")
def server():
    """One for all the commands, since later ones use what earlier ones made."""
    with TandemServer("--impersonate", "--impersonate-port", "0") as running:
        yield running


def environment(server=None):
    path = f"{pathlib.Path(binary()).parent}:{os.environ['PATH']}"
    found = {**os.environ, "PATH": path}
    if server:
        found["TANDEM_ADDR"] = server.url
    return found


@pytest.mark.parametrize("text", list(blocks("python")))
def test_python_snippets_run(empty_server, text):
    text = text.replace("127.0.0.1:8990", empty_server.host)
    for _ in range(2):  # who tries it out runs it again
        done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=60,
                              env=environment())
        assert done.returncode == 0 and done.stdout.strip(), done.stderr


@pytest.mark.parametrize("text", list(blocks("javascript")))
def test_node_snippets_run(empty_server, text):
    text = text.replace("127.0.0.1:8990", empty_server.host)
    done = subprocess.run(["node", "-e", text], capture_output=True, text=True, timeout=60, cwd=ROOT / "tests/sdk/node",
                          env=environment())
    assert done.returncode == 0 and done.stdout.strip(), done.stderr


@pytest.mark.parametrize("text", list(blocks("go")))
def test_go_programs_run(tmp_path, text):
    (tmp_path / "main.go").write_text(text)
    done = subprocess.run(["go", "run", "main.go"], capture_output=True, text=True, timeout=300, cwd=tmp_path, env=environment())
    assert done.returncode == 0 and done.stdout.strip(), done.stderr


# ---- console lines: how each kind is run ----

def runs_until_ready(command, folder):
    """A server's command: it must say `Ready.` and end well on SIGTERM."""
    process = subprocess.Popen(["sh", "-c", "exec env " + command], stdout=subprocess.PIPE, text=True, cwd=folder, env=environment())
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line == "Ready.\n":
            break
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0 and lines[-1:] == ["Ready.\n"], "".join(lines)


def runs(command, folder, server):
    if server:
        command = command.replace("127.0.0.1:8990", server.host)
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=120, cwd=folder, env=environment(server))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def folder():
    with tempfile.TemporaryDirectory(prefix="tandem-docs-") as path:
        path = pathlib.Path(path)
        for parameter in blocks("yaml"):
            if named := NAMED_FILE.match(parameter.values[0]):
                (path / named.group(1)).write_text(parameter.values[0])
        yield path


# Run by another part, or part of this very run.
RUN_ELSEWHERE = {
    "scripts/test": "this run",
    "scripts/test unit": "this run",
    "scripts/test asan-all": "an hour of machine time",
    "scripts/lint": "CI's first step",
    "scripts/lint --all": "CI lints what changed; the rest takes an hour",
    "scripts/bench": "half an hour of machine time; not part of the tests",
    "docker build -f docker/Dockerfile -t tandem .": "tests/image",
    "docker run --rm -p 127.0.0.1:8990:8990 tandem": "tests/image",
    "scripts/build release tandem tandem_testserver": "tests/package, of the dev build",
    "cmake --install build/release --prefix ./tandem-package": "tests/package, of the dev build",
    'export PATH="$PWD/build/release:$PATH"': "the environment of these tests",
}


@pytest.mark.parametrize("command", list(dict.fromkeys(p.values[0] for p in commands())))
def test_commands_run(command, folder, server):
    if command in RUN_ELSEWHERE:
        return
    if command == "scripts/server":
        runs_until_ready(f"{ROOT}/scripts/server --port 0", folder)
    elif re.match(r"(\w+='[^']*' )?tandem (dev|serve)\b", command):
        if "tandem dev" in command:
            command += " --port 0" + (" --impersonate-port 0" if "--impersonate" in command else "")
        if "--config" in command:
            prepare_server(folder)
        runs_until_ready(command, folder)
    elif command.startswith("tandem init"):
        shutil.rmtree(folder / "kms", ignore_errors=True)
        runs(command, folder, None)
    elif "--server unix:kms/admin.sock" in command:
        with_serve_running(command, folder)
    else:
        runs(command.replace("127.0.0.1:8990", server.host), folder, server)


def prepare_server(folder):
    if not (folder / "kms").exists():
        runs("tandem init --dir ./kms", folder, None)
    for config in folder.glob("kms/*.yaml"):
        config.write_text(re.sub(r":8990\b", ":0", config.read_text()))


def with_serve_running(command, folder):
    """The commands that the documents give for a `tandem serve` in another shell."""
    prepare_server(folder)
    process = subprocess.Popen([binary(), "serve", "--config", "kms/tandem.yaml"], stdout=subprocess.PIPE, text=True, cwd=folder)
    assert "Ready.\n" in iter(process.stdout.readline, "")
    runs(command + (' && test -n "$TANDEM_ID" && test -n "$TANDEM_SECRET"' if "--env" in command else ""), folder, None)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def test_the_compatibility_page_is_what_the_dispatcher_says():
    done = subprocess.run([binary(), "compatibility"], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == (ROOT / "docs/compatibility.md").read_text(), "run: tandem compatibility > docs/compatibility.md"


def test_links_between_the_documents_lead_somewhere():
    for document in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name} -> {target}"
