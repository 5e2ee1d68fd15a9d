"""The strip: what a finger finds where it has just pressed, and a sign on every button."""

from dataclasses import replace as another

import pytest
from msgspec.structs import replace

from kiosk.session import show
from kiosk.session.events import SizeTapped
from kiosk.session.view import Comfort, Language, Size, Theme
from kiosk.texts import load_texts
from tests.screens.bench import Bench, Finger
from tests.screens.conftest import LOOKS
from tests.session.samples import reached


def bench_at(orientation: str, comfort: Comfort) -> Bench:
    """The first screen of a machine that offers all there is."""
    bench = Bench(another(LOOKS[orientation], scale=comfort.size / 100), load_texts(comfort.language).resolve)
    idle = reached()[0]
    rules = replace(idle.rules, reach_fitted=True)
    bench.show(show.view(replace(idle, rules=rules, comfort=comfort)))
    bench.passes(2)
    return bench


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("orientation", LOOKS)
def test_the_next_tap_on_larger_finds_it_at_the_same_place(orientation: str, language: Language) -> None:
    """Pressed twice where it is: everything has grown in between."""
    before = Comfort(size=100, language=language)
    sizes: tuple[Size, ...] = (150, 200)
    for larger in sizes:
        first = bench_at(orientation, before)
        place = first.middle_of("comfort_size")
        first.leave()
        before = Comfort(size=larger, language=language)
        bench = bench_at(orientation, before)
        Finger(*place).lift()
        sent = list(bench.sent)
        bench.leave()
        assert sent == [SizeTapped()], (larger, sent)


@pytest.mark.parametrize("theme", ["light", "black", "white"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [100, 150, 200])
@pytest.mark.parametrize("orientation", LOOKS)
def test_every_button_has_its_sign(orientation: str, size: Size, language: Language, theme: Theme) -> None:
    bench = bench_at(orientation, Comfort(size=size, language=language, theme=theme))
    bare = [button.name for button in bench.host.strip.shown if button.sign.parent is None]
    bench.leave()
    assert bare == []
