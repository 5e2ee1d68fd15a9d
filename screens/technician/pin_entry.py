"""The technician's PIN: dots for digits, twelve keys, what else is needed to come in."""

from kivy.graphics import Color, Rectangle, SmoothEllipse
from msgspec.structs import replace

from kiosk.technician.view import PinEntry
from screens.palette import rgb
from screens.rectangle import Rectangle as Box
from screens.surroundings import Surroundings
from screens.technician.page import Page
from screens.technician.sizes import level_pair
from screens.widgets.fact_list import FactCard
from screens.widgets.keypad import KeypadKeys
from screens.widgets.part import Styled
from screens.widgets.plate import plate
from screens.widgets.words import Words

CELLS = 10
"""The field has room for so many dots; more of them stand closer."""

FIELD_MM, DOT_SHARE, CARET_MM = 28.0, 0.5, 1.2
KEYS_SHARE, KEYS_MM, WIDEST_KEYS_MM = 0.46, 200.0, 220.0


class PinDots(Styled):
    """One for every digit that is typed, and a caret after them; which digits they are is never shown."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.entered = 0
        self.wrong = False

    def arrange(self) -> None:
        look, palette = self.look, self.look.palette
        edge = level_pair(palette, "error").ground if self.wrong else palette.accent
        self.canvas.clear()
        self.canvas.add(plate(self.box, palette.surface, edge, look.edge_width * 1.3, look.corner))
        cells = self.box.inset(look.padding, 0).columns(max(CELLS, self.entered + 1), 0)
        side = min(cells[0].width, self.box.height) * DOT_SHARE
        with self.canvas:
            Color(*rgb(palette.ink))
            for cell in cells[: self.entered]:
                dot = cell.middle(side, side)
                SmoothEllipse(pos=(dot.x, dot.y), size=(dot.width, dot.height))
            Color(*rgb(palette.accent))
            caret: Box = cells[self.entered].middle(side, self.box.height * DOT_SHARE)
            Rectangle(pos=(caret.x, caret.y), size=(look.mm(CARET_MM), caret.height))


class PinPage(Page[PinEntry]):
    """Why the keypad is closed is said once, as the problem, and not on every key."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.desk: PinEntry | None = None
        self.prompt = Words(surroundings, text_size="title", bold=True)
        self.problem = Words(surroundings, text_size="body", bold=True)
        self.dots = PinDots(surroundings)
        self.factors = FactCard(surroundings)
        self.keys = KeypadKeys(surroundings=surroundings)
        for child in (self.prompt, self.problem, self.dots, self.keys):
            self.add_widget(child)

    def show(self, desk: PinEntry) -> None:
        before, self.desk = self.desk, desk
        palette = self.look.palette
        self.dots.entered, self.dots.wrong = desk.entered, desk.problem is not None
        if before is not None and (before.prompt, before.problem, before.factors, before.keys) == (
            desk.prompt,
            desk.problem,
            desk.factors,
            desk.keys,
        ):
            self.dots.arrange()
            return
        self.prompt.say(self.words(desk.prompt), palette.ink)
        problem = self.words(desk.problem) if desk.problem else ""
        self.problem.say(problem, level_pair(palette, "error").ground)
        self.factors.say(desk.factors)
        self.keys.serve(tuple(replace(key, reason=None) for key in desk.keys))
        if desk.factors and self.factors.parent is None:
            self.add_widget(self.factors)
        elif not desk.factors and self.factors.parent is not None:
            self.remove_widget(self.factors)
        self.arrange()

    def arrange(self) -> None:
        look = self.look
        if self.desk is None or not self.box.width:
            return
        inner = self.box.inset(look.margin, look.gap)
        if look.portrait:
            keys, words = inner.cut_bottom(look.mm(KEYS_MM), 2 * look.gap)
            self.keys.place(keys.middle(min(keys.width, look.mm(WIDEST_KEYS_MM)), keys.height))
            words = words.middle(keys.middle(look.mm(WIDEST_KEYS_MM), 1).width, words.height)
        else:
            keys, words = inner.cut_right(inner.width * KEYS_SHARE, 3 * look.gap)
            self.keys.place(keys)
        self._place_words(words)

    def _place_words(self, room: Box) -> None:
        look = self.look
        prompt, rest = room.cut_top(self.prompt.height_at(room.width), look.gap)
        dots, rest = rest.cut_top(look.mm(FIELD_MM), look.small_gap)
        problem, rest = rest.cut_top(self.problem.height_at(room.width), look.gap)
        for part, box in ((self.prompt, prompt), (self.dots, dots), (self.problem, problem)):
            part.place(box)
        if self.factors.parent is not None:
            self.factors.place(rest.cut_top(self.factors.height_at(room.width))[0])
