"""A piece of a screen: it is told its box, says how high it would like to be, and shows its share of a view.

Boxes are handed down once, from the top; nothing is measured twice and nothing settles over several frames.
"""

from typing import Any

from kivy.uix.widget import Widget

from kiosk.session.view import ScreenView, Text
from screens.on_paper import drawing
from screens.rectangle import Rectangle, Wish
from screens.surroundings import Surroundings, current


class Styled(Widget):  # type: ignore[misc]  # Kivy ships no types
    """A widget that knows its display. `box` is where it is."""

    def __init__(self, surroundings: Surroundings | None = None, **properties: Any) -> None:
        self.surroundings = surroundings or current()
        self.look = self.surroundings.look
        self.box = Rectangle(0, 0, 0, 0)
        super().__init__(**properties)
        self.size_hint = (None, None)

    def place(self, box: Rectangle) -> None:
        """Move to `box` and arrange what is inside."""
        self.box = Rectangle(round(box.x), round(box.y), round(box.width), round(box.height))
        if drawing():
            self.pos, self.size = (self.box.x, self.box.y), (self.box.width, self.box.height)
        self.arrange()

    def arrange(self) -> None:
        """Place what is inside `self.box`."""

    def words(self, text: Text | str) -> str:
        return text if isinstance(text, str) else self.surroundings.resolve(text)


class Part(Styled):
    """One of the pieces a screen's kv file lists. `where` is its place on the screen, see `base.py`."""

    where = "body"
    greedy = False
    """A greedy part of a column takes all the room the others can spare."""
    pressed = False
    """Whether there is something to press in it."""
    sparing = 0
    """How much gives way so that the words find room, see `arrangement.py`. Set before `wish` and `place`."""

    def show(self, view: ScreenView) -> bool:
        """Take what concerns this part from `view`; False if there is nothing, then it leaves the screen."""
        raise NotImplementedError

    def wish(self, width_px: float) -> Wish:
        """The height it needs at a given width."""
        raise NotImplementedError
