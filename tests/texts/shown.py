"""Every screen the sample journeys pass, each kind of words once; for the rules of words in any language."""

from collections.abc import Callable, Iterator

from kiosk.session import problems, steps
from kiosk.session.model import Session
from kiosk.session.show import view
from kiosk.session.view import Button, HoldButton, ScreenView, Text
from kiosk.session.view_parts import parts
from tests.session import facts
from tests.session.samples import played


def screens() -> list[ScreenView]:
    seen: dict[str, ScreenView] = {}
    for story in played():
        for session in story.sessions:
            screen = view(session)
            seen.setdefault(repr((screen.title, screen.prompt, screen.overlay, screen.choices)), screen)
    return list(seen.values())


SCREENS = screens()


def prompts(resolve: Callable[[Text], str]) -> list[str]:
    """Filled in, of screens and of questions over them."""
    asked = [screen.overlay or screen for screen in SCREENS] + SCREENS
    return [resolve(each.prompt) for each in asked if each.prompt is not None]


def labels(resolve: Callable[[Text], str]) -> set[str]:
    """Of everything to press, but for accounts, whose label is a number."""
    return {
        resolve(part.label)
        for screen in SCREENS
        for part in parts(screen)
        if isinstance(part, Button | HoldButton) and not part.name.startswith("account_")
    }


def told_about(stem: str) -> Iterator[ScreenView]:
    """Every screen that has words for a problem, and the ones that a sample journey passes."""
    basket = facts.basket(facts.ELECTRICITY)
    back = steps.ConfirmBills("water", facts.findings(*basket.bills), steps.Idle())
    stopped = steps.Done(facts.not_charged("pay-1", basket, stem), basket, back)
    settled = steps.Done(facts.settled("pay-1", basket), basket, back)
    for step in (
        steps.Notice(stem, steps.Idle()),
        stopped,
        steps.ShowReceiptCode(settled, stem),
        steps.ChooseMethod(basket, back, stem),
        steps.ShowPayCode(basket, back, stem),
        steps.TakeCard("water", "ic_card", problem=stem),
        steps.TypeNumber("water", "water", problem=stem),
    ):
        yield view(Session(facts.RULES, step))
    yield view(Session(facts.RULES, steps.Idle(), closed=stem))


STEMS = sorted(problems.ALL)
