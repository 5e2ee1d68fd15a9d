"""Each rule of words is red when it is broken on purpose, and green on the screen it was broken on."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from kiosk.audit import command
from kiosk.audit.combinations import Wanted
from kiosk.audit.facts import NUMBER
from kiosk.audit.house import House
from kiosk.audit.measured import Ledger
from kiosk.audit.rules_flow import Standing
from kiosk.audit.rules_words import RECEIPT_FACTS, WORDS, Read
from kiosk.session.view import Fact, HelperPanel, Overlay, ScreenView, Text, Total, text
from kiosk.voice import spoken_line
from tests.audit.samples import finding, stops

RULES = {rule.limit.id: rule for rule in WORDS}
SAID = {
    "test.long": "请" * 41,
    "test.two_questions": "交什么?怎么交?",
    "test.office": "请登录",
    "test.long_phrase": "请把您的账单条码朝里对准左边的扫码窗口",
    "test.latin": "情况 timeout_503",
    "test.name": "张** 家的账单",
    "test.number": "户号 3102664100017",
    "test.silent": " ",
}

Break = Callable[[ScreenView], ScreenView]


def said_otherwise(key: str) -> Break:
    return lambda screen: replace(screen, prompt=text(key))


def read(screen: ScreenView, resolve: Callable[[Text], str]) -> Read:
    def words(asked: Text) -> str:
        return SAID[asked.key] if asked.key in SAID else resolve(asked)

    return Read(screen, "zh", words, "962740")


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        ("VIS-8", said_otherwise("test.long")),
        ("FLW-1", lambda screen: replace(screen, title=text("test.two_questions"))),
        ("FLW-18", said_otherwise("test.office")),
        ("FLW-18", said_otherwise("test.long_phrase")),
        ("ERR-2", said_otherwise("test.latin")),
        ("AUD-1", lambda screen: replace(screen, spoken=text("test.silent"))),
        ("PRV-1", said_otherwise("test.number")),
    ],
)
def test_a_rule_of_words_sees_what_is_wrong(
    standing: Callable[[str], Standing], house: House, rule: str, broken: Break
) -> None:
    screen = standing("present").screen
    resolve = house.languages.resolver("zh")
    assert finding(RULES[rule], read(screen, resolve)).passed
    assert not finding(RULES[rule], read(broken(screen), resolve)).passed


def in_a_fact_of_a_question(screen: ScreenView) -> ScreenView:
    told = (Fact(text("fact.time"), SAID["test.number"]),)
    over = Overlay("help", text("test.silent"), None, (), facts=told)
    return replace(screen, overlay=over)


def under_a_question(screen: ScreenView) -> ScreenView:
    over = Overlay("help", text("test.silent"), None, ())
    return replace(screen, prompt=text("test.number"), overlay=over)


def in_the_sum(screen: ScreenView) -> ScreenView:
    return replace(screen, total=Total(text("test.silent"), "3102664100017"))


NUMBERED: list[Break] = [
    in_a_fact_of_a_question,
    under_a_question,
    in_the_sum,
    lambda screen: replace(screen, banner=text("test.number")),
    lambda screen: replace(screen, frame=replace(screen.frame, phone=text("test.number"))),
    lambda screen: replace(screen, panel=HelperPanel(told=text("test.number"))),
    lambda screen: replace(screen, panel=HelperPanel(facts=(Fact(text("fact.time"), "3102664100017"),))),
]


@pytest.mark.parametrize("broken", NUMBERED)
def test_a_long_number_is_seen_wherever_it_stands(
    standing: Callable[[str], Standing], house: House, broken: Break
) -> None:
    screen, resolve = standing("present").screen, house.languages.resolver("zh")
    assert finding(RULES["PRV-1"], read(screen, resolve)).passed
    assert not finding(RULES["PRV-1"], read(broken(screen), resolve)).passed


def test_numbers_of_papers_are_nobodys(standing: Callable[[str], Standing], house: House) -> None:
    screen, resolve = standing("present").screen, house.languages.resolver("zh")
    told = tuple(Fact(text(key), "2026 1120 0001 07") for key in sorted(RECEIPT_FACTS))
    assert finding(RULES["PRV-1"], read(replace(screen, panel=HelperPanel(facts=told)), resolve)).passed


def test_the_staffs_display_is_read_as_well(
    standing: Callable[[str], Standing], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever's display the command was asked to look at."""
    panel = HelperPanel(told=text("helper.name", name=NUMBER))
    staffs = replace(standing("present").screen, panel=panel)
    monkeypatch.setattr(command.walk, "screens", lambda *_asked: ())
    monkeypatch.setattr(command.walk, "walked", lambda *_asked: ())
    monkeypatch.setattr(command.walk, "helped", lambda _rules, _comfort, role: ((role, staffs),))
    ledger = Ledger()
    one = Wanted(("portrait",), (100,), ("light",), ("zh",), ("resident",), (False,))
    command.judge_words_and_flow(house, one, ledger, lambda _how_far: None)
    (place,) = ledger.tallies["PRV-1"].places
    assert "staff's helper" in place
    assert NUMBER in place


@pytest.mark.parametrize("said", ["test.name", "test.number"])
def test_a_voice_without_its_guard_is_heard(
    standing: Callable[[str], Standing], house: House, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    screen = replace(standing("present").screen, spoken=text(said))
    resolve = house.languages.resolver("zh")
    assert finding(RULES["AUD-6"], read(screen, resolve)).passed
    monkeypatch.setattr(spoken_line, "speakable", lambda *_words: True)
    monkeypatch.setattr(spoken_line, "tells_of_nobody", lambda _said: True)
    assert not finding(RULES["AUD-6"], read(screen, resolve)).passed


def test_every_rule_of_words_was_broken_once() -> None:
    assert set(RULES) == {"VIS-8", "FLW-1", "FLW-18", "ERR-2", "AUD-1", "AUD-6", "PRV-1"}


def test_english_may_be_twice_as_long() -> None:
    screen = stops()["present"].screen
    words = Read(replace(screen, prompt=text("test.long")), "en", lambda _text: "a" * 24, "962740")
    assert finding(RULES["VIS-8"], words).passed
    words = Read(screen, "en", lambda _text: "a" * 81, "962740")
    assert not finding(RULES["VIS-8"], words).passed


def test_the_service_phone_may_be_said_aloud() -> None:
    screen = stops()["present"].screen
    loud = Read(screen, "zh", lambda _text: "请打 96274012", "96274012")
    assert finding(RULES["AUD-6"], loud).passed
