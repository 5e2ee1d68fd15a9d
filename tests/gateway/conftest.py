from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.gateway.sql.database import Isolation
from kiosk.runtime.clock import FakeClock

from .place import Place
from .postgres import Cluster, running_cluster
from .town import Town

ISOLATIONS: dict[str, Isolation] = {
    "postgresql-read-committed": "READ COMMITTED",
    "postgresql-serializable": "SERIALIZABLE",
}
DATABASES = ["sqlite", *ISOLATIONS]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running_cluster(durable=False) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def used_database(cluster: Cluster) -> str:
    """Of the tests in turn, emptied before each."""
    return cluster.new_database()


@pytest.fixture
def clock() -> FakeClock:
    """2026-11-21, twenty to six in the evening in China."""
    return FakeClock()


@pytest.fixture(params=DATABASES)
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def place(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    """An empty database, on everything the gateway runs on."""
    if database_kind == "sqlite":
        return Place.file(tmp_path)
    cluster: Cluster = request.getfixturevalue("cluster")
    name: str = request.getfixturevalue("used_database")
    cluster.empty(name)
    return Place(cluster.url(name), tmp_path, ISOLATIONS[database_kind])


@pytest.fixture
def town(place: Place, clock: FakeClock) -> Iterator[Town]:
    town = Town(place, clock)
    yield town
    town.close()


@pytest.fixture
def file_town(tmp_path: Path, clock: FakeClock) -> Iterator[Town]:
    """A town on a SQLite file, for what is about files."""
    town = Town(Place.file(tmp_path), clock)
    yield town
    town.close()


@pytest.fixture(scope="module")
def quiet_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town in which nobody pays, for tests that change nothing."""
    town = Town(Place.file(tmp_path_factory.mktemp("quiet")), FakeClock())
    yield town
    town.close()
