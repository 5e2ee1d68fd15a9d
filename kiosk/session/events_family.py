"""The four families of events: who speaks decides what counts as a sign of life."""

from msgspec import Struct


class Event(Struct, frozen=True, tag=True):
    """Base of all events; frozen, so that a journey can be written down and replayed."""


class Touch(Event, frozen=True):
    """A finger on the screen. A question over the screen is answered by these alone."""


class Hand(Event, frozen=True):
    """Something a resident does at a slot or window, seen by a device: a sign of life too."""


class Helping(Event, frozen=True):
    """A finger on the staff's display: no sign of life of a resident, and never an answer for one."""


class Report(Event, frozen=True):
    """What the machine says of itself and of time: no sign that anybody is there."""


class Answer(Event, frozen=True):
    """What comes back for an effect."""
