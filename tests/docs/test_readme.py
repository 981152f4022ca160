"""The README says the same in both languages, and shows the banner that the server prints."""
import pathlib
import re
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support/python"))

from tandem_server import TandemServer  # noqa: E402

ENGLISH = (ROOT / "README.md").read_text()
CHINESE = (ROOT / "README.zh-CN.md").read_text()
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def headings(text):
    return [line.split(" ")[0] for line in FENCE.sub("", text).splitlines() if re.match(r"#+ ", line)]


def tables(text):
    return [line.count("|") for line in FENCE.sub("", text).splitlines() if line.startswith("|")]


def links(text):
    return sorted(target for target in re.findall(r"\]\(([^)]+)\)", text) if not target.startswith("README"))


@pytest.mark.parametrize("shape", [headings, tables, links, FENCE.findall], ids=["headings", "tables", "links", "commands and code"])
def test_both_languages_have_the_same(shape):
    assert shape(CHINESE) == shape(ENGLISH)


@pytest.mark.parametrize("document", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]), ids=lambda path: path.name)
def test_links_lead_somewhere(document):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", FENCE.sub("", document.read_text())):
        assert (document.parent / target).exists(), target


def test_the_banner_is_the_one_that_is_printed():
    shown = next(text for kind, text in FENCE.findall(ENGLISH) if kind == "text").splitlines()
    with TandemServer(environment={"container": ""}) as server:
        printed = [line.replace(f":{server.port}", ":8990") for line in server.banner]
    # On port 0 it listens on one address, and says how to find the port.
    printed = [line for line in printed if not line.startswith("  use ")]
    assert printed == [line for line in shown if "[::1]" not in line]
