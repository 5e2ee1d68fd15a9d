from collections.abc import Iterator

import pytest

from .source import tree


@pytest.fixture(scope="package", autouse=True)
def _trees_are_felled() -> Iterator[None]:
    """Every file of the project as a tree is a million objects, which nobody needs in other folders."""
    yield
    tree.cache_clear()
