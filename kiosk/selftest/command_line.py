"""A self-test as a terminal shows it: a line a test, what a person is asked, and how it counts in the end."""

from collections.abc import Callable, Iterable
from typing import Final

from kiosk.selftest.model import Answered, Ask, Measured, News, Result, TestBegan
from kiosk.texts import Texts

_MARKS: Final = {"passed": "ok", "failed": "FAILED", "not_fitted": "not fitted", "not_done": "not done"}
_NOBODY_WAS_ASKED: Final = frozenset({"unattended", "no_display"})
_NAME_WIDTH: Final = 32


def exit_status(results: Iterable[Result]) -> int:
    """0 when everything that was to be tested passed, 1 when something failed or could not be tried.

    What is not fitted, and what nobody was there for, does not count.
    """
    for result in results:
        if result.outcome == "failed":
            return 1
        if result.outcome == "not_done" and result.reason not in _NOBODY_WAS_ASKED:
            return 1
    return 0


def summary(results: Iterable[Result]) -> str:
    """Such as "21 ok, 4 not fitted"."""
    outcomes = [result.outcome for result in results]
    return ", ".join(f"{outcomes.count(key)} {mark}" for key, mark in _MARKS.items() if key in outcomes)


class Terminal:
    """`write` gets pieces of lines with their line ends; it is called from the runner's threads.

    `tells_asks` False: nobody at the terminal need do anything.
    """

    def __init__(self, texts: Texts, write: Callable[[str], object]) -> None:
        self.tells_asks = True
        self._texts = texts
        self._write = write
        self._ask: Ask | None = None

    def told(self, news: News) -> None:
        match news:
            case TestBegan(test, done, of):
                self._write(f"{done + 1:>2}/{of} {test:<{_NAME_WIDTH}} ")
            case Ask() if self.tells_asks:
                self._ask = news
                self._write(f"\n      {self._words(news)}\n")
            case Result():
                self._ask = None
                self._write(_line(news))
            case _:
                pass

    def answered(self, line: str) -> Answered | None:
        """What a person means who typed `line`: the number of an answer. None for anything else."""
        ask = self._ask
        if ask is None or not line.strip().isdecimal() or not 1 <= int(line) <= len(ask.answers):
            return None
        return Answered(ask.test, ask.answers[int(line) - 1])

    def _words(self, ask: Ask) -> str:
        answers = [
            f"{place} = {self._texts[f'selftest.answer.{stem}']}" for place, stem in enumerate(ask.answers, 1)
        ]
        return f"{self._texts[f'selftest.ask.{ask.stem}']}   [{', '.join(answers)}]"


def _line(result: Result) -> str:
    found = f"{_MARKS[result.outcome]:<10} {result.took_s:6.1f} s"
    why = ": ".join(word for word in (result.reason, result.detail) if word)
    return f"{found}  {why or _figures(result.measured)}".rstrip() + "\n"


def _figures(measured: tuple[Measured, ...]) -> str:
    return ", ".join(f"{figure.key} {figure.value}" for figure in measured)
