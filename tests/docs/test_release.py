"""scripts/release, on a clone: what it changes, and what it refuses."""

import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILES = ["CMakeLists.txt", "docker/Dockerfile", "README.md", "README.zh-CN.md", "docs/kubernetes.md"]


def stated():
    return re.search(r"project\(tandem VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text()).group(1)


def next_version():
    major, minor, _ = stated().split(".")
    return f"{major}.{int(minor) + 1}.0"


@pytest.fixture
def clone(tmp_path):
    """The files that a release touches, in a repository of their own."""
    for name in [*FILES, "CHANGELOG.md", "scripts/release"]:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    (tmp_path / "scripts/release").chmod(0o755)
    changelog = tmp_path / "CHANGELOG.md"
    changelog.write_text("# Changelog\n\n## Unreleased\n\n### Added\n- Something.\n\n## 0.0.1 - 2020-01-01\n- The first.\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    commit(tmp_path, "all")
    return tmp_path


def git(folder, *arguments):
    names = ["-c", "user.name=Someone", "-c", "user.email=someone@example.com"]
    return subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def commit(folder, message):
    git(folder, "commit", "-qam", message)


def release(folder, *arguments):
    identity = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in
                (("NAME", "Someone"), ("EMAIL", "someone@example.com"))}
    return subprocess.run([folder / "scripts/release", *arguments], capture_output=True, text=True,
                          env=identity | {"PATH": "/usr/bin:/bin:/usr/local/bin"})


def test_the_places_of_this_tree_name_one_version():
    assert release(ROOT, "--check").stdout.strip() == stated()


def test_a_release_is_in_every_place_dated_and_tagged(clone):
    version = next_version()
    done = release(clone, version, "--date", "2030-01-02")
    assert done.returncode == 0, done.stderr
    for name in FILES:
        assert version in (clone / name).read_text(), name
        assert stated() not in re.findall(r"\d+\.\d+\.\d+(?=  DEVELOPMENT)", (clone / name).read_text())
    changelog = (clone / "CHANGELOG.md").read_text()
    assert f"## Unreleased\n\n## {version} - 2030-01-02\n\n### Added\n- Something." in changelog
    assert git(clone, "tag").split() == [f"v{version}"]
    assert git(clone, "log", "-1", "--format=%s").strip() == f"Release {version}"
    assert git(clone, "status", "--porcelain") == ""


@pytest.mark.parametrize("version, reason", [("0.0.9", "is not later"), ("1.2", "is no version"), ("v9.0.0", "is no version")])
def test_a_version_that_cannot_be_the_next_is_refused(clone, version, reason):
    refused = release(clone, version)
    assert refused.returncode != 0 and reason in refused.stderr
    assert git(clone, "tag") == "" and git(clone, "status", "--porcelain") == ""


def test_the_same_version_is_refused(clone):
    assert "is not later" in release(clone, stated()).stderr


def test_a_tree_with_changes_is_refused(clone):
    (clone / "README.md").write_text((clone / "README.md").read_text() + "more\n")
    assert "not committed" in release(clone, next_version()).stderr


def test_a_release_without_changes_is_refused(clone):
    (clone / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n## 0.0.1 - 2020-01-01\n- The first.\n")
    commit(clone, "nothing new")
    assert "says nothing" in release(clone, next_version()).stderr


def test_places_that_differ_are_told(clone):
    file = clone / "docker/Dockerfile"
    file.write_text(file.read_text().replace(f"ARG VERSION={stated()}", "ARG VERSION=7.7.7"))
    commit(clone, "another")
    assert "7.7.7" in release(clone, "--check").stderr
