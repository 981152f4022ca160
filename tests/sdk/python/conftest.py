import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support/python"))

from tandem_server import TandemServer  # noqa: E402


@pytest.fixture(scope="session")
def server():
    with TandemServer() as running:
        yield running
