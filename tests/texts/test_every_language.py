"""In every language words are short, everyday, and honest about money (VIS-8, FLW-18, ERR-1).

What holds for one language alone stands in test_plain_words.py and test_plain_english.py.
"""

import re
from dataclasses import dataclass

import pytest

from kiosk.session import problems
from kiosk.session.view import Language
from kiosk.texts import Texts, load_texts, never_said
from tests.texts.shown import STEMS, labels, prompts


@dataclass(frozen=True)
class Tongue:
    """What is short in one language, and how it says what became of the money."""

    language: Language
    texts: Texts
    prompt_signs: int
    button_signs: int
    title_signs: tuple[int, int]
    least_prompt_signs: int
    no_money_moved: str
    money_is_back: str
    money_is_safe: str
    money_is_kept: str
    all_paid: str
    perhaps_taken: str

    def __str__(self) -> str:
        return self.language

    @property
    def keys(self) -> list[str]:
        """Residents' words alone; technicians may read more, and longer."""
        also = ("receipt",) if self.language == "zh" else ()
        return sorted(load_texts(self.language, also=also).keys())

    def length(self, said: str) -> int:
        """Signs to be read; in Chinese spaces and the dots between words are none."""
        return len(re.sub(r"[\s·]", "", said)) if self.language == "zh" else len(said)

    def bare(self, key: str) -> str:
        """Without its places."""
        return re.sub(r"\{\w+\}", "", self.texts[key])


CHINESE = Tongue(
    "zh",
    load_texts("zh"),
    prompt_signs=40,
    button_signs=12,
    title_signs=(2, 12),
    least_prompt_signs=8,
    no_money_moved="没有扣",
    money_is_back="钱已原路退回",
    money_is_safe="不影响交费",
    money_is_kept="钱记着,不会丢",
    all_paid="交好了",
    perhaps_taken="可能已经扣了",
)
ENGLISH = Tongue(
    "en",
    load_texts("en", also=()),
    prompt_signs=80,
    button_signs=24,
    title_signs=(4, 30),
    least_prompt_signs=20,
    no_money_moved="No money was taken",
    money_is_back="Your money was sent back to you",
    money_is_safe="Your payment is safe",
    money_is_kept="Your money is safe",
    all_paid="All paid",
    perhaps_taken="may have been taken",
)

in_every_language = pytest.mark.parametrize("tongue", [CHINESE, ENGLISH], ids=str)


@in_every_language
def test_prompts_can_be_read_at_a_glance(tongue: Tongue) -> None:
    written = [tongue.texts[key] for key in tongue.keys if key.endswith(".prompt")]
    shown = prompts(tongue.texts.resolve) + written
    assert [prompt for prompt in shown if tongue.length(prompt) > tongue.prompt_signs] == []


@in_every_language
def test_buttons_are_a_few_words(tongue: Tongue) -> None:
    said = labels(tongue.texts.resolve)
    assert len(said) > 40
    assert {label for label in said if tongue.length(label) > tongue.button_signs} == set()


@in_every_language
def test_no_word_of_offices_or_computing(tongue: Tongue) -> None:
    never = never_said(tongue.language)
    assert {key: found for key in tongue.keys if (found := never.findall(tongue.bare(key)))} == {}


@in_every_language
@pytest.mark.parametrize("stem", STEMS)
def test_every_problem_says_what_happened_and_what_to_do(tongue: Tongue, stem: str) -> None:
    least, most = tongue.title_signs
    assert least <= len(tongue.texts[f"problem.{stem}.title"]) <= most
    assert len(tongue.texts[f"problem.{stem}.prompt"]) >= tongue.least_prompt_signs


@in_every_language
@pytest.mark.parametrize("stem", sorted(problems.ALL - problems.RECEIPT - problems.RETURNED - problems.LOADS))
def test_before_a_payment_every_problem_says_that_no_money_moved(tongue: Tongue, stem: str) -> None:
    assert tongue.no_money_moved in tongue.texts[f"problem.{stem}.prompt"]


@in_every_language
@pytest.mark.parametrize("stem", sorted(problems.RETURNED))
def test_money_that_went_and_came_back_is_told_as_such(tongue: Tongue, stem: str) -> None:
    title, prompt = tongue.texts[f"problem.{stem}.title"], tongue.texts[f"problem.{stem}.prompt"]
    assert tongue.money_is_back in prompt
    assert tongue.no_money_moved not in prompt + title


@in_every_language
@pytest.mark.parametrize("stem", sorted(problems.RECEIPT))
def test_after_a_payment_no_problem_claims_that_no_money_moved(tongue: Tongue, stem: str) -> None:
    prompt = tongue.texts[f"problem.{stem}.prompt"]
    assert tongue.money_is_safe in prompt
    assert tongue.no_money_moved not in prompt


@in_every_language
@pytest.mark.parametrize("stem", sorted(problems.LOADS))
def test_of_a_paid_load_no_problem_claims_that_no_money_moved(tongue: Tongue, stem: str) -> None:
    prompt = tongue.texts[f"problem.{stem}.prompt"]
    assert tongue.money_is_kept in prompt
    assert tongue.no_money_moved not in prompt


@in_every_language
def test_a_pending_payment_is_neither_paid_nor_unpaid(tongue: Tongue) -> None:
    told = "".join(tongue.texts[f"pending.{part}"] for part in ("title", "prompt", "spoken"))
    assert tongue.perhaps_taken in told
    assert not [words for words in (tongue.no_money_moved, tongue.all_paid) if words in told]


@pytest.mark.parametrize(("tongue", "unknown"), [(CHINESE, "不认识"), (ENGLISH, "not known")], ids=str)
def test_a_card_without_a_chip_under_the_contacts_is_not_called_turned_for_certain(
    tongue: Tongue, unknown: str
) -> None:
    """No reader can tell a card the wrong way round from one that has no chip at all (case 209)."""
    title, prompt = tongue.texts["problem.card_turned.title"], tongue.texts["problem.card_turned.prompt"]
    assert unknown in prompt
    assert not [word for word in ("反", "wrong way") if word in title]
