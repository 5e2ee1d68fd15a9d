"""A tap of every kind on what changes look and sound."""

from kiosk.session import events as e
from kiosk.session.events import Event


def comfort_taps() -> list[Event]:
    return [
        e.SizeTapped(),
        e.ThemeTapped(),
        e.ReachTapped(),
        e.LanguageTapped(),
        e.SoundTapped(),
        e.VolumeTapped(-1),
        e.VolumeTapped(1),
        e.SlowerTapped(),
        e.DefaultsTapped(),
        e.RepeatTapped(),
    ]
