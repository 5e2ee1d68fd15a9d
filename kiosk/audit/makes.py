"""Screens of one make: the same widgets in the same states, whatever their words. Pure.

What lies over a screen is of another make with every question it asks: it has little room, and few words.
"""

from kiosk.session.view import Button, ScreenView

Named = tuple[str, ScreenView]
"""A screen and the walk it was met on."""


def one_of_each(views: tuple[Named, ...], *, coarse: bool = False) -> tuple[Named, ...]:
    """The first of each make; `coarse` asks for the kinds of widgets alone, not how many of each."""
    key = kinds if coarse else make
    return tuple(reversed({key(view): (name, view) for name, view in reversed(views)}.values()))


def make(view: ScreenView) -> tuple[object, ...]:
    over, panel = view.overlay, _panel(view)
    if over is not None:
        asked = over.title.key, over.prompt and over.prompt.key
        return over.kind, asked, len(over.facts), over.countdown_s is None, _states(over.buttons), panel
    rows = tuple((row.chosen, row.toggle is None, row.reason is None) for row in view.bills)
    lists = len(view.facts), len(view.sums), len(view.rules), view.leaf and view.leaf.number
    parts = (view.prompt, view.page, view.total, view.qr, view.hold, view.waiting, view.footnote, view.code)
    there = tuple(
        part is not None for part in (*parts, view.frame.primary, view.frame.back, view.frame.unmask)
    )
    typed = view.keypad and (bool(view.keypad.entered), view.keypad.problem is None)
    return view.screen, view.mark, view.picture, _states(view.choices), rows, lists, there, typed, panel


def _panel(view: ScreenView) -> tuple[object, ...] | None:
    """Of a staff's display: which of its lines, keys and buttons are there."""
    panel = view.panel
    if panel is None:
        return None
    told = panel.told and panel.told_tone
    typed = panel.keypad and len(panel.keypad.entered)
    there = panel.name is None, typed, len(panel.facts)
    return *there, told, tuple(button.name for button in panel.buttons)


def kinds(view: ScreenView) -> tuple[object, ...]:
    """What decides about colours."""
    over = view.overlay
    if over is not None:
        return over.kind, frozenset(_states(over.buttons))
    rows = frozenset((row.chosen, row.reason is None) for row in view.bills)
    wrong = view.keypad is not None and view.keypad.problem is not None
    off = view.frame.primary is not None and not view.frame.primary.enabled
    return view.screen, view.mark, view.picture, frozenset(_states(view.choices)), rows, wrong, off


def _states(buttons: tuple[Button, ...]) -> tuple[tuple[str, bool], ...]:
    return tuple((button.tone, button.enabled) for button in buttons)
