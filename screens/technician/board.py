"""The board: every part of the machine at a glance, the last lines of the trace, the run under way."""

from kiosk.technician.view import Board, DeviceCard
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.technician.device_tile import DeviceTile
from screens.technician.page import Page
from screens.technician.run_ring import RunRing
from screens.technician.sizes import denser
from screens.technician.trace_box import TraceBox

COLUMNS, WIDE_COLUMNS = 2, 4
ROOMY = 8
"""So many cards have room for the larger type."""

TRACE_LINES = 4
CROWDED_TRACE_LINES = {True: 5, False: 2}
"""At least; by whether the display is high: beside sixteen cards a wide one has room for two."""

GAP_MM, CROWDED_GAP_MM = 5.0, 3.2
PADDING_MM, CROWDED_PADDING_MM = 6.0, 2.4
RING_MM, RING_HIGH_MM, TALLEST_MM = 112.0, 24.0, 58.0


class BoardPage(Page[Board]):
    """Draws again what is new: single cards, the ring, the trace."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.desk: Board | None = None
        self.tiles: dict[str, DeviceTile] = {}
        self.trace = TraceBox(surroundings, newest_last=True)
        self.ring = RunRing(surroundings)
        self.add_widget(self.trace)

    def show(self, desk: Board) -> None:
        before, self.desk = self.desk, desk
        names = [card.name for card in desk.cards]
        if before is None or names != [card.name for card in before.cards]:
            self._deal(desk.cards)
            before = None
        else:
            self._renew(desk.cards)
        self.trace.say(desk.trace)
        if desk.ring is not None:
            self.ring.say(desk.ring)
        if before is None or (desk.ring is None) != (before.ring is None):
            self.arrange()
            return
        if desk.trace != before.trace:
            self.trace.arrange()
        if desk.ring != before.ring:
            self.ring.arrange()

    def _deal(self, cards: tuple[DeviceCard, ...]) -> None:
        """Cards on an empty board."""
        for tile in self.tiles.values():
            self.remove_widget(tile)
        crowded = len(cards) > ROOMY
        surroundings = self.surroundings.with_look(denser(self.look)) if crowded else self.surroundings
        padding_mm = CROWDED_PADDING_MM if crowded else PADDING_MM
        self.tiles = {card.name: DeviceTile(surroundings, card, padding_mm) for card in cards}
        for tile in self.tiles.values():
            self.add_widget(tile)

    def _renew(self, cards: tuple[DeviceCard, ...]) -> None:
        for card in cards:
            tile = self.tiles[card.name]
            if card != tile.card:
                tile.take(card)
                tile.arrange()

    def arrange(self) -> None:
        look = self.look
        if self.desk is None or not self.box.width:
            return
        crowded = len(self.tiles) > ROOMY
        gap = look.mm(CROWDED_GAP_MM if crowded else GAP_MM)
        inner = self.box.inset(look.margin, gap)
        lines = CROWDED_TRACE_LINES[look.portrait] if crowded else TRACE_LINES
        tiles_px = self._place_tiles(inner, inner.height - gap - self.trace.height_of(lines), gap)
        self._place_foot(inner.cut_bottom(inner.height - tiles_px - gap)[0], gap)

    def _place_foot(self, foot: Rectangle, gap: float) -> None:
        """The trace, and while tests run the ring: beside it on a wide display, above it on a high one."""
        shown = self.desk is not None and self.desk.ring is not None
        if shown and self.ring.parent is None:
            self.add_widget(self.ring)
        elif not shown and self.ring.parent is not None:
            self.remove_widget(self.ring)
        if shown:
            high, wide = self.look.mm(RING_HIGH_MM), self.look.mm(RING_MM)
            ring, foot = foot.cut_top(high, gap) if self.look.portrait else foot.cut_right(wide, gap)
            self.ring.place(ring)
        self.trace.place(foot)

    def _place_tiles(self, room: Rectangle, most_px: float, gap: float) -> float:
        """From the top of `room`; the height they take, at most `most_px`."""
        across = COLUMNS if self.look.portrait else WIDE_COLUMNS
        tiles = list(self.tiles.values())
        rows = max(1, -(-len(tiles) // across))
        height = min((most_px - gap * (rows - 1)) / rows, self.look.mm(TALLEST_MM))
        for number, strip in enumerate(room.rows([height] * rows, gap)):
            those = tiles[number * across : (number + 1) * across]
            for tile, box in zip(those, strip.columns(across, gap), strict=False):
                tile.place(box)
        return rows * height + gap * (rows - 1)
