"""docker/Dockerfile, built for real, and what people's engines do with the image."""
import contextlib
import os
import pathlib
import tempfile
import time

import pytest
from engine import CannotRun, Settings, find_engine

MEBIBYTE = 1 << 20
TANDEM = "/usr/bin/tandem"
SOMEBODY = "23456:0"  # a user that the image does not know


@pytest.fixture(scope="module")
def image():
    try:
        engine = find_engine()
    except CannotRun as reason:
        pytest.skip(str(reason))
    with contextlib.closing(engine):
        engine.build(VERSION="9.8.7", REVISION="abc123", SOURCE="https://example.com/source")
        yield engine


@contextlib.contextmanager
def running(image, *arguments, **settings):
    with contextlib.closing(image.start(Settings(arguments=arguments, **settings))) as container:
        wait_until_healthy(container)
        yield container


def wait_until_healthy(container):
    deadline = time.monotonic() + 30
    while container.execute(TANDEM, "health").returncode != 0:
        assert time.monotonic() < deadline, container.output()
        time.sleep(0.05)


def ends_with(image, *arguments, **settings):
    """Of a container that must not start: its exit code and all that it said."""
    with contextlib.closing(image.start(Settings(arguments=arguments, **settings))) as container:
        return container.wait(), container.output()


def tandem(container, *arguments):
    done = container.execute(TANDEM, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr + container.output()
    return done.stdout.rstrip("\n")


def round_trip(container):
    tandem(container, "key", "create", "demo")
    sealed = tandem(container, "encrypt", "demo", "hello")
    return tandem(container, "decrypt", "demo", sealed)


@pytest.fixture
def server(image):
    with running(image) as container:
        yield container


# ---- what is in it ----

def test_it_offers_one_port(image):
    assert list(image.config()["ExposedPorts"]) == ["8990/tcp"]


def test_its_health_check_is_baked_in(image):
    check = image.config()["Healthcheck"]
    assert check["Test"] == ["CMD", TANDEM, "health"]
    assert check["Interval"] == 1_000_000_000


def test_it_runs_dev_as_a_numeric_user(image):
    config = image.config()
    assert (config["Entrypoint"], config["Cmd"], config["User"]) == ([TANDEM], ["dev"], "65532:65532")


def test_its_labels_are_those_of_the_build(image):
    labels = {name.removeprefix("org.opencontainers.image."): value for name, value in image.config()["Labels"].items()}
    assert labels["title"] == "Tandem KMS" and labels["licenses"] == "Apache-2.0" and labels["description"]
    assert (labels["version"], labels["revision"], labels["source"]) == ("9.8.7", "abc123", "https://example.com/source")


def test_the_only_program_in_it_is_tandem(image):
    programs = [file for file in image.root().rglob("*")
                if file.is_file() and os.access(file, os.X_OK) and ".so" not in file.name]
    assert [str(file.relative_to(image.root())) for file in programs] == ["usr/bin/tandem"]


def test_every_library_in_it_comes_with_its_licence(image):
    libraries = {file.name for file in image.root().glob("lib*/**/*.so*")}
    licences = list(image.root().glob("usr/share/doc/*/copyright"))
    assert len(libraries) > 5 and len(licences) > 5
    assert (image.root() / "usr/share/doc/tandem/LICENSE").read_text().lstrip().startswith("Apache License")


def test_it_is_at_most_40_megabytes_compressed(image):
    assert image.compressed_size() <= 40 * MEBIBYTE


# ---- how it runs: read-only, without capabilities, without a network ----

def test_it_encrypts_and_decrypts(server):
    assert round_trip(server) == "hello"


def test_it_listens_on_every_address_since_ports_are_published_from_there(server):
    tandem(server, "health", "--server", "http://127.0.0.2:8990")


def test_sigterm_to_process_1_ends_it_well_within_a_second(server):
    began = time.monotonic()
    server.signal("TERM")
    assert server.wait() == 0
    assert time.monotonic() - began < 1


def test_it_has_no_shell(server):
    assert server.execute("/bin/sh", "-c", "true").returncode != 0


def test_it_runs_as_any_user(image):
    with running(image, user=SOMEBODY) as container:
        assert round_trip(container) == "hello"


def test_it_is_configured_by_variables(image):
    code, output = ends_with(image, environment={"TANDEM_LIMITS__RATE": "nonsense"})
    assert code == 3 and "TANDEM_LIMITS__RATE" in output


# ---- volumes ----

@pytest.fixture
def volume():
    """A folder that the containers' users can reach; those of tmp_path are below one of mode 0700."""
    with tempfile.TemporaryDirectory(prefix="tandem-volume-", dir="/var/tmp") as folder:
        yield pathlib.Path(folder)


def test_keys_on_a_volume_outlive_the_container(image, volume):
    os.chmod(volume, 0o777)
    with running(image, "dev", "--data", "/data", volumes={volume: "/data"}) as container:
        tandem(container, "key", "create", "demo")
        container.signal("TERM")
        container.wait()
    with running(image, "dev", "--data", "/data", volumes={volume: "/data"}) as container:
        assert "demo" in tandem(container, "key", "list")


def test_a_new_volume_belongs_to_the_images_user(image):
    facts = (image.root() / "data").stat()
    assert (facts.st_uid, facts.st_gid, facts.st_mode & 0o777) == (65532, 0, 0o770)


def test_a_volume_that_it_cannot_write_is_refused_with_the_owner_and_both_remedies(image, volume):
    os.chmod(volume, 0o755)
    owner = volume.stat().st_uid
    code, output = ends_with(image, "dev", "--data", "/data", volumes={volume: "/data"})
    assert code == 1
    (line,) = output.splitlines()
    assert f"/data belongs to user {owner}" in line and "this server is user 65532" in line
    assert "chown -R 65532" in line and 'user: "$(id -u)"' in line


def test_a_host_owned_volume_works_as_its_owner(image, volume):
    os.chown(volume, 23456, 23456)
    os.chmod(volume, 0o700)
    with running(image, "dev", "--data", "/data", user="23456:23456", volumes={volume: "/data"}) as container:
        assert round_trip(container) == "hello"


# ---- seeds ----

SEED = '{"keys": [{"alias": "%s", "material": {"derive": "the image"}}]}'


def test_seeds_that_are_mounted_are_read(image, volume):
    (volume / "10-app.json").write_text(SEED % "mounted")
    volume.chmod(0o755)
    (volume / "10-app.json").chmod(0o644)
    with running(image, volumes={volume: "/etc/tandem/seed.d"}) as container:
        sealed = tandem(container, "encrypt", "mounted", "hello")
        assert tandem(container, "decrypt", "mounted", sealed) == "hello"


def test_a_seed_in_the_environment_is_read(image):
    with running(image, environment={"TANDEM_SEED": SEED % "variable"}) as container:
        tandem(container, "encrypt", "variable", "hello")


def test_a_bad_seed_stops_the_container_with_its_place(image):
    code, output = ends_with(image, environment={"TANDEM_SEED": "keys:\n  - {alais: x}"})
    assert code == 3 and 'TANDEM_SEED:2:6: unknown key "keys[0].alais"' in output
