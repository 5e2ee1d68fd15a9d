"""WHL-1, WHL-2, WHL-4: what is reached and read from a wheelchair, in millimetres above the floor."""

from collections.abc import Iterator

from kiosk.audit.measured import Measured, Rule, rule
from kiosk.audit.seen import Seen, meant

LOWEST_MM, HIGHEST_MM, TOGGLE_MM = 800.0, 1200.0, 25.0
ALWAYS_MM = 1220.0
"""No target is higher in any layout, where the panel hangs low enough for that."""

TOP_SHARE = 0.85
"""What lies above this share of the display is not in sight from an eye height of 1015 mm."""
PIXEL_MM = 0.3


def out_of_reach(seen: Seen) -> Iterator[Measured]:
    """How far a target lies outside the band in the layout for whoever sits; in the usual one, above what
    anybody reaches."""
    bottom_mm = seen.display.bottom_above_floor_mm
    if bottom_mm is None or seen.combination.orientation == "landscape":
        return
    lowest, highest = (LOWEST_MM, HIGHEST_MM) if seen.combination.reach else (0.0, ALWAYS_MM)
    for target in seen.targets:
        low, high = bottom_mm + seen.mm(target.box.y), bottom_mm + seen.mm(target.box.top)
        where = f"{target.name!r} from {low:.0f} to {high:.0f} mm"
        yield Measured(max(0.0, lowest - low, high - highest), where)


def toggle(seen: Seen) -> Iterator[Measured]:
    """Faults of the button that lowers everything: not there, too small, too high."""
    bottom_mm = seen.display.bottom_above_floor_mm
    if seen.combination.orientation == "landscape" or bottom_mm is None:
        return
    button = next((target for target in seen.targets if target.name == "comfort_reach"), None)
    if button is None:
        yield Measured(1, "there is none")
        return
    small = seen.mm(min(button.box.width, button.box.height)) < TOGGLE_MM - PIXEL_MM
    high_mm = bottom_mm + seen.mm(button.box.top)
    found = ["too small"] * small + [f"{high_mm:.0f} mm high"] * (high_mm > HIGHEST_MM + PIXEL_MM)
    yield Measured(len(found), ", ".join(found))


def out_of_sight(seen: Seen) -> Iterator[Measured]:
    """Words one must read that stand in the top part of the display."""
    if not seen.combination.reach:
        return
    frame = seen.view.frame
    wanted = {seen.said(text) for _, text in meant(seen.view)}
    if seen.view.overlay is None:
        wanted -= {seen.said(frame.brand)}
    limit = seen.look.height_px * TOP_SHARE
    found = [words.text for words in seen.words if words.text in wanted and words.box.top > limit + 1]
    yield Measured(len(found), repr(found[0]) if found else "")


REACH: tuple[Rule[Seen], ...] = (
    rule(
        "WHL-1",
        "mm outside 800 to 1200 above the floor, in any layout above 1220",
        "at most",
        0.0,
        out_of_reach,
        PIXEL_MM,
    ),
    rule("WHL-2", "faults of the button that lowers everything", "at most", 0, toggle),
    rule("WHL-4", "words to read in the top 15 %", "at most", 0, out_of_sight),
)
