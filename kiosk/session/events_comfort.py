"""What fingers do to the look and sound of the machine: it answers at any time, and moves no journey."""

from typing import Literal

from kiosk.session.events_family import Touch


class SizeTapped(Touch, frozen=True):
    """The next larger letters; after the largest, the first again."""


class ThemeTapped(Touch, frozen=True):
    pass


class ReachTapped(Touch, frozen=True):
    """Everything to press lower down, for whoever sits; or up again."""


class LanguageTapped(Touch, frozen=True):
    pass


class SoundTapped(Touch, frozen=True):
    """Asks how loud and how fast the voice shall be."""


class VolumeTapped(Touch, frozen=True):
    by: Literal[-1, 1]


class SlowerTapped(Touch, frozen=True):
    """The voice slower, or as fast as before."""


class DefaultsTapped(Touch, frozen=True):
    """SET-2: all of it as it was to begin with; what the resident has done so far stays."""


class RepeatTapped(Touch, frozen=True):
    """Say it again."""
