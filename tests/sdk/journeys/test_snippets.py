"""Every program that `tandem snippet` prints runs as it stands, with the SDK that it names, unmodified."""
import subprocess

import pytest
from programs import ROOT, assert_round_trip, binary, run_program, tandem

NAMES = [line.split()[0] for line in tandem("snippet", "--list").splitlines()]


@pytest.mark.parametrize("name", NAMES)
def test_a_snippet_makes_the_round_trip(name, server, tmp_path):
    assert_round_trip(run_program(name, tandem("snippet", name, "--server", server.url), tmp_path))


# tencent-python takes the authority in its code alone.
@pytest.mark.parametrize("name", [name for name in NAMES if name != "tencent-python"])
def test_a_snippet_goes_over_https_with_the_authority_of_the_variables(name, server, authority, tmp_path):
    text = tandem("snippet", name, "--server", f"https://localhost:{server.port}")
    assert_round_trip(run_program(name, text, tmp_path, authority))


def test_tencent_python_goes_over_https_with_its_certification(server, authority, tmp_path):
    text = tandem("snippet", "tencent-python", "--server", f"https://localhost:{server.port}")
    text = text.replace('protocol="https"', f'protocol="https", certification="{authority["SSL_CERT_FILE"]}"')
    assert_round_trip(run_program("tencent-python", text, tmp_path))


@pytest.mark.parametrize("name", ["huawei-java", "huawei-go", "tencent-node", "huawei-python"])
def test_without_the_authority_https_is_refused(name, server, tmp_path):
    text = tandem("snippet", name, "--server", f"https://localhost:{server.port}")
    done = run_program(name, text, tmp_path)
    assert done.returncode != 0 and "cert" in (done.stdout + done.stderr).lower()


@pytest.mark.parametrize("name", ["huawei-python", "tencent-python", "shell"])
def test_a_snippet_has_the_credential_and_project_of_the_variables(name, server, other_tenant, tmp_path):
    text = tandem("snippet", name, "--server", server.url, environment=other_tenant)
    assert other_tenant["TANDEM_ID"] in text and "tandemdev" not in text
    assert_round_trip(run_program(name, text, tmp_path))


def test_every_file_is_listed_with_what_it_needs():
    listed = dict(line.split(maxsplit=1) for line in tandem("snippet", "--list").splitlines())
    assert set(listed) == {file.stem for file in (ROOT / "examples/snippets").iterdir()}
    assert listed["tencent-go"].startswith("Tencent KMS 2019-01-18, Go: go get ")


def refusal(*arguments, environment=None):
    done = subprocess.run([binary(), *arguments], capture_output=True, text=True, timeout=60, env=environment)
    return done.returncode, done.stderr


def test_an_unknown_name_is_refused_with_the_nearest():
    code, message = refusal("snippet", "tencent-pyton")
    assert code == 2 and "did you mean 'tencent-python'?" in message


def test_a_secret_that_would_break_out_of_the_code_is_refused():
    code, message = refusal("snippet", "tencent-python", environment={"TANDEM_SECRET": 'x"); import os #'})
    assert code == 1 and "cannot be pasted" in message


def test_a_socket_is_refused():
    assert refusal("snippet", "tencent-python", "--server", "unix:/run/tandem.sock")[0] == 2
