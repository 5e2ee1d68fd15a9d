"""AUD-1, AUD-6: every screen has a line, sums as people say them, and nobody's name in it."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.session.model import Session
from kiosk.session.show import view
from kiosk.session.steps import Idle, Notice
from kiosk.session.view import Comfort, Language, ScreenView, Spoken, text
from kiosk.texts import LANGUAGES, load_languages
from kiosk.voice.phrases import takes_breath
from kiosk.voice.spoken_line import Part, SpokenLine, line_of
from tests.session import facts
from tests.session.wandering import looked_at_closely, walk, walks
from tests.voice.lines import HOME, PHONE, asked, heard_by, screen

WORDS = load_languages()
ZH = WORDS.of("zh")
SUM = text("bills.spoken", sum=Spoken(23_875))


def said(shown: ScreenView, *, say_sums: bool = True, headset: bool = False) -> str:
    line = line_of(shown, ZH.resolve, say_sums=say_sums, service_phone=PHONE, headset=headset)
    assert line is not None
    return line.words


def test_a_screen_says_its_sentence_at_the_volume_and_speed_that_were_chosen() -> None:
    comfort = Comfort(volume=5, slower=True, language="zh")
    line = line_of(heard_by(comfort), ZH.resolve, say_sums=True)
    assert line == SpokenLine(ZH["home.spoken"], "zh", 5, True, (Part(ZH["home.spoken"], "home.spoken"),))


def test_whoever_turned_the_voice_off_hears_nothing() -> None:
    assert line_of(heard_by(Comfort(volume=0)), ZH.resolve, say_sums=True) is None


def test_a_question_over_the_screen_speaks_instead_of_it() -> None:
    assert said(asked(HOME, text("voice.read_it"))) == ZH["voice.read_it"]
    assert said(asked(HOME)) == f"{ZH['leave.title']}\n{ZH['leave.prompt']}"


def test_an_error_is_told_with_what_to_do_and_not_by_its_title_alone() -> None:
    slow = view(Session(facts.RULES, Notice("gateway_slow", Idle())))
    assert said(slow) == f"{ZH['problem.gateway_slow.title']}\n{ZH['problem.gateway_slow.prompt']}"


def test_sums_are_said_as_people_say_them_however_they_are_written() -> None:
    assert "二百三十八块七毛五分" in said(screen(SUM))
    assert "一百块" in said(screen(text("paying.counted.prompt", inside="¥100.00")))


def test_sums_are_kept_quiet_where_the_settings_want_it_and_said_into_a_headset() -> None:
    for shown in (screen(SUM), screen(text("left_card.beside", said=SUM, phone=PHONE))):
        quiet = said(shown, say_sums=False)
        assert "块" not in quiet
        assert ZH["voice.sum_unsaid"] in quiet
        assert "块" in said(shown, say_sums=False, headset=True)


@pytest.mark.parametrize("name", ["张**", "张三", "临汾路 380 弄", "310108 1940 0229 0011", "138****5678"])
def test_a_name_or_a_number_is_not_said_aloud(name: str) -> None:
    private = text("nothing_owed.prompt", holder=name)
    assert said(screen(private, text("nothing_owed.title"))) == ZH["nothing_owed.title"]
    assert said(screen(private, private)) == ZH["voice.read_it"]
    assert name in said(screen(private), headset=True)


def test_what_is_filled_in_inside_what_is_filled_in_is_looked_at_too() -> None:
    private = text("left_card.beside", said=text("nothing_owed.prompt", holder="张三"), phone=PHONE)
    assert "张三" not in said(screen(private))


def test_the_service_phone_is_everybodys() -> None:
    assert PHONE in said(screen(text("closed.phone", phone=PHONE)))


LIMITS = re.compile(r"\d+ to \d+ yuan at one time")
"""What may be bought at one time is the counter's rule and nobody's sum."""


def lines(number: int, language: Language, *, say_sums: bool) -> Iterator[tuple[ScreenView, SpokenLine]]:
    """What is said on the way, in a language whatever the resident's."""
    for moment in walk(number):
        shown = view(moment.after)
        if shown.comfort.volume:
            line = line_of(shown, WORDS.resolver(language), say_sums=say_sums, service_phone=PHONE)
            assert line is not None
            yield shown, line


@looked_at_closely
@given(walks, st.sampled_from(LANGUAGES), st.booleans())
def test_wherever_a_journey_comes_there_is_a_line_and_nothing_private_in_it(
    number: int, language: Language, sums: bool
) -> None:
    for shown, line in lines(number, language, say_sums=sums):
        assert line.words.strip()
        assert line.words != WORDS.of(language)["voice.read_it"], shown.screen
        assert not re.search(r"[*¥{}]|\d{6,}", line.words.replace(PHONE, "")), shown.screen
        if not sums:
            told = LIMITS.sub("", line.words)
            assert not re.search("[一二三四五六七八九十百]块|yuan", told), shown.screen


@looked_at_closely
@given(walks, st.sampled_from(LANGUAGES))
def test_the_parts_of_a_line_say_what_the_line_says(number: int, language: Language) -> None:
    for _, line in list(lines(number, language, say_sums=True))[::7]:
        assert bare("".join(part.words for part in line.parts)) == bare(line.words)


def bare(words: str) -> str:
    return "".join(character for character in words if character.isalnum())


def test_a_line_is_cut_where_something_else_may_stand() -> None:
    line = line_of(screen(SUM), ZH.resolve, say_sums=True)
    assert line is not None
    first, *number, last = line.parts
    assert (first.clip, last.clip) == ("bills.spoken.1", "bills.spoken.2")
    assert [part.clip for part in number] == [f"number.{word}" for word in "二百三十八块七毛五分"]


def test_a_title_and_what_stands_below_it_are_two_sentences() -> None:
    line = line_of(asked(HOME), ZH.resolve, say_sums=True)
    assert line is not None
    title, prompt = line.parts
    assert (title.clip, prompt.clip) == ("leave.title", "leave.prompt")
    assert takes_breath("a", prompt.words)


def test_a_comma_between_two_places_is_heard() -> None:
    listed = text("list.and", first=text("utility.water.bill"), rest=text("utility.gas.bill"))
    line = line_of(screen(listed), ZH.resolve, say_sums=True)
    assert line is not None
    water, gas = line.parts
    assert takes_breath(water.words, gas.words)
