"""Service requests at the kiosk's side: they arrive once, and go on where they were left."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import msgspec
import pytest

from kiosk.gateway.sql.schema_counter_requests import (
    service_document_part,
    service_request,
    service_request_event,
)
from kiosk.runtime.clock import FakeClock
from kiosk.wire.requests import RequestsAnswer, UnfinishedAnswer

from .lost_answers import answer_lost
from .place import Place
from .postgres import Cluster
from .request_desk import MANY, REPAIR, WANG, ZHANG, Desk, number_of, read, with_field
from .town import Town, refused

DAY_S = 86_400


def unfinished(town: Town, person: str, kiosk_id: str = "kiosk-1") -> UnfinishedAnswer:
    body = {"kiosk_id": kiosk_id, "person": {"id_number": person}}
    answer = town.post("/v1/unfinished-requests", body)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=UnfinishedAnswer)


def looked_up(town: Town, **by: Any) -> httpx.Response:
    return town.post("/v1/service-request-look-ups", {"kiosk_id": "kiosk-1", **by})


def found(town: Town, **by: Any) -> RequestsAnswer:
    answer = looked_up(town, **by)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=RequestsAnswer)


def test_a_request_is_saved_sent_and_gets_its_number(town: Town) -> None:
    desk = Desk(town, REPAIR)
    draft = read(desk.saved())
    assert (draft.state, draft.number, draft.due_at, draft.revision) == ("draft", None, None, 1)
    sent = read(desk.sent())
    assert (sent.state, sent.service) == ("sent", "repair")
    assert number_of(sent).startswith("261121")
    assert (sent.sent_at, sent.due_at) == ("2026-11-21T17:41:00+08:00", "2026-11-22T17:41:00+08:00")


def test_sent_again_it_is_the_same_request(town: Town) -> None:
    desk = Desk(town, REPAIR)
    first = read(desk.sent())
    town.clock.advance(60)
    assert read(desk.sent()) == first
    town.restart()
    assert read(desk.sent()) == first
    assert town.count(service_request) == 1


def test_the_same_id_with_other_words_is_refused(town: Town) -> None:
    desk = Desk(town, REPAIR)
    first = read(desk.sent())
    desk.content = with_field(REPAIR, "phone", "021-55550199")
    assert refused(desk.sent()) == (422, "idempotency_key_reused")
    desk.content = {"service": "praise", "fields": [{"name": "words", "text": "谢谢"}]}
    assert refused(desk.saved()) == (422, "idempotency_key_reused")
    assert found(town, number=first.number).requests[0].state == "sent"


@pytest.mark.parametrize("landed", [False, True])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_it_arrives_once_however_the_answer_to_a_commit_is_lost(
    cluster: Cluster, used_database: str, tmp_path: Any, clock: FakeClock, number: int, landed: bool
) -> None:
    cluster.empty(used_database)
    town = Town(Place(cluster.url(used_database), tmp_path), clock)
    desk = Desk(town, REPAIR)
    with answer_lost(number, landed):
        for act in (desk.saved, desk.saved, desk.sent, desk.sent):
            assert act().status_code in {200, 500, 503}
    answer = read(desk.sent())
    town.restart()
    assert read(desk.sent()) == answer
    assert town.count(service_request) == 1
    events = town.gateway.counter.request_office.file(number_of(answer), lambda _at: "li").history
    assert [event.act for event in events] == ["begun", "sent", "read"]
    town.close()


def test_taps_at_several_processes_send_one_request(place: Place, clock: FakeClock) -> None:
    towns = [Town(place, clock), Town(place, clock)]
    desks = [Desk(each, REPAIR) for each in towns]
    desks[1].request_id = desks[0].request_id
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda tap: read(desks[tap % 2].sent()), range(8)))
    assert len({each.number for each in answers}) == 1
    assert towns[0].count(service_request) == 1
    assert towns[0].count(service_request_event) == 2
    for town in towns:
        town.close()


def test_an_older_saving_changes_nothing(town: Town) -> None:
    desk = Desk(town, MANY, ZHANG)
    read(desk.saved(revision=5))
    desk.content = with_field(MANY, "people", "7")
    assert read(desk.saved(revision=4)).revision == 5
    assert read(desk.saved(revision=5)).revision == 5
    [draft] = unfinished(town, ZHANG).drafts
    assert draft.content.fields[1].text == "6"
    assert read(desk.saved(revision=6)).revision == 6
    assert unfinished(town, ZHANG).drafts[0].content.fields[-1].text == "7"


def test_a_saving_that_comes_after_the_sending_changes_nothing(town: Town) -> None:
    desk = Desk(town, REPAIR)
    sent = read(desk.sent())
    assert read(desk.saved()).number == sent.number
    assert read(desk.sent()) == sent


def test_an_unfinished_request_goes_on_at_another_kiosk_with_the_same_card(town: Town) -> None:
    desk = Desk(town, MANY | {"fields": MANY["fields"][:1]}, ZHANG)
    read(desk.saved())
    picture = desk.document("household_register")
    [draft] = unfinished(town, ZHANG, "kiosk-9").drafts
    assert draft.request_id == desk.request_id
    assert msgspec.to_builtins(draft.documents) == (picture,)
    assert [field.text for field in draft.content.fields] == ["张秀英"]
    other = Desk(town, MANY, ZHANG, "kiosk-9")
    other.request_id, other.revision = draft.request_id, draft.revision
    read(other.saved())
    assert read(other.sent(picture)).state == "sent"
    assert unfinished(town, ZHANG).drafts == ()


def test_what_is_on_its_way_takes_the_place_of_what_is_kept_once_it_is_sent(town: Town) -> None:
    kept = Desk(town, MANY | {"fields": MANY["fields"][:1]}, ZHANG)
    read(kept.saved())
    tried = Desk(town, with_field(MANY, "id_number", ZHANG), ZHANG, "kiosk-2")
    read(tried.saved())
    picture = tried.document("household_register")
    assert [draft.request_id for draft in unfinished(town, ZHANG).drafts] == [kept.request_id]
    assert read(tried.sent(picture)).state == "sent"
    assert unfinished(town, ZHANG).drafts == ()
    read(tried.withdrawn())
    assert read(kept.saved()).state == "withdrawn"


def test_what_is_kept_again_takes_the_place_of_a_try_that_was_cut_off(town: Town) -> None:
    kept = Desk(town, MANY | {"fields": MANY["fields"][:1]}, ZHANG)
    read(kept.saved())
    cut_off = Desk(town, with_field(MANY, "id_number", ZHANG), ZHANG, "kiosk-2")
    read(cut_off.saved())
    cut_off.document("household_register")
    assert town.count(service_document_part) > 0
    read(kept.saved())
    assert town.count(service_document_part) == 0
    assert [each.request_id for each in unfinished(town, ZHANG).drafts] == [kept.request_id]


def test_another_card_finds_nothing_and_may_do_nothing(town: Town) -> None:
    desk = Desk(town, MANY, ZHANG)
    read(desk.saved())
    assert unfinished(town, WANG).drafts == ()
    for person in (WANG, None):
        desk.person = person
        for answer in (desk.part("household_register", 1), desk.withdrawn()):
            assert refused(answer) == (403, "person_wrong")
    desk.person = WANG
    assert refused(desk.saved()) == (403, "person_wrong")
    assert refused(desk.sent({"name": "household_register", "digest": "0" * 64})) == (403, "person_wrong")


def test_what_was_begun_without_a_card_is_its_kiosks(town: Town) -> None:
    desk = Desk(town, REPAIR)
    read(desk.saved())
    elsewhere = Desk(town, REPAIR, kiosk_id="kiosk-2")
    elsewhere.request_id = desk.request_id
    assert refused(elsewhere.sent()) == (403, "person_wrong")
    desk.person = ZHANG
    read(desk.saved())
    elsewhere.person = ZHANG
    assert read(elsewhere.sent()).state == "sent", "with the card it became the person's"


def test_a_person_has_one_of_a_kind_open(town: Town) -> None:
    first = Desk(town, MANY, ZHANG)
    first.send_whole()
    second = Desk(town, MANY, ZHANG, "kiosk-2")
    assert refused(second.saved()) == (409, "request_open")
    for person, utility in ((WANG, "water"), (ZHANG, "gas")):
        assert Desk(town, MANY | {"utility": utility}, person).send_whole().state == "sent"
    read(first.withdrawn())
    assert second.send_whole().state == "sent"


def test_of_two_kiosks_at_one_moment_one_sends(place: Place, clock: FakeClock) -> None:
    towns = [Town(place, clock), Town(place, clock)]
    desks = [Desk(towns[number % 2], MANY, ZHANG, f"kiosk-{number}") for number in range(4)]
    pictures = []
    for desk in desks:
        read(desk.saved())
        pictures.append(desk.document("household_register"))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda desk, picture: desk.sent(picture), desks, pictures))
    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409]
    for town in towns:
        town.close()


def test_the_resident_withdraws_and_nothing_that_was_said_stays(town: Town) -> None:
    desk = Desk(town, MANY, ZHANG)
    sent = desk.send_whole()
    withdrawn = read(desk.withdrawn())
    assert (withdrawn.state, withdrawn.number) == ("withdrawn", sent.number)
    assert read(desk.withdrawn()) == withdrawn
    file = town.gateway.counter.request_office.file(number_of(sent), lambda _at: "li")
    assert file.content is None
    assert [each.state for each in file.documents] == ["wiped"]
    assert [each.act for each in file.history] == ["begun", "sent", "withdrawn", "wiped", "read"]


def test_a_draft_may_be_given_up_and_is_then_over(town: Town) -> None:
    desk = Desk(town, MANY, ZHANG)
    read(desk.saved())
    assert read(desk.withdrawn()).state == "withdrawn"
    assert refused(desk.sent(desk_document())) == (409, "record_closed")
    assert read(desk.saved()).state == "withdrawn"
    assert unfinished(town, ZHANG).drafts == ()


def dropped(desk: Desk, kiosk_id: str = "kiosk-1") -> httpx.Response:
    path = f"/v1/service-requests/{desk.request_id}/withdraw"
    return desk.town.post(path, {"kiosk_id": kiosk_id, "draft_alone": True})


def test_a_draft_goes_by_its_id_and_what_was_sent_stays(town: Town) -> None:
    """The machine that owes that to somebody who has gone does not know any more who it was."""
    desk = Desk(town, MANY, ZHANG)
    assert refused(dropped(desk)) == (404, "record_unknown")
    read(desk.saved())
    assert read(dropped(desk)).state == "withdrawn"
    assert read(dropped(desk)).state == "withdrawn"
    assert read(desk.saved()).state == "withdrawn", "a save that comes late brings nothing back"
    sent = Desk(town, MANY, ZHANG)
    number = sent.send_whole().number
    assert read(dropped(sent)).state == "sent"
    assert found(town, number=number).requests[0].state == "sent"


def desk_document() -> dict[str, str]:
    return {"name": "household_register", "digest": "0" * 64}


def test_a_draft_nobody_comes_back_to_is_told_to_nobody_after_a_week(town: Town) -> None:
    """When it goes is told in test_age."""
    desk = Desk(town, MANY, ZHANG)
    read(desk.saved())
    desk.document("household_register")
    town.clock.advance(7 * DAY_S - 60)
    assert len(unfinished(town, ZHANG).drafts) == 1
    town.clock.advance(61)
    assert unfinished(town, ZHANG).drafts == ()


def test_by_its_number_the_state_alone_is_told(town: Town) -> None:
    desk = Desk(town, MANY, ZHANG)
    number = number_of(desk.send_whole())
    office = town.gateway.counter.request_office
    office.take_up(number, lambda _at: "li")
    office.answer(number, "六人阶梯价已开通。", lambda _at: "li")
    [by_number] = found(town, number=number).requests
    assert (by_number.state, by_number.reply) == ("answered", None)
    [by_card] = found(town, person={"id_number": ZHANG}).requests
    assert (by_card.state, by_card.reply) == ("answered", "六人阶梯价已开通。")
    assert found(town, person={"id_number": WANG}).requests == ()


def test_nobody_searches_through_numbers(town: Town) -> None:
    assert refused(looked_up(town, number="26112100000000")) == (404, "record_unknown")
    assert refused(looked_up(town)) == (400, "malformed")
    both = {"number": "26112100000000", "person": {"id_number": ZHANG}}
    assert refused(looked_up(town, **both)) == (400, "malformed")
    answers = [looked_up(town, number=f"261121{number:08d}").status_code for number in range(130)]
    assert answers.count(429) >= 8
