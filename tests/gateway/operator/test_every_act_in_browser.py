"""What is left of the acts, each by pressing what is shown; no page that answers one has a barrier either."""

import re

import pytest

from kiosk.gateway.http.operator.words import LANGUAGES, Language, say
from kiosk.wire.commands import CommandReport
from kiosk.wire.unlock import unlock_code
from tests.gateway.operator import test_in_browser
from tests.gateway.operator.acts import ACTS, DONE, does
from tests.gateway.operator.browser import Browser
from tests.gateway.operator.office import Office
from tests.gateway.operators_desk import KEY

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch" * 2
WHY = "The company read the chip on the 22nd."
UNTIL = "document.getElementById('{}').value = '2026-12-24T18:00'"


def told(chromium: Browser) -> str:
    """What the page says was done; nothing about it is wrong, in either language."""
    said = chromium.text('[role="status"]')
    assert chromium.barriers() == []
    return said


def opened(chromium: Browser, act: str) -> str:
    """The form of an act that lies folded; its button."""
    form = f'form[action$="/{act}"]'
    if not chromium.driver.find_element("css selector", form).is_displayed():
        chromium.driver.find_element("css selector", f"details:has({form}) summary").click()
    return f"{form} button"


def chooses(chromium: Browser, field_id: str, option: str) -> None:
    chromium.driver.find_element("css selector", f'#{field_id} option[value="{option}"]').click()


@does("cases/settle")
def test_cash_left_open_is_settled(chromium: Browser, office: Office) -> None:
    office.sign_in(chromium, "supervisor")
    chromium.open(f"{office.url}/operator/cases?kind=cash_left_open")
    chromium.press(f'a[href="/operator/cases/{office.left_open}"]')
    chromium.press(opened(chromium, "settle"))
    assert told(chromium)
    assert "closed" in chromium.text("h1 + .pill")


@does("cases/on_card", "cases/give_back")
@pytest.mark.parametrize("act", ["on_card", "give_back"])
def test_a_load_that_nobody_comes_for_is_ended_by_one_person(
    chromium: Browser, office: Office, act: str
) -> None:
    office.sign_in(chromium, "clerk")
    chromium.open(f"{office.url}/operator/cases?kind=load_waits")
    chromium.press(f'a[href="/operator/cases/{office.lost[act]}"]')
    button = opened(chromium, act)
    assert chromium.barriers() == []
    chromium.type(f"words-{act}", WHY)
    chromium.press(button)
    assert say("en", f"cases.done_{act}") in told(chromium)
    assert "closed" in chromium.text("h1 + .pill")
    assert WHY in chromium.text(".timeline")


@does("cases/approve_return", "cases/not_on_card")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_load_that_is_not_on_its_lost_card_is_given_back_by_two(
    chromium: Browser, office: Office, language: Language
) -> None:
    number = office.lost[f"not_on_card_{language}"]
    for role, act in (("supervisor", "approve_return"), ("clerk", "not_on_card")):
        office.sign_in(chromium, role, language)
        chromium.open(f"{office.url}/operator/cases/{number}")
        button = opened(chromium, act)
        chromium.type(f"words-{act}", WHY)
        chromium.press(button)
        assert say(language, f"cases.done_{act}") in told(chromium)
    assert say(language, "cases.state_closed") in chromium.text("h1 + .pill")
    assert chromium.all(".acts form") == []


