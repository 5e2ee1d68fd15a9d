"""Notices, outages, managers and pay points at the operator's page: published once, changed, withdrawn."""

import re
from typing import Any, get_args

import pytest

from kiosk.gateway.counter.publication import KINDS, Kind, Publication
from kiosk.gateway.http.operator.publication_forms import COMMON, FIELDS, publication_of, typed_of
from kiosk.gateway.http.operator.words import words
from kiosk.gateway.problems import Refused
from kiosk.gateway.trust.staff import Role
from kiosk.wire.directory import AreaManager, PayPoint, Visit
from kiosk.wire.notices import Notice, NoticeKind, NoticeWords, Outage, OutageReason, Place
from tests.gateway.operator.staff_room import Person, StaffRoom, goes_to, said

PATH = "/operator/notices"
UNTIL = {"until": "2026-12-24T18:00"}
TYPED: dict[Kind, dict[str, str]] = {
    "notice": {
        "notice_kind": "safety",
        "zh_title": "冬季用气安全",
        "zh_text": "请开窗。\n谢谢。",
        "en_title": "Gas in winter",
        "en_text": "Open a window.",
        "important": "yes",
    },
    "outage": {
        "utility": "water",
        "places": "临汾路: 380 400\n保德路",
        "outage_from": "2026-11-25T08:00",
        "outage_until": "2026-11-25T12:00",
        "outage_reason": "planned_work",
        "words": "",
        "phone": "962740",
    },
    "manager": {
        "name": "沈国华",
        "company": "电力公司",
        "area": "临汾路",
        "phone": "021-55550101",
        "visit_from": "2026-11-25T08:00",
        "visit_until": "2026-11-25T12:00",
        "visit_where": "小屋",
    },
    "pay_point": {
        "name": "营业厅",
        "address": "汾西路2号",
        "hours": "9:00-17:00",
        "utility_water": "yes",
        "utility_gas": "yes",
        "method_cash": "yes",
        "distance_m": "350",
    },
}
MATTERS = {
    "notice": Notice(
        "safety",
        NoticeWords("冬季用气安全", "请开窗。\n谢谢。"),
        NoticeWords("Gas in winter", "Open a window."),
        True,
    ),
    "outage": Outage(
        "water",
        (Place("临汾路", (380, 400)), Place("保德路")),
        "2026-11-25T08:00:00+08:00",
        "2026-11-25T12:00:00+08:00",
        "planned_work",
        None,
        "962740",
    ),
    "manager": AreaManager(
        "沈国华",
        "电力公司",
        "临汾路",
        "021-55550101",
        None,
        Visit("2026-11-25T08:00:00+08:00", "2026-11-25T12:00:00+08:00", "小屋"),
    ),
    "pay_point": PayPoint("营业厅", "汾西路2号", "9:00-17:00", ("water", "gas"), ("cash",), None, 350),
}


def publishes(person: Person, kind: Kind, **more: str) -> str:
    """Where it leads to, or what is said."""
    answer = person.post(f"{PATH}/new/{kind}", TYPED[kind] | UNTIL | {"entry_id": "e1"} | more)
    return goes_to(answer) if answer.status_code == 303 else f"{answer.status_code} {said(answer)}"


def matters(room: StaffRoom) -> list[Any]:
    return [row.publication.matter for row in room.town.gateway.counter.publications.page().rows]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_typed_is_what_is_published_and_can_be_typed_again(kind: Kind) -> None:
    made = publication_of(kind, "e1", TYPED[kind] | UNTIL | {"for_kiosks": "LFL-1, LFL-2"})
    assert made.matter == MATTERS[kind]
    assert made.for_kiosks == ("LFL-1", "LFL-2")
    assert publication_of(kind, "e1", typed_of(made)) == made


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_that_must_be_there_is_missed(room: StaffRoom, kind: Kind) -> None:
    office = room.town.gateway.counter.publications
    for field in (*FIELDS[kind], *COMMON):
        if field.required:
            typed = {name: text for name, text in (TYPED[kind] | UNTIL).items() if name != field.name}
            with pytest.raises(Refused, match="malformed"):
                office.publish(publication_of(kind, "e1", typed), lambda _connection: "li")
    assert office.page().of == 0


def test_every_field_and_choice_has_words() -> None:
    fields = [field for kind in KINDS for field in FIELDS[kind]] + list(COMMON)
    asked = {f"{field.words}.{option}" for field in fields for option in field.options} | {
        f"publish.{field.name}" for field in fields if not (field.shape == "tick" and field.options)
    }
    asked |= {f"notice_kind.{each}" for each in get_args(NoticeKind)}
    asked |= {f"outage_reason.{each}" for each in get_args(OutageReason)}
    asked |= {f"publication_kind.{each}" for each in KINDS}
    assert asked - set(words()) == set()


