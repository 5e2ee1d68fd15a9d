"""What Chinese alone has to keep: no Latin letter, short phrases; and what screens say (ERR-2, AUD-6)."""

import re

import pytest

from kiosk.session import problems
from kiosk.session.view import Fact, ScreenView, Text
from kiosk.session.view_parts import parts
from kiosk.texts import load_texts
from tests.session import facts
from tests.session.looking import ZH, describe, words
from tests.texts.shown import SCREENS, told_about

PHRASE_CHARACTERS = 15

KEYS = sorted(load_texts("zh", also=("receipt",)).keys())
"""Residents' words alone, on screens and on paper; technicians may read more, and longer."""
ENGLISH = "comfort.language.en"
"""A language is named in its own script (LNG-1)."""


def without_places(key: str) -> str:
    return re.sub(r"\{\w+\}", "", ZH[key])


def length(said: str) -> int:
    """Characters to be read: spaces and the dots between words are not."""
    return len(re.sub(r"[\s·]", "", said))


def test_latin_letters_are_places_alone() -> None:
    """ERR-2: no code and no English in what residents read."""
    latin = [key for key in KEYS if re.search("[A-Za-z]", without_places(key))]
    assert latin == [ENGLISH]


def test_phrases_are_short() -> None:
    phrases = {key: re.split(r"[。?!,:、\n]", without_places(key)) for key in KEYS}
    long = {
        key for key, said in phrases.items() if any(length(phrase) > PHRASE_CHARACTERS for phrase in said)
    }
    assert long == set()


def test_every_problem_has_a_number_of_its_own_to_say_on_the_telephone() -> None:
    numbers = [ZH[f"problem.{stem}.number"] for stem in sorted(problems.ALL)]
    assert all(re.fullmatch("[1-9][0-9]{2}", number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("stem", [*sorted(problems.ALL), "unheard_of"])
def test_no_screen_shows_a_word_of_ours(stem: str) -> None:
    """Wherever a problem can come from: it is told in words, with a number, and by nothing else."""
    seen = list(told_about(stem))
    assert len(seen) > 5
    for screen in seen:
        assert not raw_words(screen), describe(screen)
        if screen.code is not None:
            assert re.fullmatch("情况代号 [1-9][0-9]{2}", words(screen.code))


def raw_words(screen: ScreenView) -> list[str]:
    """What would be read as it is, and has a letter or an underline in it."""
    said = [words(part) for part in parts(screen) if isinstance(part, Text)]
    said += [part.value for part in parts(screen) if isinstance(part, Fact) and isinstance(part.value, str)]
    known = (facts.RULES.machine_number, "IC", ZH[ENGLISH])
    return [each for each in said if re.search("[A-Za-z_]", re.sub("|".join(known), "", each))]


def test_no_words_lie_about_for_a_problem_nobody_has() -> None:
    written = {key.split(".")[1] for key in KEYS if key.startswith("problem.")}
    assert written == problems.ALL


def test_every_screen_speaks_as_it_reads() -> None:
    """AUD-1, AUD-6: a sentence for every screen, without a name or a number of an account."""
    for screen in SCREENS:
        spoken = words(screen.spoken)
        assert spoken
        assert not [hidden for hidden in ("张**", "****", "临汾路") if hidden in spoken]


def test_every_text_of_a_fault_is_in_the_table() -> None:
    """ERR-1 is kept by the table, so a screen must not make up its words."""
    asked = {part.key for screen in SCREENS for part in parts(screen) if isinstance(part, Text)}
    assert asked <= ZH.keys()
