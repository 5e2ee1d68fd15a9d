"""The upper edge of the frame: the way out or whose machine it is, a banner, the clock and whom to call."""

from dataclasses import replace

from kiosk.session.view import Frame, Progress, Text, text
from screens.rectangle import Rectangle as Box
from screens.surroundings import Surroundings
from screens.widgets.bar import Bar
from screens.widgets.bottom_bar import why_not_below
from screens.widgets.knock import Knock
from screens.widgets.plate import plate
from screens.widgets.words import Words

NOWHERE = Box(0, 0, 0, 0)


class TopBar(Bar):
    """Above 100 % the clock, which help shows too, leaves its room. There, and in reach, the second line is
    the resident's progress where there is any: the screen itself has no line to spare for it.
    """

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        look = surroundings.look
        unscaled = surroundings.with_look(replace(look, scale=min(1.0, look.scale)))
        self.slot("exit")
        self.helper = self.slot("helper")
        self.brand = Words(surroundings, bold=True, single_line=True, known_by_place=True)
        self.clock = Words(surroundings, text_size="small", align="right", single_line=True)
        self.phone = Words(surroundings, text_size="small", bold=True, align="right", single_line=True)
        self.second = Words(surroundings, text_size="small", align="right", single_line=True)
        self.banner = Words(unscaled, text_size="small", bold=True, align="centre")
        self.knock = Knock(surroundings)
        self._reason: Text | None = None
        self._helped = False
        for child in (self.brand, self.clock, self.phone, self.second, self.banner, self.knock):
            self.add_widget(child)

    def show(self, frame: Frame, banner: str, progress: Progress | None) -> None:
        palette = self.look.palette
        exits_here = frame.exit is not None and not self.look.reach
        self.fill("exit", frame.exit if exits_here else None)
        self.fill("helper", None if self.look.reach else frame.helper)
        self._helped = frame.helper is not None and not self.look.reach
        banner_first = bool(banner) and self.look.reach is not None and self.look.condensed
        self.brand.text_size = "small" if banner and self.look.condensed else "body"
        self.brand.say("" if exits_here or banner_first else self.words(frame.brand), palette.ink)
        self.clock.say("" if self.look.condensed else frame.clock, palette.soft)
        self._reason = why_not_below(self.look, frame)
        if self._reason is None:
            self.phone.say(self.words(frame.phone), palette.accent)
        else:
            self.phone.say(self.words(self._reason), palette.ink)
        step = progress if self.look.scarce else None
        self.second.bold = step is not None
        self.second.say(self._step(step) if step else self._machine(frame, exits_here), palette.soft)
        self.banner.say(banner, palette.banner.ink)
        if self._helped:  # help is there: who helps, and how to stop them, comes first
            for words in (self.clock, self.phone, self.second):
                words.say("")

    def _machine(self, frame: Frame, exits_here: bool) -> str:
        """Above 100 % its number alone, where a journey has not begun or has ended."""
        words = self.words(frame.machine)
        if not self.look.condensed:
            return words
        return "" if exits_here else words.rsplit(maxsplit=1)[-1]

    def _step(self, progress: Progress) -> str:
        return self.words(text("frame.progress", done=str(progress.done), of=str(progress.of)))

    def arrange(self) -> None:
        look = self.look
        self.draw_ground(self.box.top if look.reach else self.box.y)
        inner = self.box.inset(look.margin, 0)
        rest = inner
        if self.brand.text:
            room = inner.width - self.second.natural_width() - look.gap if look.condensed else inner.width
            left, rest = inner.cut_left(min(self.brand.natural_width() + 1, room), look.small_gap)
            self.brand.place(left)
        elif self.slots["exit"].parent is not None:
            width, height = look.stepped_mm(44.0, 54.0, 64.0), look.stepped_mm(20.0, 26.0, 34.0)
            left, rest = inner.cut_left(width, look.small_gap)
            self.slots["exit"].place(left.middle(width, height * min(1.0, look.scale)))
            self.brand.place(NOWHERE)
        if self._helped:
            self._place_beside_helper(rest)
        elif look.condensed and not look.portrait:
            self._place_in_one_line(rest)
        else:
            self._place_in_two_lines(rest)

    def _place_beside_helper(self, rest: Box) -> None:
        look = self.look
        width, height = look.stepped_mm(64.0, 72.0, 90.0), look.stepped_mm(20.0, 26.0, 34.0)
        left, rest = rest.cut_left(look.mm(2.0))[1].cut_left(width, look.small_gap)
        self.helper.place(left.middle(width, height * min(1.0, look.scale)))
        for words in (self.clock, self.phone, self.second):
            words.place(NOWHERE)
        self.knock.place(NOWHERE)
        self._place_banner(rest)

    def _place_in_two_lines(self, rest: Box) -> None:
        """Clock and phone over the second line; the banner in the middle, or under it all there is left of
        the first line where the second is long."""
        look, line = self.look, self.look.line_px("small")
        self._shorten_phone(rest.width)
        phone_px = self.phone.natural_width() + 1
        first_px = phone_px + (look.gap + self.clock.natural_width() + 1 if self.clock.text else 0.0)
        second_px = self.second.natural_width() + 1
        lines = rest.middle(rest.width, min(2 * line, rest.height))
        upper, lower = lines.cut_top(line)
        phone, clock = upper.cut_right(phone_px, look.gap)
        self.phone.place(phone)
        self.clock.place(clock.cut_right(self.clock.natural_width() + 1)[0] if self.clock.text else NOWHERE)
        second = lower.cut_right(min(second_px, lower.width))[0]
        self.second.place(second)
        self.knock.place(second)
        left_of_both = rest.cut_right(max(first_px, second_px), look.small_gap)[1]
        left_of_first = Box(rest.x, upper.y, upper.width - first_px - look.small_gap, line)
        self._place_banner(left_of_first if self._banner_fits(left_of_first) else left_of_both)

    def _place_in_one_line(self, rest: Box) -> None:
        look = self.look
        self._shorten_phone(rest.width / 2)
        for words in (self.phone, self.second):
            box, rest = rest.cut_right(words.natural_width() + 1, look.gap)
            words.place(box)
        self.knock.place(self.second.box)
        self.clock.place(NOWHERE)
        self._place_banner(rest)

    def _shorten_phone(self, room_px: float) -> None:
        """Its number alone where its words leave no room for anything else."""
        scarce = self.banner.text or self.phone.natural_width() > 0.45 * room_px
        if self.look.condensed and scarce and self._reason is None:
            self.phone.say(self.phone.text.rsplit(maxsplit=1)[-1])

    def _banner_fits(self, room: Box) -> bool:
        """Only above 100 % is the first line high enough to be given to the banner alone."""
        inner_px = room.width - 2 * self.look.small_gap
        return self.look.condensed and self.banner.least_height_at(inner_px) + self.look.mm(1) <= room.height

    def _place_banner(self, room: Box) -> None:
        look, palette = self.look, self.look.palette
        if not self.banner.text:
            self.banner.place(NOWHERE)
            return
        inner_px = room.width - 2 * look.small_gap
        wide = min(self.banner.natural_width() + 1, inner_px)
        least = self.banner.least_height_at(inner_px)
        high = max(least, min(self.banner.height_at(inner_px), room.height - 2 * look.mm(1)))
        pill = room.middle(wide + 2 * look.small_gap, high + look.mm(1))
        self.canvas.before.add(plate(pill, palette.banner.ground, None, 0, look.mm(4)))
        self.banner.place(pill.inset(look.small_gap, 0))
