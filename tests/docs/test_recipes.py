"""The recipes that need an engine or a CI service to run: what of them can be checked is checked."""
import re
import urllib.request

import pytest
import yaml
from tandem_server import TandemServer
from test_documents import DOCUMENTS, FENCE, ROOT, blocks

RECIPES = {"docker", "github-actions", "gitlab", "testcontainers", "processes"}
COMPOSE = ROOT / "docker/compose.yml"
YAML = [*blocks("yaml"), pytest.param(COMPOSE.read_text(), id="docker/compose.yml")]


def settings(node):
    """Every mapping below the node, with its TANDEM_ members."""
    if isinstance(node, dict):
        if own := {name: value for name, value in node.items() if str(name).startswith("TANDEM_")}:
            yield own
        for value in node.values():
            yield from settings(value)
    elif isinstance(node, list):
        for value in node:
            yield from settings(value)


@pytest.mark.parametrize("text", YAML)
def test_yaml_is_valid_and_a_server_takes_its_variables(text):
    for environment in settings(list(yaml.safe_load_all(text))):
        assert all(isinstance(value, str) for value in environment.values()), "a value that YAML does not read as a text"
        with TandemServer(environment=environment):
            pass


@pytest.mark.parametrize("text", list(blocks("py")))
def test_python_that_is_not_run_compiles(text):
    compile(text, "snippet", "exec")


def test_every_path_of_ours_in_a_recipe_is_served():
    snippets = [text for document in DOCUMENTS if document.parent.name == "docs" and document.stem in RECIPES
                for _, text in FENCE.findall(document.read_text())]
    paths = {path for text in snippets for path in re.findall(r"/_tandem/\w+", text)}
    assert paths
    with TandemServer() as server:
        for path in paths:
            assert urllib.request.urlopen(server.url + path, timeout=30).status == 200, path


def test_the_compose_file_serves_one_loopback_port_from_a_volume():
    service = yaml.safe_load(COMPOSE.read_text())["services"]["kms"]
    assert service["ports"] == ["127.0.0.1:8990:8990"]
    assert "healthcheck" not in service, "the image's own is inherited"
    assert (COMPOSE.parent / service["build"]["context"] / service["build"]["dockerfile"]).exists()