def test_full_width_marks_between_places_are_read_as_well() -> None:
    typed = TYPED["outage"] | UNTIL | {"places": "临汾路\uff1a380\u3001400"}
    assert publication_of("outage", "e1", typed).matter.places == (Place("临汾路", (380, 400)),)  # type: ignore[union-attr]  # it is an outage


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_published_changed_and_withdrawn_on_record(room_anywhere: StaffRoom, kind: Kind) -> None:
    room = room_anywhere
    anna = room.signed_in("anna", Role.CLERK)
    assert publishes(anna, kind) == f"{PATH}/entries/e1?done=publish"
    assert publishes(anna, kind) == f"{PATH}/entries/e1?done=publish"
    assert matters(room) == [MATTERS[kind]]
    page = anna.get(f"{PATH}/entries/e1").text
    edition = re.findall(r'name="edition" value="([0-9]+)"', page)[0]
    changed = TYPED[kind] | {"until": "2026-12-31T18:00", "edition": edition}
    assert goes_to(anna.post(f"{PATH}/entries/e1/change", changed)).endswith("?done=change")
    again = anna.post(f"{PATH}/entries/e1/change", changed | {"until": "2027-01-31T18:00"})
    assert (again.status_code, "A colleague has changed this" in said(again)) == (409, True)
    assert goes_to(anna.post(f"{PATH}/entries/e1/withdraw")).endswith("?done=withdraw")
    assert anna.post(f"{PATH}/entries/e1/withdraw").status_code == 409
    assert matters(room) == []
    acts = [(act, verdict) for _who, act, _about, verdict in room.audit()]
    assert acts.count(("publication_change", "done")) == 1
    assert {("publish", "done"), ("publication_withdraw", "done")} <= set(acts)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("notice", {"zh_title": " "}),
        ("notice", {"zh_title": "x" * 61}),
        ("notice", {"en_text": ""}),
        ("notice", {"notice_kind": "gossip"}),
        ("notice", {"until": "2026-02-30T10:00"}),
        ("notice", {"until": "2020-01-01T10:00"}),
        ("notice", {"until": ""}),
        ("notice", {"from": "2027-01-01T10:00"}),
        ("notice", {"for_kiosks": "<script>"}),
        ("outage", {"places": "临汾路: three"}),
        ("outage", {"outage_until": "2026-11-25T07:00"}),
        ("manager", {"visit_where": ""}),
        ("manager", {"phone": "call me"}),
        ("pay_point", {"utility_water": "", "utility_gas": ""}),
        ("pay_point", {"distance_m": "far"}),
        ("pay_point", {"distance_m": "-5"}),
    ],
)
def test_what_is_wrong_is_not_published_and_what_was_typed_stays(
    room: StaffRoom, kind: Kind, more: dict[str, str]
) -> None:
    anna = room.signed_in("anna", Role.CLERK)
    answer = anna.post(f"{PATH}/new/{kind}", TYPED[kind] | UNTIL | {"entry_id": "e1"} | more)
    assert (answer.status_code, "not written as it should be" in said(answer)) == (400, True)
    kept = next(text for name, text in TYPED[kind].items() if name not in more and len(text) > 3)
    assert kept.split("\n", maxsplit=1)[0] in answer.text
    assert "<script" not in answer.text
    assert room.town.gateway.counter.publications.page().of == 0


def test_whoever_may_not_is_offered_nothing_and_publishes_nothing(room: StaffRoom) -> None:
    cleo = room.signed_in("cleo", Role.VIEWER)
    assert "/new/" not in cleo.get(PATH).text
    assert cleo.get(f"{PATH}/new/notice").status_code == 403
    assert publishes(cleo, "notice").startswith("403")
    assert room.town.gateway.counter.publications.page().of == 0


def test_words_of_operators_are_escaped(room: StaffRoom) -> None:
    anna = room.signed_in("anna", Role.CLERK)
    publishes(anna, "notice", zh_title="<b>bold</b>", en_title="<b>bold</b>")
    for path in (PATH, f"{PATH}/entries/e1"):
        page = anna.get(path).text
        assert ("<b>bold" in page, "&lt;b&gt;bold" in page) == (False, True)


def test_a_publication_of_the_demonstration_can_be_typed_again(room: StaffRoom) -> None:
    made = Publication("e1", MATTERS["notice"], room.now_ms + 60_000 * 60, room.now_ms)
    again = publication_of("notice", "e1", typed_of(made))
    assert abs(again.until_ms - made.until_ms) < 60_000
