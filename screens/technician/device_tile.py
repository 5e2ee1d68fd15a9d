"""One part of the machine on the board: how it is, in a word and in what is known now."""

from kiosk.technician.view import DeviceCard
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.technician.chip import ChipLabel
from screens.widgets.face import card_face
from screens.widgets.pressable import Pressable
from screens.widgets.words import Words

PADDING_MM = 6.0


class DeviceTile(Pressable):
    """The whole card is the button. Lines come in the order of their weight: what has no room is left off."""

    def __init__(self, surroundings: Surroundings, card: DeviceCard, padding_mm: float) -> None:
        """`padding_mm`: above and below the words."""
        super().__init__(surroundings)
        self.padding_mm = padding_mm
        self.title = Words(surroundings, text_size="body", bold=True, single_line=True)
        self.chip = ChipLabel(surroundings, card.chip)
        self.lines: list[Words] = []
        self.take(card)

    def take(self, card: DeviceCard) -> None:
        """Stand for `card`; drawn when placed."""
        self.card = card
        self.serve(card.open)
        self.title.say(self.words(card.title))
        self.chip.say(card.chip)
        self.lines = []
        for line in card.lines:
            self.lines.append(Words(self.surroundings, text_size="small"))
            self.lines[-1].say(self.words(line), self.look.palette.soft)

    def height_at(self, width_px: float) -> float:
        look = self.look
        inner = width_px - 2 * look.mm(PADDING_MM)
        lines = sum(line.height_at(inner) for line in self.lines)
        return self._head_px() + lines + 2 * look.mm(self.padding_mm)

    def _head_px(self) -> float:
        return max(self.look.line_px("body"), self.chip.size_px[1])

    def arrange(self) -> None:
        look = self.look
        self.draw_face(card_face(look, self.chip.colour, enabled=self.enabled, pressed=self.pressed))
        head, rest = self.box.inset(look.mm(PADDING_MM), look.mm(self.padding_mm)).cut_top(self._head_px())
        self.clear_widgets()
        self._place_head(head)
        self._place_lines(rest)

    def _place_head(self, head: Rectangle) -> None:
        width, height = self.chip.size_px
        chip, title = head.cut_right(min(width, head.width * 0.55), self.look.mm(2))
        self.add_widget(self.title)
        self.add_widget(self.chip)
        self.title.place(title)
        self.chip.place(chip.middle(chip.width, min(height, head.height)))

    def _place_lines(self, room: Rectangle) -> None:
        for line in self.lines:
            high = line.height_at(room.width)
            if high > room.height + 1:
                return
            box, room = room.cut_top(high)
            self.add_widget(line)
            line.place(box)
