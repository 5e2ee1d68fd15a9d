"""Lines and screens that have something to say."""

from msgspec.structs import replace

from kiosk.session.model import Session
from kiosk.session.show import view
from kiosk.session.steps import Idle
from kiosk.session.view import Comfort, Overlay, ScreenView, Text, text
from kiosk.voice.spoken_line import SpokenLine
from tests.session import facts

PHONE = facts.RULES.service_phone
LINE = SpokenLine("请插卡,芯片朝前。", "zh", 3, False)
ENGLISH = SpokenLine("Hello. Please press a button.", "en", 3, False)
HOME = view(Session(facts.RULES, Idle()))


def screen(spoken: Text, title: Text | None = None) -> ScreenView:
    return replace(HOME, spoken=spoken, title=title or text("finding.title"))


def heard_by(comfort: Comfort) -> ScreenView:
    return replace(HOME, comfort=comfort)


def asked(over: ScreenView, spoken: Text | None = None) -> ScreenView:
    return replace(
        over, overlay=Overlay("leave", text("leave.title"), text("leave.prompt"), (), spoken=spoken)
    )