@does(*(f"commands/{kind}" for kind in ("in_service", "restart", "self_test", "send_logs", "volume")))
def test_every_other_command_is_given_and_says_what_it_will_do(chromium: Browser, office: Office) -> None:
    office.sign_in(chromium, "supervisor")
    for kind in ("in_service", "restart", "self_test", "send_logs", "volume"):
        chromium.open(f"{office.url}/operator/commands?kiosk=kiosk-1")
        form, folded = (f'{name}:has([value="{kind}"])' for name in ("form", "details"))
        chromium.driver.find_element("css selector", f"{folded} summary").click()
        assert chromium.text(f"{form} p")
        if kind == "volume":
            chromium.driver.find_element("css selector", "#volume option:nth-child(5)").click()
        chromium.press(f"{form} button")
        assert "Given." in told(chromium)
    assert "4" in chromium.text("dl.facts")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_kiosk_where_money_moves_refuses_and_that_is_shown(
    chromium: Browser, office: Office, language: Language
) -> None:
    office.sign_in(chromium, "supervisor", language)
    office.hears()
    chromium.open(f"{office.url}/operator/commands?kiosk=kiosk-2")
    chromium.driver.find_element("css selector", 'details:has([value="out_of_service"]) summary').click()
    chromium.press('form:has([value="out_of_service"]) button')
    [number] = re.findall(r"commands/([0-9a-f]+)", chromium.path)
    office.hears()
    office.hears(CommandReport(number, "refused", "money_moves"))
    chromium.open(f"{office.url}/operator/commands/{number}")
    assert say(language, "command_state.refused") in chromium.text("h1 + .pill")
    assert say(language, "command_reason.money_moves") in chromium.text("dl.facts")
    assert chromium.barriers() == []


@does("requests/give_back", "requests/defer", "requests/transfer")
def test_a_request_is_given_back_deferred_and_handed_over(chromium: Browser, office: Office) -> None:
    office.sign_in(chromium, "clerk")
    chromium.open(f"{office.url}/operator/requests/{office.repair}")
    chromium.press(opened(chromium, "take_up"))
    chromium.press(opened(chromium, "give_back"))
    assert told(chromium)
    chromium.press(opened(chromium, "take_up"))
    button = opened(chromium, "defer")
    tomorrow = chromium.driver.find_element("id", "until").get_attribute("min")
    chromium.driver.execute_script(f"document.getElementById('until').value = '{tomorrow}'")
    chromium.press(button)
    assert told(chromium)
    button = opened(chromium, "transfer")
    chromium.type("company", "water_company")
    chromium.press(button)
    assert told(chromium)
    assert "water_company" in chromium.text("dl.facts")


PUBLISHED = {
    "outage": {"places": "临汾路: 380 400", "phone": "962740"},
    "manager": {"name": "沈国华", "company": LONG[:60], "area": "临汾路", "phone": "021-55550101"},
    "pay_point": {"name": LONG[:60], "address": "汾西路2号", "hours": "9:00-17:00"},
}


@does(*(f"notices/new/{kind}" for kind in PUBLISHED))
@pytest.mark.parametrize("kind", PUBLISHED)
def test_every_other_kind_of_notice_is_published(chromium: Browser, office: Office, kind: str) -> None:
    office.sign_in(chromium, "clerk")
    chromium.open(f"{office.url}/operator/notices/new/{kind}")
    for field, text in PUBLISHED[kind].items():
        chromium.type(field, text)
    if kind == "outage":
        chooses(chromium, "utility", "water")
        chooses(chromium, "outage_reason", "planned_work")
        chromium.driver.execute_script("document.getElementById('outage_from').value = '2026-12-01T08:00'")
        chromium.driver.execute_script("document.getElementById('outage_until').value = '2026-12-01T12:00'")
    if kind == "pay_point":
        for tick in ("utility_water", "method_cash"):
            chromium.driver.find_element("id", tick).click()
    chromium.driver.execute_script(UNTIL.format("until"))
    chromium.press("main form button")
    assert "Published." in told(chromium)


@does("password", "sign-in", "sign-out")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_password_is_changed_and_the_new_one_signs_in(
    chromium: Browser, office: Office, language: Language
) -> None:
    office.sign_in(chromium, "supervisor", language)
    chromium.open(f"{office.url}/operator/people")
    name = f"frieda-{language}"
    chromium.type("name", name)
    chromium.press('form[action="/operator/people"] button')
    first, mine = chromium.text("#first-password"), "seven quiet herons"
    chromium.press('form[action="/operator/sign-out"] button')
    chromium.type("name", name)
    chromium.type("password", first)
    chromium.press("main button")
    assert chromium.path == "/operator/password"
    assert chromium.barriers() == []
    for field, text in (("old", first), ("new", mine), ("again", mine)):
        chromium.type(field, text)
    chromium.press("main form button")
    assert say(language, "password.changed") in chromium.text('[role="alert"]')
    assert chromium.barriers() == []
    chromium.type("name", name)
    chromium.type("password", mine)
    chromium.press("main button")
    assert chromium.path == "/operator"
    chromium.press('a[href="/operator/fleet"]')
    assert chromium.path == "/operator/fleet"


