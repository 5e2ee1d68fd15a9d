"""Whether to tell somebody, from what the rules see of one kiosk now and what was watched before. Pure.

Times are milliseconds of the gateway's steady time.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec
from msgspec.structs import replace

from kiosk.gateway.counter.alarm_rules import AlarmBook, AlarmRule

Act = Literal["raised", "told_again", "cleared"]
Key = tuple[str, str]
"""Rule and subject: a device, "" for the kiosk as such, or the rule of the books that does not hold."""


class Watched(msgspec.Struct, frozen=True):
    """Something a rule sees, `since_ms`; `gone_ms` since when it does no longer, while nobody is sure yet.

    `number` is the alarm's, None until it is raised. `told` times somebody was told of it, last at `told_ms`.
    Nobody is told before `quiet_until_ms`: somebody has said that it is handled. `handled` is what they have
    seen to, where the books are watched: whatever else is found breaks the quiet.
    """

    rule: str
    subject: str
    since_ms: int
    gone_ms: int | None = None
    number: str | None = None
    told: int = 0
    told_ms: int = 0
    quiet_until_ms: int = 0
    handled: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return self.rule, self.subject


class Judged(msgspec.Struct, frozen=True):
    """What is watched from now on, and what is to be done about it. One that is raised has no number yet;
    one that is cleared is watched no longer, and told here as it was."""

    watched: tuple[Watched, ...]
    acts: tuple[tuple[Act, Watched], ...] = ()


Findings = Mapping[str, frozenset[str] | None]
"""By rule: the subjects it sees; None, or no entry, where nobody can say."""


def judge(
    book: AlarmBook,
    findings: Findings,
    before: Iterable[Watched],
    now_ms: int,
    since_ms: int | None = None,
) -> Judged:
    """`since_ms`: since when what is seen has been so, where that is known better than by looking now."""
    known = {each.key: each for each in before}
    watched: list[Watched] = []
    acts: list[tuple[Act, Watched]] = []
    for key in [*known, *(key for key in _seen(book, findings) if key not in known)]:
        each = known.get(key) or Watched(*key, now_ms if since_ms is None else since_ms)
        if findings.get(each.rule) is not None:
            each = _not_before(each, since_ms)
        now, act = _judged(book.rules.get(each.rule), findings.get(each.rule), each, now_ms)
        if now is not None:
            watched.append(now)
        if act is not None:
            acts.append((act, now or each))
    return Judged(tuple(watched), tuple(acts))


def _not_before(each: Watched, since_ms: int | None) -> Watched:
    """What was noted before nobody could look does not count as the time since."""
    if since_ms is None or each.number is not None:
        return each
    return replace(each, since_ms=max(each.since_ms, since_ms))


def _seen(book: AlarmBook, findings: Findings) -> Iterator[Key]:
    for rule, subjects in findings.items():
        if rule in book.rules:
            yield from ((rule, subject) for subject in sorted(subjects or ()))


def _judged(
    rule: AlarmRule | None, subjects: frozenset[str] | None, each: Watched, now_ms: int
) -> tuple[Watched | None, Act | None]:
    if rule is None:  # it was taken out of the rules: nobody looks for it any more
        return None, None if each.number is None else "cleared"
    if subjects is None:
        return each, None
    return (_still if each.subject in subjects else _gone)(rule, each, now_ms)


def _still(rule: AlarmRule, each: Watched, now_ms: int) -> tuple[Watched, Act | None]:
    """It is so now."""
    each = replace(each, gone_ms=None)
    if each.number is None:
        ripe = now_ms - each.since_ms >= rule.after_s * 1000 and now_ms >= each.quiet_until_ms
        return (replace(each, told=1, told_ms=now_ms), "raised") if ripe else (each, None)
    due = now_ms - each.told_ms >= rule.again_s * 1000 and each.told < rule.most_told
    return (replace(each, told=each.told + 1, told_ms=now_ms), "told_again") if due else (each, None)


def _gone(rule: AlarmRule, each: Watched, now_ms: int) -> tuple[Watched | None, Act | None]:
    """It is not so now."""
    gone_ms = now_ms if each.gone_ms is None else each.gone_ms
    if now_ms - gone_ms < rule.clear_s * 1000:
        return replace(each, gone_ms=gone_ms), None
    return None, None if each.number is None else "cleared"
