"""`python -m kiosk audit`: every rule a machine can check, over every screen in every way it can look."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiosk.audit import gallery, report, walk
from kiosk.audit.combinations import Combination, Wanted
from kiosk.audit.house import House, house_of
from kiosk.audit.measured import Ledger
from kiosk.audit.rules_flow import FLOW, Standing
from kiosk.audit.rules_house import HOUSE
from kiosk.audit.rules_journeys import JOURNEYS
from kiosk.audit.rules_reflow import REFLOW
from kiosk.audit.rules_time import TIME
from kiosk.audit.rules_words import UNMASKED, WORDS, Read
from kiosk.audit.shards import Show, look_at_all
from kiosk.session.show import view

Tell = Callable[[str], None]


class Asked(Struct, frozen=True):
    """What the command was asked for; `out` is where contact sheets go, if anywhere."""

    config: Path
    wanted: Wanted
    json: bool = False
    out: Path | None = None
    places: int = 8
    jobs: int = 1
    quick: bool = False


def audit(asked: Asked, say: Tell, tell: Tell) -> int:
    """0 when every rule holds. `say` gets the result, `tell` hears how far it is."""
    house = house_of(asked.config)
    ledger = Ledger()
    judge_machine(house, ledger)
    judge_words_and_flow(house, asked.wanted, ledger, tell)
    combinations = list(asked.wanted.combinations())
    ledger.met(gallery.limits(combinations))
    show = Show(asked.config, asked.out, asked.quick)
    measured, looked_at = look_at_all(show, combinations, asked.jobs)
    ledger.take_in(measured)
    result = report.report_of(ledger, looked_at)
    if asked.json:
        say(report.as_json(result))
    else:
        for line in report.lines(ledger, result, asked.places):
            say(line)
    return 0 if result.passed else 1


def judge_machine(house: House, ledger: Ledger) -> None:
    """What holds once: typefaces, panels, languages, times, and what the scripted journeys cost."""
    for of_house in HOUSE:
        ledger.judge(of_house, house)
    for of_rules in (*TIME, *JOURNEYS):
        ledger.judge(of_rules, house.rules)


def judge_words_and_flow(house: House, wanted: Wanted, ledger: Ledger, tell: Tell) -> None:
    """What needs no display: what is said and offered on every screen; at each size, that nothing is lost."""
    in_chinese = "zh" in wanted.languages
    ledger.met(rule.limit for rule in WORDS if in_chinese or rule.limit.id != "ERR-2")
    ledger.met(rule.limit for rule in FLOW if 100 in wanted.sizes)
    for combination in wanted.combinations():
        if combination.theme != wanted.themes[0] or combination.role != wanted.roles[0]:
            continue
        _judge_layout(house, combination, ledger)
        tell(f"{replace(combination, role='resident')}: words and flow")


def _judge_layout(house: House, combination: Combination, ledger: Ledger) -> None:
    rules, resolve = house.rules_for(combination), house.languages.resolver(combination.language)
    label = str(combination)
    for name, screen in walk.screens(rules, combination.comfort):
        read = Read(screen, combination.language, resolve, rules.service_phone)
        for of_words in WORDS:
            ledger.judge(of_words, read, label, name)
    at_usual_size = combination.size == 100 and not combination.reach
    for name, screen in walk.helped(rules, combination.comfort, "helper") if at_usual_size else ():
        read = Read(screen, combination.language, resolve, rules.service_phone)
        ledger.judge(UNMASKED, read, label, f"staff's {name}")
    for stop in walk.walked(rules, combination.comfort):
        standing = Standing(stop.session, view(stop.session))
        for of_flow in (*FLOW, *REFLOW) if at_usual_size else REFLOW:
            ledger.judge(of_flow, standing, label, stop.name)