@does("unlock")
@pytest.mark.parametrize(("language", "told"), [("en", "It counts once."), ("zh", "只能用一次")])
def test_a_keypad_is_unlocked_by_whoever_has_a_token(
    chromium: Browser, office: Office, language: str, told: str
) -> None:
    chromium.open(f"{office.url}/operator/unlock?lang={language}&machine={office.machine}")
    assert chromium.barriers() == []
    chromium.type("challenge", "1234 5678")
    chromium.press("main form button")
    code = unlock_code(KEY, office.machine, "12345678")
    assert chromium.text("output.code") == f"{code[:5]} {code[5:]}"
    assert told in chromium.text('[role="status"]')
    assert chromium.barriers() == []
    chromium.type("machine", "LFL-999-99")
    chromium.type("challenge", "12345678")
    chromium.press("main form button")
    assert chromium.text('[role="alert"]')
    assert chromium.barriers() == []
    office.sign_in(chromium, "supervisor", language)
    chromium.open(f"{office.url}/operator/audit?of=tokens")
    assert office.machine in chromium.text("tbody")
    assert chromium.barriers() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_typed_outlives_the_session_and_is_sent_by_one_more_press(
    chromium: Browser, office: Office, language: Language
) -> None:
    office.sign_in(chromium, "clerk", language)
    chromium.open(f"{office.url}/operator/requests/{office.repairs[language]}")
    chromium.press(opened(chromium, "take_up"))
    button = opened(chromium, "answer")
    chromium.type("reply", f"We come tomorrow. {LONG}")
    chromium.end_session()
    chromium.press(button)
    assert say(language, "sign_in.ended_kept") in chromium.text('[role="alert"]')
    assert chromium.barriers() == []
    chromium.type("name", "demonstration-clerk")
    chromium.type("password", "only-for-trying-out")
    chromium.press("main button")
    assert say(language, "kept.ended") in chromium.text('[role="alert"]')
    assert f"We come tomorrow. {LONG}" in chromium.text(".as-typed")
    assert chromium.barriers() == []
    chromium.press("main form button")
    assert say(language, "requests.done_answer") in told(chromium)
    assert f"We come tomorrow. {LONG}" in chromium.text("p.sheet")


@pytest.mark.parametrize("language", LANGUAGES)
def test_groups_with_settings_of_their_own_are_asked_about(
    chromium: Browser, office: Office, language: Language
) -> None:
    office.sign_in(chromium, "supervisor", language)
    chromium.open(f"{office.url}/operator/settings")
    chromium.type("for_kiosks", "LFL-9")
    chromium.press("main form button")
    chromium.open(f"{office.url}/operator/settings")
    chromium.type("for_kiosks", "LFL")
    chromium.press("main form button")
    assert say(language, "settings.groups_within") in chromium.text('main [role="alert"]')
    assert "LFL-9" in chromium.text('main [role="alert"]')
    assert chromium.barriers() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_of_another_session_is_refused_and_shown_once_more(
    chromium: Browser, office: Office, language: Language
) -> None:
    office.sign_in(chromium, "supervisor", language)
    chromium.open(f"{office.url}/operator/settings")
    chromium.type("for_kiosks", "HUT")
    chromium.type("service_phone", "96274000")
    field = "document.querySelector('main [name=form_token]')"
    chromium.driver.execute_script(f"{field}.value = '{'0' * 64}'")
    chromium.press("main form button")
    assert say(language, "kept.foreign") in chromium.text('[role="alert"]')
    assert "96274000" in chromium.text(".as-typed")
    assert chromium.barriers() == []
    chromium.press("main form button")
    assert say(language, "settings.done_give") in told(chromium)


def test_a_viewer_is_offered_no_act(chromium: Browser, office: Office) -> None:
    office.sign_in(chromium, "viewer")
    own = {"/operator/password", "/operator/unlock"}
    for path in set(test_in_browser.pages(office)) - own:
        chromium.open(office.url + path)
        assert (path, chromium.all('main form[method="post"]')) == (path, [])


def test_every_act_of_the_pages_is_done_in_a_browser() -> None:
    assert set(DONE) == ACTS
