"""One screen on the glass as the rules look at it, and what its words are there for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from kiosk.audit import geometry
from kiosk.audit.combinations import SIZES, Combination
from kiosk.audit.glass import Glass, Pixels
from kiosk.session.view import Button, Filling, ScreenView, Text
from kiosk.settings.display_settings import Display
from screens.theme import Look

Use: TypeAlias = Literal["title", "body", "sum"]
"""What a piece of a view is to its reader: the question, something to read, or money and numbers."""


@dataclass
class Seen:
    """`pixels` are None where a screen of the same make was looked at in pixels already."""

    view: ScreenView
    glass: Glass
    combination: Combination
    pixels: Pixels | None = None

    def __post_init__(self) -> None:
        self.words = geometry.words_of(self.glass)
        self.targets = geometry.targets_of(self.glass)

    @property
    def host(self) -> Any:
        return self.glass.host

    @property
    def look(self) -> Look:
        return self.glass.look

    @property
    def display(self) -> Display:
        return self.glass.display

    @property
    def resolve(self) -> Callable[[Text], str]:
        return self.glass.resolve

    def mm(self, pixels: float) -> float:
        return pixels / self.look.px_per_mm

    def said(self, text: Text | str) -> str:
        return text if isinstance(text, str) else self.resolve(text)

    def drawn(self, said: str) -> list[Any]:
        """The widgets that show these words and nothing else."""
        return [words for words in self.words if words.text == said]


def meant(view: ScreenView) -> Iterator[tuple[Use, Text | str]]:
    """All words and numbers of a view, or of the question over it, that somebody must read to go on."""
    if view.overlay is not None:
        yield "title", view.overlay.title
        if view.overlay.prompt is not None:
            yield "body", view.overlay.prompt
        for fact in view.overlay.facts:
            yield "body", fact.label
            yield "body", fact.value
        yield from (("body", button.label) for button in view.overlay.buttons)
        return
    yield "title", view.title
    for sentence in (view.prompt, view.footnote, *view.rules):
        if sentence is not None:
            yield "body", sentence
    yield from _of_answers(view)
    yield from _of_money(view)


def known_by_place(view: ScreenView) -> Iterator[Text]:
    """Labels that stand in the same place on every screen: of the frame, and of what turns pages.

    In reach, in large type, the keys of the keypad too; in the largest, a question read on the leaf before.
    """
    frame = (view.frame.exit, view.frame.back, view.frame.help, view.frame.primary)
    turners = (view.page.previous, view.page.next) if view.page else ()
    yield from (button.label for button in (*frame, *turners) if button is not None)
    comfort = view.comfort
    if comfort.reach and comfort.size > 100 and view.keypad is not None:
        yield from (key.label for key in view.keypad.keys)
    if comfort.reach and comfort.size == max(SIZES) and view.leaf is not None and view.leaf.number > 1:
        yield view.title


def _of_answers(view: ScreenView) -> Iterator[tuple[Use, Text | str]]:
    frame = (view.frame.exit, view.frame.back, view.frame.help, view.frame.primary)
    turners = (view.page.previous, view.page.next) if view.page else ()
    for button in (*frame, *turners, *view.choices, *(view.keypad.keys if view.keypad else ())):
        if button is None:
            continue
        yield "body", button.label
    for row in view.bills:
        yield "body", row.label
        yield "body", row.amount
    if view.hold is not None:
        yield "body", view.hold.label
    if view.keypad is not None and view.keypad.problem is not None:
        yield "body", view.keypad.problem


def _of_money(view: ScreenView) -> Iterator[tuple[Use, Text | str]]:
    for total in (view.total, *view.sums):
        if total is not None:
            yield "body", total.label
            yield "sum", total.digits
    for fact in view.facts:
        yield "body", fact.label
        yield "body", fact.value


def beside(view: ScreenView) -> Iterator[Text | str]:
    """What else stands on it, in small type if need be: notes, reasons, what is under bars, the code for
    engineers."""
    over = view.overlay.buttons if view.overlay is not None else view.choices
    for button in over:
        note = button.note if button.enabled else button.reason
        if note is not None:
            yield note
    if view.overlay is not None:
        return
    for row in view.bills:
        yield row.reason or row.note
    yield from (bar.label for group in view.bars for bar in group.bars)
    for text in (view.code, view.total.capitals if view.total else None):
        if text is not None:
            yield text


def without_data(text: Text) -> Text:
    """The same words around empty places: what a household is called and owes is not the text's length."""
    return Text(text.key, {name: _bare(value) for name, value in text.args.items()})


def _bare(value: Filling) -> Filling:
    return without_data(value) if isinstance(value, Text) else ""


def buttons_on(view: ScreenView) -> list[Button]:
    """All that can be pressed now, but for rows, keys and the strip."""
    if view.overlay is not None:
        return list(view.overlay.buttons)
    frame = (view.frame.exit, view.frame.back, view.frame.help, view.frame.primary)
    return [button for button in (*frame, *view.choices) if button is not None]
