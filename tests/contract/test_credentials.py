"""What an operator does with the credentials and tenants of a server outlives its restarts, and its configuration."""
import json
import pathlib
import re
import shutil
import subprocess

import pytest

from tandem_server import TandemServer, binary

SECRET = "0123456789abcdef0123"


class Folder:
    """A data directory of `tandem serve`, its configuration, and the verbs against the server that runs on it."""

    def __init__(self, path: pathlib.Path):
        self.path = path
        self.config = path / "tandem.yaml"

    def initialise(self):
        made = subprocess.run([binary(), "init", "--dir", str(self.path)], capture_output=True, text=True, check=True)
        self.config.write_text(re.sub(r":8990\b", ":0", self.config.read_text()))
        return made.stdout

    def configure(self, text):
        """In the place of the tenants of the example."""
        self.config.write_text(re.sub(r"^tenants:.*?^\n", text + "\n", self.config.read_text(), flags=re.M | re.S))

    def serve(self):
        return TandemServer("--config", str(self.config), verb="serve")

    def admin(self, *arguments, code=0):
        done = subprocess.run([binary(), *arguments, "--server", f"unix:{self.path / 'admin.sock'}"], capture_output=True,
                              text=True, timeout=60)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def credential(self, access_id):
        listed = json.loads(self.admin("credential", "list", "--json"))
        return next((each for each in listed if each["id"] == access_id), None)


def verb(server, access_id, *arguments, secret=SECRET):
    return subprocess.run([binary(), *arguments, "--server", server.url], capture_output=True, text=True, timeout=60,
                          env={"TANDEM_ID": access_id, "TANDEM_SECRET": secret, "PATH": "/usr/bin"})


@pytest.fixture
def folder(tmp_path, is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    made = Folder(tmp_path / "data")
    made.initialise()
    made.configure(f"tenants:\n  - name: acme\ncredentials:\n  - {{id: app, secret: {SECRET}, tenant: acme}}\n"
                   f"  - {{user: alice, password: {SECRET}, tenant: acme}}\n")
    return made


def place_of(folder, what):
    lines = folder.config.read_text().splitlines()
    row = next(number for number, line in enumerate(lines, 1) if what in line)
    return f"{folder.config}:{row}:5"


def test_a_removed_credential_stays_removed_although_the_configuration_names_it(folder):
    with folder.serve() as server:
        assert verb(server, "app", "key", "list").returncode == 0
        said = folder.admin("credential", "remove", "app")
        assert place_of(folder, "id: app") in said and "tandem credential enable app" in said
        assert verb(server, "app", "key", "list").returncode == 5
    for _ in range(2):
        with folder.serve() as server:
            assert verb(server, "app", "key", "list").returncode == 5
            assert f"the credential app of {place_of(folder, 'id: app')} stays removed" in server.output()
            assert folder.credential("app")["hold"] == "removed"


def test_an_enabled_one_comes_back_at_the_next_start(folder):
    with folder.serve() as server:
        folder.admin("credential", "remove", "app")
        assert "may come back" in folder.admin("credential", "enable", "app")
        assert verb(server, "app", "key", "list").returncode == 5
    with folder.serve() as server:
        assert verb(server, "app", "key", "list").returncode == 0


def test_a_disabled_one_is_refused_until_it_is_enabled(folder):
    with folder.serve():
        folder.admin("credential", "disable", "app")
    with folder.serve() as server:
        assert verb(server, "app", "key", "list").returncode == 5
        folder.admin("credential", "enable", "app")
        assert verb(server, "app", "key", "list").returncode == 0


def test_users_are_removed_like_access_keys(folder):
    user = "user/acme/alice"
    with folder.serve():
        assert folder.credential(user)["enabled"]
        folder.admin("credential", "remove", user)
    with folder.serve():
        assert folder.credential(user)["hold"] == "removed"


def test_a_mistyped_credential_is_not_found(folder):
    with folder.serve():
        for what in ("remove", "disable", "enable"):
            assert "no such credential: nobody" in folder.admin("credential", what, "nobody", code=6)


def test_a_restored_database_ends_what_the_configuration_no_longer_names(folder, tmp_path):
    with folder.serve():
        pass
    restored = Folder(tmp_path / "restored")
    restored.path.mkdir(mode=0o700)
    for file in folder.path.iterdir():
        if file.is_file() and file.name not in ("tandem.yaml", "configured-credentials"):
            shutil.copy2(file, restored.path / file.name)
    restored.initialise()
    restored.configure("tenants:\n  - name: acme\n")
    with restored.serve() as server:
        assert verb(server, "app", "key", "list").returncode == 5
        assert "removed the credential app: it is no longer in the configuration" in server.output()


def test_a_tenant_made_at_run_time_can_be_configured(folder):
    with folder.serve():
        folder.admin("tenant", "add", "later")
        shown = folder.admin("tenant", "show", "later", "--yaml")
    folder.configure(f"tenants:\n  - name: later\ncredentials:\n  - {{id: app, secret: {SECRET}, tenant: later}}\n")
    with pytest.raises(RuntimeError, match="credential app is the tenant later's in the document and acme's"):
        folder.serve()
    folder.config.write_text(folder.config.read_text().replace("id: app", "id: other"))
    with folder.serve() as server:
        assert verb(server, "other", "key", "create", "demo").returncode == 0
        assert folder.admin("tenant", "show", "later", "--yaml") == shown


def test_what_tenant_show_prints_as_configuration_is_accepted(folder):
    with folder.serve():
        shown = folder.admin("tenant", "show", "acme", "--yaml")
    folder.config.write_text(folder.config.read_text().replace("tenants:\n  - name: acme\n", shown))
    with folder.serve():
        assert folder.admin("tenant", "show", "acme", "--yaml") == shown


def test_tenant_show_names_the_nearest(folder):
    with folder.serve():
        assert "no tenant named acne; did you mean acme?" in folder.admin("tenant", "show", "acne", code=6)


def test_the_directory_of_a_development_server_moves_to_a_server(tmp_path, is_ours):
    if not is_ours:
        pytest.skip("needs a server of its own")
    moved = Folder(tmp_path / "data")
    seed = json.dumps({"tenants": [{"name": "shop"}], "credentials": [{"id": "shopper", "secret": "s", "tenant": "shop"}],
                       "keys": [{"alias": "till", "tenant": "shop"}]})
    with TandemServer("--data", str(moved.path), environment={"TANDEM_SEED": seed}) as server:
        assert verb(server, "tandemdev", "key", "create", "demo", secret="tandemdevsecret").returncode == 0
        sealed = verb(server, "tandemdev", "encrypt", "demo", "hello", secret="tandemdevsecret").stdout.strip()
        ids = {name: json.loads(subprocess.run([binary(), "tenant", "show", name, "--json", "--server", server.url],
                                               capture_output=True, check=True).stdout) for name in ("default", "shop")}

    assert f"kept {moved.path / 'unseal.key'}" in moved.initialise()
    with moved.serve() as server:
        assert verb(server, "tandemdev", "key", "list", secret="tandemdevsecret").returncode == 5
        assert verb(server, "shopper", "key", "list", secret="s").returncode == 5
        for name, before in ids.items():
            shown = json.loads(moved.admin("tenant", "show", name, "--json"))
            assert {**shown, "credentials": []} == {**before, "credentials": []}
        made = moved.admin("credential", "add", "--tenant", "default")
        access_id, secret = re.findall(r"^(?:id|secret) +(\S+)$", made, re.M)
        opened = verb(server, access_id, "decrypt", "demo", sealed, secret=secret)
        assert opened.stdout == "hello\n", opened.stderr
