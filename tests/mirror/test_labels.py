"""What leaves the kiosk for another display: every screen in full, and no event of the session with it."""

from functools import cache

import pytest
from msgspec import Struct

from kiosk.mirror.labels import labelled, let_go_of
from kiosk.mirror.line import decode_snapshot, encode
from kiosk.mirror.messages import Snapshot
from kiosk.mirror.sides import view_at
from kiosk.session.events import Event
from kiosk.session.view import BillRow, Button, HoldButton, ScreenView, Text
from kiosk.session.view_parts import parts
from tests.session.samples import reached

EVENTS = ("event", "toggle", "opens", "down_event", "up_event", "knock")


@cache
def screens() -> tuple[ScreenView, ...]:
    """Of every kind, on both displays."""
    return tuple(view_at(session, side) for session in reached() for side in ("first", "second"))


def events_in(value: object) -> list[Event]:
    fields = [getattr(part, name) for part in parts(value) for name in part.__struct_fields__]
    return [field for field in fields if isinstance(field, Event)]


def drawn(screen: ScreenView) -> list[Struct]:
    """Its own parts, without what the events hold."""
    return [part for part in parts(screen) if type(part).__module__ == ScreenView.__module__]


def test_no_event_is_left_in_a_picture() -> None:
    assert any(events_in(screen) for screen in screens())
    assert not [screen.screen for screen in screens() if events_in(labelled(screen)[0])]


def test_a_picture_arrives_as_it_was_sent() -> None:
    for screen in screens():
        sent = Snapshot(7, "second", "resident", labelled(screen)[0])
        assert decode_snapshot(encode(sent)) == sent


def test_all_but_the_events_stays() -> None:
    def bare(part: Struct) -> list[object]:
        return [getattr(part, name) for name in part.__struct_fields__ if name not in EVENTS]

    for screen in screens():
        for before, after in zip(drawn(screen), drawn(labelled(screen)[0]), strict=True):
            assert type(before) is type(after)
            if isinstance(before, Text | Button | BillRow | HoldButton):
                assert bare(before) == bare(after)


def test_each_label_stands_for_the_event_of_the_button_it_was_put_on() -> None:
    for screen in screens():
        picture, labels = labelled(screen)
        for before, after in zip(drawn(screen), drawn(picture), strict=True):
            for field in EVENTS:
                label = getattr(after, field, None)
                if label in labels:
                    assert labels[label] == getattr(before, field)


def test_what_cannot_be_pressed_means_nothing() -> None:
    dead = 0
    for screen in screens():
        _, labels = labelled(screen)
        disabled = {part.name for part in parts(screen) if isinstance(part, Button) and not part.enabled}
        dead += len(disabled)
        assert not disabled & labels.keys()
        if screen.overlay is not None:
            beneath = {row.name for row in screen.bills} | {choice.name for choice in screen.choices}
            assert not {label.partition(":")[0] for label in labels} & beneath
    assert dead


@pytest.mark.parametrize("kind", [Button, BillRow, HoldButton])
def test_every_kind_of_thing_to_press_is_among_them(kind: type[Struct]) -> None:
    for screen in screens():
        if screen.overlay is None:
            _, labels = labelled(screen)
            live = [
                part for part in parts(screen) if isinstance(part, kind) and getattr(part, "enabled", True)
            ]
            named = {label.partition(":")[0] for label in labels}
            pressable = [part for part in live if events_in(part)]
            assert {getattr(part, "name", "") for part in pressable} <= named


def test_who_begins_to_hold_has_an_end() -> None:
    assert let_go_of("eject:down_event") == "eject:up_event"
    assert let_go_of("pay") is None
    assert let_go_of("eject:up_event") is None
