from __future__ import annotations

import pytest

from knowledge.search.library import ESSAYS, Library


@pytest.fixture(scope="session")
def essays() -> Library:
    """The shipped essays, read once: nothing changes this library."""
    return Library.read(ESSAYS)
