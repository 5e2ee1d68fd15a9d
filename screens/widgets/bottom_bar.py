"""The lower edge of the frame: back, help and the one primary button; in reach the way out as well."""

from msgspec.structs import replace

from kiosk.session.view import Button, Frame, HoldButton, Text, text
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.theme import Look, TextSize
from screens.widgets.bar import Bar
from screens.widgets.big_button import SNUG_ASIDE_MM, BigButton
from screens.widgets.see_hold import SeeHold

AROUND_MM = 5.0
AROUND_IN_REACH_MM = (2.8, 2.5, 2.5)
SHARES = {"back": 0.28, "help": 0.29, "primary": 0.43}
CONDENSED_SHARES = {"back": 0.348, "help": 0.252, "primary": 0.4}
CONDENSED_WIDE_SHARES = {"back": 0.3, "help": 0.24, "primary": 0.46}
"""The primary one is the widest: it says why where it cannot be pressed yet."""
PLACES_IN_REACH = ("exit", "back", "help", "primary")
IN_REACH_MM = ((36.0, 64.0, 37.0, 89.0), (44.0, 64.0, 44.0, 79.0), (43.2, 83.3, 49.3, 63.4))
"""Where the way out stands with the others, all in one row: by the longest words of each."""
PLACES_BESIDE_HELPER = ("help", "see", "back", "exit", "primary")
BESIDE_HELPER_MM = ((37.0, 37.0, 43.0, 36.0, 67.0), (41.5, 42.5, 43.5, 38.0, 60.5))
"""The same while a helper who presses may be shown what was typed; in the largest type by the words."""
LEAST_GAP_MM, CHOICE_MM = 5.0, 60.0
"""Between two buttons, and a choice from side to side (TCH-3, TCH-2)."""
EVEN_BESIDE_HELPER_MM = (43.8, 42.8, 42.8, 42.8, 63.8)
TWO_LINES = 1.5
"""Words that many times as wide as their button take two lines: then all but the primary one are alike."""
BESIDE_IN_REACH_MM = (12.0, 10.0, 5.0)


def why_not_below(look: Look, frame: Frame) -> Text | None:
    """Why the primary button cannot be pressed, where that has no room on it: in large type in reach there is
    a line right under it, in place of the phone number, which help tells too."""
    primary = frame.primary
    if primary is None or primary.enabled or not (look.condensed and look.reach):
        return None
    return primary.reason


