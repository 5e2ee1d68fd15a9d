"""Takes the events out of a picture and leaves labels: nothing of the session leaves the kiosk. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, cast

from msgspec import Struct
from msgspec.structs import replace

from kiosk.session.view import Button, ScreenView

Labels: TypeAlias = Mapping[str, object]
"""What can be pressed now, and the event that is meant by it."""

_EVENTS = ("event", "toggle", "opens", "down_event", "up_event", "knock")
_LET_GO = "up_event"


def labelled(view: ScreenView) -> tuple[ScreenView, Labels]:
    """The picture with a label for every event, and what the labels of all that can be pressed stand for.

    Beneath a question nothing can be pressed but what is live on every screen: the strip of comfort, the
    button that stops a helper, the helper's panel. What is held there can still be let go of.
    """
    always = (view.frame.comfort, view.frame.helper, view.panel)
    reachable = dict(_labels((view.overlay or view, *always)))
    let_go = {label: event for label, event in _labels(view) if label.endswith(_LET_GO)}
    return cast(ScreenView, _without_events(view)), reachable | let_go


def let_go_of(label: str) -> str | None:
    """The label of what ends what `label` begins; None where it begins nothing."""
    name, _, field = label.partition(":")
    return f"{name}:{_LET_GO}" if field == "down_event" else None


def _labels(part: object) -> Iterator[tuple[str, object]]:
    if isinstance(part, tuple):
        for each in part:
            yield from _labels(each)
    if not isinstance(part, Struct) or (isinstance(part, Button) and not part.enabled):
        return
    for field in part.__struct_fields__:
        value = getattr(part, field)
        if field not in _EVENTS:
            yield from _labels(value)
        elif value is not None:
            yield _label(part, field), value


def _label(part: Any, field: str) -> str:
    """`pay`, `bill_1:toggle`, `eject:down_event`, `knock`: names are unique on a screen."""
    name = getattr(part, "name", "")
    return str(name) if field == "event" else f"{name}:{field}".lstrip(":")


def _without_events(part: object) -> object:
    """Parts without any event stay the very same."""
    if isinstance(part, tuple):
        parts = tuple(map(_without_events, part))
        return part if all(new is old for new, old in zip(parts, part, strict=True)) else parts
    if not isinstance(part, Struct):
        return part
    changes: dict[str, Any] = {}
    for field in part.__struct_fields__:
        value = getattr(part, field)
        new = _label(part, field) if field in _EVENTS and value is not None else _without_events(value)
        if new is not value:
            changes[field] = new
    return replace(part, **changes) if changes else part
