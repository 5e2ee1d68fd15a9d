"""Every screen at every size, in both orientations and languages: all of it fits, and nothing is lost."""

from collections.abc import Iterator
from dataclasses import replace as another
from functools import cache

import pytest
from msgspec.structs import replace

from kiosk.audit.geometry import faults
from kiosk.session import show
from kiosk.session.model import Session
from kiosk.session.paging import placed
from kiosk.session.view import Comfort, Language, ScreenView, Size
from kiosk.texts import load_texts
from tests.screens.bench import Bench
from tests.screens.conftest import LOOKS
from tests.session.samples import reached

LARGE: tuple[Size, ...] = (150, 200)


@cache
def moments() -> tuple[Session, ...]:
    return tuple(reached())


def leaves(session: Session, comfort: Comfort) -> Iterator[ScreenView]:
    """What somebody sees who turns from the first leaf to the last."""
    large = replace(session, comfort=comfort)
    view = show.view(placed(large, 0))
    yield view
    for place in range(1, view.leaf.of if view.leaf else 1):
        yield show.view(placed(large, place))


def wrong(bench: Bench, comfort: Comfort) -> dict[str, list[str]]:
    """By screen, title and leaf; one of a kind is enough."""
    texts, found, seen = load_texts(comfort.language), {}, set()
    for session in moments():
        for number, view in enumerate(leaves(session, comfort)):
            kind = repr((view.screen, view.title, view.prompt, number, len(view.choices), view.overlay))
            if kind in seen:
                continue
            seen.add(kind)
            if told := faults(bench.show(view)):
                found[f"{view.screen}: {texts.resolve(view.title)}, leaf {number + 1}"] = told
    assert len(seen) > 30
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", LARGE)
@pytest.mark.parametrize("orientation", LOOKS)
def test_everything_fits_at_every_size(orientation: str, size: Size, language: Language) -> None:
    look = another(LOOKS[orientation], scale=size / 100)
    bench = Bench(look, load_texts(language).resolve)
    try:
        assert wrong(bench, Comfort(size=size, language=language)) == {}
    finally:
        bench.leave()
