"""What a test asks of a person, as a value: words by their stem, a picture, possible answers."""

from typing import Final, Literal, TypeAlias

from msgspec import Struct

from kiosk.selftest.model import Ask

Attendance: TypeAlias = Literal["nobody", "terminal", "display"]
"""Who is there: nobody, somebody who reads a terminal, or somebody before the kiosk's own display."""

PERSON_WAIT_S: Final = 45.0
"""A technician has read the words, walked round the machine and found the card or slip by then."""


class Prompt(Struct, frozen=True):
    stem: str
    picture: str
    answers: tuple[str, ...]
    step: int = 1
    of: int = 1
    kind: Literal["picture", "grid", "colours"] = "picture"
    wait_s: float = PERSON_WAIT_S

    def ask(self, test: str) -> Ask:
        return Ask(test, self.stem, self.picture, self.answers, self.wait_s, self.step, self.of, self.kind)
