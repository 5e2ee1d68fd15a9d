"""The words of the operator's page: whatever a page says, and every small word of the books, in both."""

import ast
import re
from importlib import resources
from typing import get_args

import pytest

from drivers.status import Status
from drivers.vocabulary import DeviceState
from kiosk.gateway.counter.alarm_rules import AlarmLevel, shipped_alarm_book
from kiosk.gateway.counter.alarms import HANDLED_HOW
from kiosk.gateway.counter.command_states import STATES
from kiosk.gateway.counter.condition import Level
from kiosk.gateway.counter.request_states import ACTS as REQUEST_ACTS
from kiosk.gateway.counter.service_book import shipped_service_book
from kiosk.gateway.http.operator import request_pages, words
from kiosk.gateway.http.operator.people_pages import PersonAct
from kiosk.gateway.office.case_files import CaseAct
from kiosk.gateway.office.day_ends import RunState
from kiosk.gateway.trust import operators
from kiosk.gateway.trust.staff import Role
from kiosk.payment import saga_events
from kiosk.payment.legs import LegState
from kiosk.payment.load_events import LoadEvent
from kiosk.payment.load_state import LoadState
from kiosk.payment.methods import METHODS
from kiosk.payment.saga_state import PaymentState
from kiosk.reconcile.records import DifferenceKind
from kiosk.runtime.journal_entries import Trouble
from kiosk.runtime.settings_keeper import Refusal
from kiosk.wire.commands import KINDS, CourseState
from kiosk.wire.heartbeats import OUT_OF_SERVICE, DeviceLevel, PaperState, Standing
from kiosk.wire.load_words import LoadWay
from kiosk.wire.requests import RequestState
from tests.architecture.source import ROOT, files, tree

_ENDS = [
    end
    for name in ("command_course", "command_book", "commands")
    for end in re.findall(r"ended\(([^()]*)", (ROOT / "kiosk" / "runtime" / f"{name}.py").read_text("utf-8"))
]
REASONS = sorted(set(re.findall(r'"([a-z_]+)"', " ".join(_ENDS))) - set(get_args(CourseState)))
"""What kiosks say came of a command, from where they say it."""
CASE_KINDS = [
    "voucher",
    "cash_left_open",
    "load_waits",
    "found_note",
    "kiosk_differs",
    *get_args(DifferenceKind),
]
OPERATORS_ACTS = [act for of in get_args(operators.Act) for act in (get_args(of) or (of,))]
OFFICE_REFUSES = [
    "case_closed",
    "case_not_payable",
    "case_owes_money",
    "load_moved_on",
    "malformed",
    "same_hands",
    "second_person_needed",
    "supervisor_needed",
]
CODES = {
    "payment_state": [each.value for each in PaymentState],
    "leg_state": [each.value for each in LegState],
    "method": METHODS,
    "role": [each.word for each in Role],
    "case_kind": CASE_KINDS,
    "case_help": CASE_KINDS,
    "unlock_refused": ["malformed", "operator_unknown", "machine_unknown", "rate_limited"],
    "run_state": get_args(RunState),
    "load_state": [each.value for each in LoadState],
    "load_help": [each.value for each in LoadState],
    "load_way": get_args(LoadWay),
    "load_cause": ["Posted", *(each.__name__ for each in get_args(LoadEvent))],
    "cause": ["Created", *(each.__name__ for each in get_args(saga_events.Event))],
    "alarm_rule": [rule.rule for rule in shipped_alarm_book().rules.values()],
    "alarm_act": ["raised", "told_again", "taken", "cleared", "updated", *HANDLED_HOW],
    "handled_how": HANDLED_HOW,
    "level": ["silent", *get_args(Level), *get_args(AlarmLevel), *get_args(DeviceLevel)],
    "request_state": ["waiting", *get_args(RequestState)],
    "request_act": [*REQUEST_ACTS, "read", "seen", "wiped"],
    "act": [
        *(f"request_{act}" for act in request_pages.ACTS),
        *(f"command_{kind}" for kind in KINDS),
        *(f"person_{act}" for act in get_args(PersonAct)),
        *(f"case_{act}" for act in get_args(CaseAct)),
        *OPERATORS_ACTS,
    ],
    "cases": [f"{part}_{act}" for part in ("act", "sure", "go", "done") for act in get_args(CaseAct)],
    "case_act": ["approved_return", "told_on_card", "told_not_on_card", "given_back"],
    "refused": OFFICE_REFUSES,
    "verdict": OFFICE_REFUSES,
    "settings_reason": get_args(Refusal),
    "command_kind": KINDS,
    "command_help": KINDS,
    "command_state": STATES,
    "command_reason": REASONS,
    "service": [each.service for each in shipped_service_book().services.values()],
    "standing": get_args(Standing),
    "paper": get_args(PaperState),
    "condition": [*DeviceState, *Status, *filter(None, get_args(Trouble)), OUT_OF_SERVICE],
    "device": [
        "kiosk",
        "journal",
        "id_reader",
        "card_reader",
        "scanner",
        "printer",
        "note_acceptor",
        "terminal",
    ],
    "provider": ["wechat", "alipay", "unionpay", "ecny", "card", "recharge_card"],
}


def templates() -> dict[str, str]:
    folder = resources.files("kiosk.gateway").joinpath("pages", "operator")
    return {each.name: each.read_text("utf-8") for each in folder.iterdir() if each.name.endswith(".html")}


@pytest.mark.parametrize(("group", "codes"), CODES.items(), ids=CODES)
def test_every_small_word_of_the_books_has_words(group: str, codes: list[str]) -> None:
    assert [code for code in codes if f"{group}.{code}" not in words.words()] == []


def test_every_template_says_only_what_there_are_words_for() -> None:
    asked = {key for page in templates().values() for key in re.findall(r'say\("([a-z_.]+)"(?! ~)', page)}
    assert asked - set(words.words()) == set()
    assert len(asked) > 60


def test_no_template_holds_words_of_its_own() -> None:
    bare = {
        name: text
        for name, page in templates().items()
        for text in re.findall(r">([^<>{}]*[A-Za-z\u4e00-\u9fff]{3}[^<>{}]*)<", re.sub(r"{%.*?%}", "", page))
    }
    assert bare == {}


def test_a_word_takes_the_same_values_in_every_language() -> None:
    taken = {
        key: [set(re.findall(r"{(\w+)}", each)) for each in said.values()]
        for key, said in words.words().items()
    }
    assert {key: values for key, values in taken.items() if values[0] != values[1]} == {}


def test_every_act_of_the_pages_has_a_name_in_the_audit() -> None:
    folder = ROOT / "kiosk" / "gateway" / "http" / "operator"
    acts = {
        node.args[1].value
        for path in files("kiosk/gateway/http/operator")
        if folder in path.parents
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "act"
        if isinstance(node.args[1], ast.Constant)
    }
    assert {act for act in acts if f"act.{act}" not in words.words()} == set()


def test_a_code_without_words_is_shown_as_it_is() -> None:
    assert words.say_code("zh", "payment_state", "brand_new") == "brand_new"
