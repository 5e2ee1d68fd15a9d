"""How often a PIN may be tried: a pure reducer over what stands on the disk.

Every try is counted, and its wait begun, before anything is checked; power-off in the middle of a check
therefore costs a try. Waiting is counted in steady seconds by whoever holds the file, never by the clock
on the wall. Nothing here knows a PIN.
"""

from typing import TypeAlias

from msgspec import Struct

FREE_TRIES = 5
MOST_TRIES = 10
FIRST_WAIT_S = 30.0
RESPONSE_WAIT_S = 60.0
"""After a wrong unlocking code; it has ten digits, so that guessing would take longer than machines last."""


class Lockout(Struct, frozen=True):
    """`wrong`: tries since the last right one. `left_s`: how long the keypad stays closed.

    `challenge` is what the operator's side must answer, empty while not locked.

    | wrong tries | 1-4  | 5    | 6    | 7     | 8     | 9     | 10                                     |
    | then        | go on| 30 s | 60 s | 120 s | 240 s | 480 s | locked until the operator's code comes |
    """

    wrong: int = 0
    left_s: float = 0.0
    challenge: str = ""

    @property
    def locked(self) -> bool:
        return self.wrong >= MOST_TRIES

    @property
    def may_try(self) -> bool:
        return not self.locked and self.left_s <= 0

    @property
    def may_answer(self) -> bool:
        """Whether an unlocking code may be tried now."""
        return self.locked and bool(self.challenge) and self.left_s <= 0


class Tried(Struct, frozen=True, tag=True):
    """A PIN is about to be checked. `challenge` is fresh, for the case that this locks."""

    challenge: str


class WasRight(Struct, frozen=True, tag=True):
    """The PIN that was about to be checked is the technician's."""


class Waited(Struct, frozen=True, tag=True):
    """Steady seconds have passed while the machine was on."""

    seconds: float


class ResponseTried(Struct, frozen=True, tag=True):
    """An unlocking code is about to be checked. `challenge` replaces the one it answers, should it fail."""

    challenge: str


class ResponseWasRight(Struct, frozen=True, tag=True):
    """The operator's side has unlocked the machine."""


Happened: TypeAlias = Tried | WasRight | Waited | ResponseTried | ResponseWasRight


def after(lockout: Lockout, happened: Happened) -> Lockout:
    """What holds next. A try that may not be made changes nothing: whoever asks must look at `may_try`."""
    match happened:
        case Tried(challenge) if lockout.may_try:
            wrong = lockout.wrong + 1
            return Lockout(wrong, wait_after_s(wrong), challenge if wrong >= MOST_TRIES else "")
        case WasRight() if lockout.wrong:
            return Lockout()
        case Waited(seconds) if lockout.left_s > 0 and seconds > 0:
            return Lockout(lockout.wrong, max(0.0, lockout.left_s - seconds), lockout.challenge)
        case ResponseTried(challenge) if lockout.may_answer:
            return Lockout(lockout.wrong, RESPONSE_WAIT_S, challenge)
        case ResponseWasRight() if lockout.locked:
            return Lockout()
        case _:
            return lockout


def wait_after_s(wrong: int) -> float:
    """How long the keypad stays closed after so many wrong tries in a row; a locked one waits for a code."""
    if not FREE_TRIES <= wrong < MOST_TRIES:
        return 0.0
    return float(FIRST_WAIT_S * 2 ** (wrong - FREE_TRIES))