class BottomBar(Bar):
    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._usual: TextSize = "small" if self.look.crammed else "body"
        self.slot("back", self._usual)
        self.helper = self.slot("help", self._usual)
        self.slot("primary", "strong")
        if self.look.reach:
            self.slot("exit", self._usual)
        self.see = SeeHold(surroundings)
        self._helped = False

    def show(self, frame: Frame) -> None:
        self.fill("back", frame.back)
        self._fill_help(frame)
        reason_below = why_not_below(self.look, frame) is not None
        primary = frame.primary
        self.fill("primary", replace(primary, reason=None) if primary and reason_below else primary)
        if self.look.reach:
            self.fill("exit", frame.exit)

    def _fill_help(self, frame: Frame) -> None:
        """A helper who is there stands in its place: to be stopped where this bar is in reach, first of all,
        and to be shown what was typed, beside that or alone."""
        stop = frame.helper if self.look.reach else None
        self._helped = stop is not None
        small = self.look.crammed or (self.look.reach and not self.look.condensed)
        size: TextSize = "small" if small else "body"
        unmask = self._short_hold(frame.unmask)
        self.see.text_size = size
        five = self._helped and unmask is not None
        for widget in (self.see, *self.slots.values()):
            widget.snug = five and self.look.condensed
        self.slots["primary"].text_size = "small" if five and self.look.crammed else "strong"
        self.helper.snug, self.helper.text_size = self._helped, size if self._helped else self._usual
        self.see.show(unmask)
        if unmask is not None and self.see.parent is None:
            self.add_widget(self.see)
        elif unmask is None:
            self.remove_widget(self.see)
        if stop is not None and self.look.crammed:
            stop = replace(stop, label=text("frame.stop_short"))
        self.fill("help", stop or (None if unmask else self._short(frame.help)))

    def _short(self, help_button: Button | None) -> Button | None:
        narrow = self.look.portrait and (self.look.condensed or self.look.reach)
        if help_button is None or not narrow:
            return help_button
        return replace(help_button, label=text("frame.help_short"))

    def _short_hold(self, unmask: HoldButton | None) -> HoldButton | None:
        """Five in a row of the largest type leave room for one short word."""
        if unmask is None or not self.look.crammed:
            return unmask
        return replace(unmask, label=text("frame.see_short"), note=text("frame.hide_short"))

    def arrange(self) -> None:
        look = self.look
        self.draw_ground(self.box.top)
        around = look.stepped_mm(*AROUND_IN_REACH_MM) if look.reach else look.mm(AROUND_MM)
        aside = look.stepped_mm(*BESIDE_IN_REACH_MM) if look.reach else look.margin
        inner = self.box.inset(aside, around)
        boxes = self._boxes(inner)
        self._letter_alike(boxes)
        for place, box in boxes.items():
            self._at(place).place(box)
            if place == "help" and self._sees and not self._helped:
                self.see.place(box)

    def _letter_alike(self, boxes: dict[str, Rectangle]) -> None:
        """Where one of them needs smaller letters to stand on one line, those beside it have them too. What
        stops a helper has a size of its own, and leaves the others theirs."""
        places = ("exit", "back") if self._helped else ("exit", "back", "help")
        beside = [(self.slots[place], boxes[place]) for place in places if place in boxes]
        shown = [(slot, box) for slot, box in beside if slot.parent is self]
        for slot, _ in shown:
            slot.text_size = self._usual
        if self._helped or all(slot.fits(box.width) for slot, box in shown):
            return
        for slot, _ in shown:
            slot.text_size = slot.label.smaller(self._usual)

    def _boxes(self, inner: Rectangle) -> dict[str, Rectangle]:
        if not self.look.reach:
            return self._three(inner)
        shares = dict(zip(PLACES_IN_REACH, self.look.stepped(*IN_REACH_MM), strict=True))
        if self._helped and self._sees:
            return self._five(inner)
        if self._helped:
            shares = {place: shares[place] for place in ("help", "back", "exit", "primary")}
        return self._shared(inner, shares)

    @property
    def _sees(self) -> bool:
        return self.see.parent is not None

    def beside_helper(self, box: Rectangle) -> Rectangle:
        """What is left of `box`, which is the bar's, for a question that has its answers there."""
        if not self._helped:
            return box
        place = self._boxes(box.inset(self.look.margin, 0))["help"]
        return box.cut_left(place.right - box.x)[1]

    def _five(self, inner: Rectangle) -> dict[str, Rectangle]:
        if self.look.crammed:
            return self._by_words(inner)
        shares = BESIDE_HELPER_MM[self.look.condensed]
        boxes = self._shared(inner, dict(zip(PLACES_BESIDE_HELPER, shares, strict=True)))
        short = self.helper.natural_width() < boxes["help"].width * TWO_LINES
        if short and self._see_in_two_lines(boxes["see"].width):
            return boxes
        return self._shared(inner, dict(zip(PLACES_BESIDE_HELPER, EVEN_BESIDE_HELPER_MM, strict=True)))

    def _by_words(self, inner: Rectangle) -> dict[str, Rectangle]:
        """Each as wide as its word, and as much beside it as the others have; the primary one is a choice."""
        gap, primary = self.look.mm(LEAST_GAP_MM), self.look.mm(CHOICE_MM)
        words = {place: self._at(place).natural_width() for place in PLACES_BESIDE_HELPER}
        room = inner.width - gap * (len(words) - 1)
        spare = (room - sum(words.values())) / len(words)
        if words["primary"] + spare < primary:
            spare = (room - primary - sum(words.values()) + words["primary"]) / (len(words) - 1)
            words["primary"] = primary - spare
        return self._shared(inner, {place: width + spare for place, width in words.items()}, gap)

    def _at(self, place: str) -> BigButton:
        return self.see if place == "see" else self.slots[place]

    def _see_in_two_lines(self, width_px: float) -> bool:
        label = self.see.label
        inner_px = width_px - 2 * self.look.mm(SNUG_ASIDE_MM)
        return len(label.lines_at(inner_px, label.smaller(self.see.text_size))) <= 2

    def _three(self, inner: Rectangle) -> dict[str, Rectangle]:
        if not self.look.condensed:
            return self._shared(inner, SHARES)
        return self._shared(inner, CONDENSED_SHARES if self.look.portrait else CONDENSED_WIDE_SHARES)

    def _shared(
        self, inner: Rectangle, shares: dict[str, float], gap: float | None = None
    ) -> dict[str, Rectangle]:
        boxes, rest = {}, inner
        gap = self.look.gap if gap is None else gap
        part = (inner.width - gap * (len(shares) - 1)) / sum(shares.values())
        for place, share in shares.items():
            boxes[place], rest = rest.cut_left(part * share, gap)
        return boxes
