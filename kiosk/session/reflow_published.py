"""How much room of a leaf what is published takes: it is in people's own words, short or long."""

from kiosk.session.view import Button, Comfort, Fact, Text

SHORT = 12
"""Characters of people's words that stand in one line at 150 %."""


def room_of_published(value: Fact | Button, comfort: Comfort) -> int:
    """In fourths of a leaf."""
    if isinstance(value, Button):
        said = _filled(value.label) + (_filled(value.note) if value.note else 0)
        return 4 if comfort.size == 200 or comfort.reach or said > 2 * SHORT else 2
    long = _filled(value.value) > SHORT or _has_lanes(value)
    if comfort.size == 150:
        return (4 if long else 2) if comfort.reach else (2 if long else 1)
    return 4 if long or comfort.reach else 2


def _has_lanes(value: Fact) -> bool:
    """A street with the numbers of its lanes, which some languages name one by one."""
    return isinstance(value.value, Text) and value.value.key == "board.lanes"


def _filled(said: str | Text) -> int:
    """Characters that do not come from the tables of texts; a text within counts as a short word."""
    if isinstance(said, str):
        return len(said)
    return sum(_filled(each) if isinstance(each, str) else _within(each) for each in said.args.values())


def _within(each: object) -> int:
    return max(2, _filled(each)) if isinstance(each, Text) else 0
