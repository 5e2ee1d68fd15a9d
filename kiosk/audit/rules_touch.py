"""TCH-1 to TCH-6, TCH-8: how large targets are, how far apart, and that they want nothing but a tap."""

from collections.abc import Iterator
from itertools import combinations

from kiosk.audit import geometry
from kiosk.audit.measured import Measured, Rule, rule
from kiosk.audit.seen import Seen

TARGET_MM, CHOICE_MM, GAP_MM, OPPOSITE_MM, EDGE_MM = 20.0, (60.0, 25.0), 5.0, 10.0, 5.0
KEY_MM, KEY_GAP_MM = 22.0, 4.0
PIXEL_MM = 0.3
"""Boxes are whole pixels."""

MAY_FOLLOW_A_FINGER = frozenset({"HoldRing", "SeeHold", "Knock", "Dialog"})
"""The eject hold, the hold to let a helper see, the technician's knock, and the dialog that keeps touches
from what is beneath."""


def sizes(seen: Seen) -> Iterator[Measured]:
    for target in seen.targets:
        yield Measured(seen.mm(min(target.box.width, target.box.height)), repr(target.name))


def choices(seen: Seen) -> Iterator[Measured]:
    """As a share of what a choice must have at least, across or upwards, whichever is less."""
    view = seen.view
    wanted = view.overlay.buttons if view.overlay else (*view.choices, view.frame.primary)
    names = {button.name for button in wanted if button is not None}
    wide, high = CHOICE_MM
    for target in seen.targets:
        if target.name in names:
            across, up = seen.mm(target.box.width), seen.mm(target.box.height)
            yield Measured(min(across / wide, up / high), f"{target.name!r} of {across:.1f} x {up:.1f} mm")


def gaps(seen: Seen) -> Iterator[Measured]:
    keys = _keys(seen)
    for one, other in combinations(seen.targets, 2):
        if not (one.name in keys and other.name in keys):
            yield Measured(seen.mm(geometry.gap_px(one.box, other.box)), f"{one.name!r} and {other.name!r}")


def opposites(seen: Seen) -> Iterator[Measured]:
    """Between what goes on and what breaks off, on the same question."""
    view = seen.view
    buttons = view.overlay.buttons if view.overlay else view.choices
    boxes = {target.name: target.box for target in seen.targets}
    for one, other in combinations(buttons, 2):
        if {one.tone, other.tone} == {"primary", "danger"} and {one.name, other.name} <= boxes.keys():
            gap = geometry.gap_px(boxes[one.name], boxes[other.name])
            yield Measured(seen.mm(gap), f"{one.name!r} and {other.name!r}")


def edges(seen: Seen) -> Iterator[Measured]:
    """From the edge of the screen; what reaches it cannot be missed on that side."""
    width, height = seen.look.width_px, seen.look.height_px
    for target in seen.targets:
        box = target.box
        away = [side for side in (box.x, box.y, width - box.right, height - box.top) if abs(side) > 0.5]
        if away:
            yield Measured(seen.mm(min(away)), repr(target.name))


def keypad(seen: Seen) -> Iterator[Measured]:
    """Faults: keys too small or too close, digits not as on a telephone, commands not to their right."""
    if seen.view.keypad is None or seen.view.overlay is not None:
        return
    boxes = {target.name: target.box for target in seen.targets if target.name in _keys(seen)}
    found = [
        f"{name!r} is {seen.mm(box.width):.1f} x {seen.mm(box.height):.1f} mm"
        for name, box in boxes.items()
        if seen.mm(min(box.width, box.height)) < KEY_MM - PIXEL_MM
    ]
    for (one, box), (other, next_box) in combinations(boxes.items(), 2):
        gap_mm = seen.mm(geometry.gap_px(box, next_box))
        if gap_mm < KEY_GAP_MM - PIXEL_MM:
            found.append(f"{one!r} and {other!r} are {gap_mm:.1f} mm apart")
    digits = [f"digit_{digit}" for digit in "1234567890"]
    found += [f"no key {name!r}" for name in digits if name not in boxes]
    if not set(digits) - boxes.keys():
        rows = sorted(digits, key=lambda name: (-round(boxes[name].y), boxes[name].x))
        found += [] if rows == digits else ["the digits do not stand as on a telephone"]
        right = max(boxes[name].right for name in digits)
        commands = [name for name in boxes if name not in digits]
        found += [
            f"{name!r} does not stand to the right of the digits"
            for name in commands
            if boxes[name].x < right
        ]
    yield Measured(len(found), found[0] if found else "")


def _keys(seen: Seen) -> frozenset[str]:
    keypad = None if seen.view.overlay else seen.view.keypad
    return frozenset(key.name for key in keypad.keys) if keypad else frozenset()


def gestures(seen: Seen) -> Iterator[Measured]:
    """Widgets that follow a finger by rules of their own; a tap is `Pressable`'s."""
    from kivy.uix.widget import Widget  # noqa: PLC0415 - Kivy starts late

    from screens.widgets.pressable import Pressable  # noqa: PLC0415

    found = []
    for widget in geometry.within_reach(seen):
        kind = type(widget)
        held = kind.__name__ in MAY_FOLLOW_A_FINGER
        known = isinstance(widget, Pressable) or held or widget is seen.host
        follows = (
            kind.on_touch_move is not Widget.on_touch_move or kind.on_touch_down is not Widget.on_touch_down
        )
        tap_is_its_own = isinstance(widget, Pressable) and kind.on_touch_move is not Pressable.on_touch_move
        if (follows and not known) or (tap_is_its_own and not held):
            found.append(f"{kind.__name__} follows the finger")
    yield Measured(len(found), found[0] if found else "")


TOUCH: tuple[Rule[Seen], ...] = (
    rule("TCH-1", "targets, mm", "at least", TARGET_MM, sizes, PIXEL_MM),
    rule("TCH-2", "choices, share of 60 x 25 mm", "at least", 1.0, choices, 0.012),
    rule("TCH-3", "gaps between targets, mm", "at least", GAP_MM, gaps, PIXEL_MM),
    rule("TCH-4", "gaps between opposite actions, mm", "at least", OPPOSITE_MM, opposites, PIXEL_MM),
    rule("TCH-5", "targets from the screen's edge, mm", "at least", EDGE_MM, edges, PIXEL_MM),
    rule("TCH-6", "faults of the keypad", "at most", 0, keypad),
    rule("TCH-8", "gestures other than a tap", "at most", 0, gestures),
)
