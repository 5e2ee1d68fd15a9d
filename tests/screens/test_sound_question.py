"""The question about the voice, which asks the most at once: silent and loudest, however a display looks."""

from collections.abc import Iterator
from dataclasses import replace as another

import pytest
from msgspec.structs import replace

from kiosk.audit.geometry import faults, inside
from kiosk.session import events as e
from kiosk.session import journey
from kiosk.session.show import view
from kiosk.session.view import Comfort, Language, ScreenView, Size
from kiosk.texts import load_texts
from screens.theme import Band
from tests.screens.bench import Bench
from tests.screens.conftest import LOOKS
from tests.session import facts

REACH = Band(50.0, 450.0)
"""Of a display that hangs 750 mm above the floor."""


def parts(comfort: Comfort) -> Iterator[ScreenView]:
    session, _ = journey.start(replace(facts.RULES, reach_fitted=True, comfort=comfort))
    for event in (e.SoundTapped(), e.PageTurned(1)):
        session, _ = journey.step(session, event)
        yield view(session)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [100, 150, 200])
@pytest.mark.parametrize(
    ("orientation", "reach"), [("portrait", False), ("portrait", True), ("landscape", False)]
)
def test_it_fits(orientation: str, reach: bool, size: Size, language: Language) -> None:
    look = another(LOOKS[orientation], scale=size / 100, reach=REACH if reach else None)
    bench = Bench(look, load_texts(language).resolve)
    try:
        for volume, slower in ((0, True), (2, False), (5, False)):
            comfort = Comfort(size=size, reach=reach, language=language, volume=volume, slower=slower)
            for part in parts(comfort):
                assert faults(bench.show(part)) == []
                assert inside(bench.host.dialog.title.box, bench.host.dialog.over)
    finally:
        bench.leave()
