"""The strip that changes look and sound, on every screen, and the question how loud the voice shall be."""

from msgspec.structs import replace

from kiosk.session.comfort_choices import LOUDEST, following
from kiosk.session.events import (
    DefaultsTapped,
    LanguageTapped,
    ReachTapped,
    RepeatTapped,
    SizeTapped,
    SlowerTapped,
    SoundTapped,
    StayTapped,
    ThemeTapped,
    VolumeTapped,
)
from kiosk.session.model import Session
from kiosk.session.view import Button, ComfortStrip, Fact, Overlay, ScreenView, Size, Theme, text

TELLING_S = 4.0

_SIZE_AFTER: dict[Size, str] = {100: "comfort.larger", 150: "comfort.largest", 200: "comfort.usual_size"}


def strip(session: Session) -> ComfortStrip:
    """Each button says what a tap will do. A language is named in its own script (LNG-1)."""
    comfort, rules = session.comfort, session.rules
    other = following(rules.languages, comfort.language)
    lower = text("comfort.reach.off" if comfort.reach else "comfort.reach.on")
    return ComfortStrip(
        size=Button("comfort_size", text(_SIZE_AFTER[comfort.size]), SizeTapped()),
        theme=theme_button(comfort.theme),
        sound=Button("comfort_sound", text("comfort.sound"), SoundTapped()),
        repeat=Button("comfort_repeat", text("comfort.repeat"), RepeatTapped()),
        reach=Button("comfort_reach", lower, ReachTapped()) if rules.reach_fitted else None,
        language=Button("comfort_language", text(f"comfort.language.{other}"), LanguageTapped())
        if other != comfort.language
        else None,
    )


def theme_button(theme: Theme) -> Button:
    """`theme` is the one that is worn."""
    return Button("comfort_theme", text(f"comfort.theme.{theme}"), ThemeTapped())


def told_of_reach(session: Session, screen: ScreenView) -> ScreenView:
    """Where the buttons have gone is said once they have, and then what the screen says."""
    since_s = session.reached_s
    if since_s is None or session.now_s - since_s >= TELLING_S or screen.overlay is not None:
        return screen
    return replace(screen, spoken=text("reach.lowered") if session.comfort.reach else text("reach.raised"))


def sound(session: Session) -> Overlay:
    """How loud, how fast, and the way back to how the machine looked and sounded to begin with."""
    comfort = session.comfort
    silent, loudest = comfort.volume == 0, comfort.volume == LOUDEST
    buttons = (
        Button(
            "quieter",
            text("sound.quieter"),
            VolumeTapped(-1),
            enabled=not silent,
            reason=text("sound.silent") if silent else None,
        ),
        Button(
            "louder",
            text("sound.louder"),
            VolumeTapped(1),
            enabled=not loudest,
            reason=text("sound.loudest") if loudest else None,
        ),
        Button("slower", text("sound.normal" if comfort.slower else "sound.slower"), SlowerTapped()),
        Button("defaults", text("sound.defaults"), DefaultsTapped()),
        Button("stay", text("sound.done"), StayTapped(), tone="primary"),
    )
    level = Fact(text("sound.volume"), f"{comfort.volume} / {LOUDEST}")
    return Overlay(
        "sound",
        text("sound.title"),
        text("sound.prompt"),
        buttons,
        facts=(level,),
        spoken=text("sound.spoken"),
    )
