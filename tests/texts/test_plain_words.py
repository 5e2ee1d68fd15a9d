"""Residents' words are short, everyday, and honest about money (VIS-8, FLW-18, ERR-1, ERR-2)."""

import re

import pytest

from kiosk.session import problems
from kiosk.session.view import Fact, ScreenView, Text
from kiosk.texts import load_texts, never_said
from tests.session import facts
from tests.session.looking import ZH, describe, parts, words
from tests.texts.shown import SCREENS, labels, prompts, told_about

PROMPT_CHARACTERS = 40
BUTTON_CHARACTERS = 12
PHRASE_CHARACTERS = 15
NO_MONEY_MOVED = "没有扣"
MONEY_IS_BACK = "钱已原路退回"
MONEY_IS_SAFE = "不影响交费"

KEYS = sorted(load_texts("zh", also=("receipt",)).keys())
"""Residents' words alone, on screens and on paper; technicians may read more, and longer."""
ENGLISH = "comfort.language.en"
"""A language is named in its own script (LNG-1)."""


def without_places(key: str) -> str:
    return re.sub(r"\{\w+\}", "", ZH[key])


def length(said: str) -> int:
    """Characters to be read: spaces and the dots between words are not."""
    return len(re.sub(r"[\s·]", "", said))


def test_prompts_can_be_read_at_a_glance() -> None:
    written = [ZH[key] for key in KEYS if key.endswith(".prompt")]
    assert [prompt for prompt in prompts(words) + written if length(prompt) > PROMPT_CHARACTERS] == []


def test_buttons_are_a_few_words() -> None:
    said = labels(words)
    assert len(said) > 40
    assert {label for label in said if length(label) > BUTTON_CHARACTERS} == set()


def test_no_word_of_offices_or_computing() -> None:
    assert {key: found for key in KEYS if (found := never_said("zh").findall(without_places(key)))} == {}


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


@pytest.mark.parametrize("stem", sorted(problems.ALL))
def test_every_problem_says_what_happened_and_what_to_do(stem: str) -> None:
    assert 2 <= len(ZH[f"problem.{stem}.title"]) <= 12
    assert len(ZH[f"problem.{stem}.prompt"]) >= 8


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


@pytest.mark.parametrize("stem", sorted(problems.ALL - problems.RECEIPT - problems.RETURNED))
def test_before_a_payment_every_problem_says_that_no_money_moved(stem: str) -> None:
    assert NO_MONEY_MOVED in ZH[f"problem.{stem}.prompt"]


@pytest.mark.parametrize("stem", sorted(problems.RETURNED))
def test_money_that_went_and_came_back_is_told_as_such(stem: str) -> None:
    assert MONEY_IS_BACK in ZH[f"problem.{stem}.prompt"]
    assert NO_MONEY_MOVED not in ZH[f"problem.{stem}.prompt"] + ZH[f"problem.{stem}.title"]


@pytest.mark.parametrize("stem", sorted(problems.RECEIPT))
def test_after_a_payment_no_problem_claims_that_no_money_moved(stem: str) -> None:
    prompt = ZH[f"problem.{stem}.prompt"]
    assert MONEY_IS_SAFE in prompt
    assert NO_MONEY_MOVED not in prompt


def test_a_pending_payment_is_neither_paid_nor_unpaid() -> None:
    told = ZH["pending.title"] + ZH["pending.prompt"] + ZH["pending.spoken"]
    assert "可能已经扣了" in told
    assert not [word for word in (NO_MONEY_MOVED, "交好了") if word in told]


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
