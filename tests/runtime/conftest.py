"""One machine's runtime without devices or network: its clock, its journal and what it told the session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Journal
from kiosk.session.events import Event
from tests.runtime.counter import Counter
from tests.runtime.journals import journal_at


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def told() -> list[Event]:
    """Everything posted to the session, in order."""
    return []


@pytest.fixture
def journal_path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def journal(journal_path: Path) -> Iterator[Journal]:
    journal = journal_at(journal_path)
    yield journal
    journal.close()


@pytest.fixture
def counter(clock: FakeClock, journal: Journal) -> Counter:
    return Counter(clock, journal)
