"""The installed package, and the source tree as a part of another project, as examples/cpp uses them."""
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("TANDEM_BINARY", ROOT / "build/dev/tandem")).parent


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout[-6000:]}{done.stderr[-6000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prefix")
    run("cmake", "--install", BUILD, "--prefix", folder)
    return folder


def configure(folder, *options):
    run("cmake", "-S", ROOT / "examples/cpp", "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug", *options)


def test_the_installed_server_runs(prefix):
    assert "tandem" in run(prefix / "bin/tandem", "version")


def test_only_the_fixtures_header_is_installed_and_it_needs_the_standard_library_alone(prefix, tmp_path):
    headers = [str(file.relative_to(prefix / "include")) for file in prefix.glob("include/**/*.hpp")]
    assert headers == ["tandem/testserver/test_server.hpp"]
    (tmp_path / "alone.cpp").write_text("#include <tandem/testserver/test_server.hpp>\nint main() {}\n")
    run("c++", "-std=c++17", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", f"-I{prefix}/include", tmp_path / "alone.cpp")


def test_the_example_passes_against_the_installed_package(prefix, tmp_path):
    configure(tmp_path, f"-DCMAKE_PREFIX_PATH={prefix}")
    run("cmake", "--build", tmp_path)
    run("ctest", "--test-dir", tmp_path, "--output-on-failure", "--no-tests=error")


def test_another_major_version_is_not_found(prefix, tmp_path):
    (tmp_path / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.25)\nproject(wants_another LANGUAGES CXX)\nfind_package(tandem 1.0 CONFIG)\n"
        'if(tandem_FOUND)\n  message(FATAL_ERROR "found")\nendif()\n')
    run("cmake", "-S", tmp_path, "-B", tmp_path / "build", f"-DCMAKE_PREFIX_PATH={prefix}")


def test_the_source_tree_configures_inside_another_project_and_leaks_nothing_into_it(tmp_path):
    configure(tmp_path, f"-DTANDEM_SOURCE={ROOT}")
    ninja = (tmp_path / "build.ninja").read_text()
    assert "unit_base" not in ninja, "tests of ours in a project of others"
    (own,) = [part for part in ninja.split("\n\n") if part.startswith("build CMakeFiles/vault_test.dir/vault_test.cpp.o:")]
    flags = next(line for line in own.splitlines() if line.strip().startswith("FLAGS"))
    for ours in ("-Werror", "-Wshadow", "_FORTIFY_SOURCE", "-fPIC"):
        assert ours not in flags, flags
