"""Displays that are the resident's or the staff's, and stories for both who stand before them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kiosk.session.view import Comfort, Text
from kiosk.texts import load_languages
from screens.dressing import Panel, look_for
from screens.theme import Look
from tests.screens.bench import Bench
from tests.session import facts
from tests.session.staff import Staff
from tests.session.stories import Gateway, Resident, Story

WORDS = load_languages()
PANELS = {"portrait": Panel(1080, 1920, 4.03, 750.0), "landscape": Panel(1920, 1080, 4.03)}


class EitherBench(Bench):
    def __init__(self, panel: Panel, language: str = "zh") -> None:
        self.panel = panel
        self.words = WORDS.of("zh" if language == "zh" else "en").resolve
        super().__init__(look_for(panel, Comfort()), self.words)

    def make_host(self, look: Look, resolve: Callable[[Text], str]) -> Any:
        from screens.helper.either_host import EitherHost  # noqa: PLC0415 - Kivy starts late

        return EitherHost(
            look,
            self.sent.append,
            resolve,
            lambda: self.now_s,
            self._touched,
            panel=self.panel,
            resolve_in=WORDS.resolver,
        )

    def middle_of(self, name: str) -> tuple[float, float]:
        """The mirror of a high display stands above its panel, in coordinates of its own."""
        button = self.host.find(name)
        x, y = button.to_window(*button.center)
        return float(x), float(y)


@pytest.fixture
def either() -> Iterator[Callable[[str, str], EitherBench]]:
    made: list[EitherBench] = []

    def make(orientation: str, language: str = "zh") -> EitherBench:
        made.append(EitherBench(PANELS[orientation], language))
        return made[-1]

    yield make
    for bench in made:
        bench.leave()


class Scene:
    """A resident and a helper at the bills, and where they have been on the way."""

    def __init__(self) -> None:
        self.story = Story(facts.RULES)
        self.resident, self.staff = Resident(self.story), Staff(self.story, "Wang")
        self.gateway = Gateway(self.story)

    def typing(self) -> "Scene":
        self.resident.taps("electricity", "typed")
        self.staff.signs_in()
        self.resident.types("3102")
        return self

    def at_the_bills(self) -> "Scene":
        self.staff.signs_in()
        self.resident.scans_bill()
        self.gateway.answers(*facts.ALL_BILLS)
        return self


@pytest.fixture
def scene() -> Scene:
    return Scene()
