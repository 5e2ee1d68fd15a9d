"""The operator's page in a real browser: every act by pressing what is there, and no barrier on any page."""

import shutil

import pytest

from kiosk.gateway.counter.publication import KINDS
from kiosk.gateway.http.operator.words import LANGUAGES, Language, say
from tests.gateway.operator.acts import does
from tests.gateway.operator.browser import Browser, ChromiumMissing, browser
from tests.gateway.operator.office import Office


@does("cases/approve", "cases/pay_out")
def test_a_voucher_is_paid_out_by_two_people_pressing_what_is_shown(
    chromium: Browser, office: Office
) -> None:
    chromium.open(f"{office.url}/operator/cases/{office.voucher}")
    assert chromium.path.startswith("/operator/sign-in")
    office.sign_in(chromium, "supervisor")
    chromium.open(f"{office.url}/operator/cases")
    chromium.press(f'a[href="/operator/cases/{office.voucher}"]')
    chromium.press('form[action$="/approve"] button')
    assert "Approved." in chromium.text('[role="status"]')
    assert chromium.all('form[action$="/pay_out"]') == []
    chromium.press(".self form button")
    assert chromium.path == "/operator/sign-in"
    office.sign_in(chromium, "clerk")
    chromium.open(f"{office.url}/operator/cases/{office.voucher}")
    chromium.press('form[action$="/pay_out"] button')
    assert "Paid out and booked." in chromium.text('[role="status"]')
    assert "closed" in chromium.text("h1 + .pill")
    assert chromium.barriers() == []


@does("cases/explain")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_closed_meanwhile_and_a_form_sent_twice_are_told(
    chromium: Browser, office: Office, language: Language
) -> None:
    office.sign_in(chromium, "clerk", language)
    number = office.unknown_notes[language]
    chromium.open(f"{office.url}/operator/cases/{number}")
    first = chromium.driver.current_window_handle
    chromium.driver.switch_to.new_window("tab")
    chromium.open(f"{office.url}/operator/cases/{number}")
    chromium.type("words", "Counted again: nothing was missing.")
    chromium.press('form[action$="/explain"] button')
    assert say(language, "cases.done_explain") in chromium.text('[role="status"]')
    assert "Counted again: nothing was missing." in chromium.text(".timeline")
    assert chromium.barriers() == []
    chromium.driver.close()
    chromium.driver.switch_to.window(first)
    chromium.type("words", "It was a slip of mine.")
    chromium.press('form[action$="/explain"] button')
    assert say(language, "refused.case_closed") in chromium.text('[role="alert"]')
    assert "It was a slip of mine." in chromium.text(".as-typed")
    assert chromium.barriers() == []


def test_a_payment_is_found_by_its_number_and_read_to_its_end(chromium: Browser, office: Office) -> None:
    office.sign_in(chromium, "viewer")
    chromium.open(f"{office.url}/operator/payments")
    receipt = chromium.text(f'tr:has(a[href$="{office.payment_id}"]) td.number')
    chromium.type("serial", f"{receipt[:6]} {receipt[6:]}")
    chromium.press('form[role="search"] button')
    assert chromium.path == f"/operator/payments/{office.payment_id}"
    assert "Biller answered" in chromium.text(".timeline")
    assert chromium.barriers() == []


@does("alarms/take", "alarms/handle")
def test_an_alarm_is_found_by_its_kiosk_taken_up_and_handled(chromium: Browser, office: Office) -> None:
    office.sign_in(chromium, "clerk")
    chromium.open(f"{office.url}/operator/fleet")
    chromium.press('a[href="/operator/fleet/kiosk-1"]')
    chromium.press(f'a[href="/operator/alarms/{office.alarm}"]')
    chromium.press('form[action$="/take"] button')
    assert "It is with you now." in chromium.text('[role="status"]')
    assert chromium.all('form[action$="/take"]') == []
    chromium.driver.find_element("css selector", '#how option[value="refilled"]').click()
    chromium.type("words", "a new roll")
    chromium.press('form[action$="/handle"] button')
    assert "Handled." in chromium.text('[role="status"]')
    assert "a new roll" in chromium.text(".timeline")
    assert chromium.barriers() == []


@does("requests/take_up", "requests/answer")
def test_a_request_is_read_taken_up_and_answered(chromium: Browser, office: Office) -> None:
    office.sign_in(chromium, "clerk")
    chromium.open(f"{office.url}/operator/requests")
    chromium.press(f'a[href="/operator/requests/{office.request}"]')
    chromium.press('form[action$="/take_up"] button')
    assert "It is with you now." in chromium.text('[role="status"]')
    chromium.type("reply", "It is granted from December on.")
    chromium.press('form[action$="/answer"] button')
    assert "Answered; the papers are wiped." in chromium.text('[role="status"]')
    assert chromium.all("form.act") == chromium.all(".acts form") == []
    assert chromium.barriers() == []


@does("notices/new/notice", "notices/entries/change", "notices/entries/withdraw")
def test_a_notice_is_typed_published_changed_and_withdrawn(chromium: Browser, office: Office) -> None:
    office.sign_in(chromium, "clerk")
    chromium.open(f"{office.url}/operator/notices")
    chromium.press('a[href="/operator/notices/new/notice"]')
    chromium.driver.find_element("css selector", '#notice_kind option[value="service"]').click()
    for field, text in (("zh_title", "冬季开放时间"), ("zh_text", "上午九点到下午五点"), ("until", "")):
        chromium.type(field, text)
    chromium.driver.execute_script("document.getElementById('until').value = '2026-12-24T18:00'")
    chromium.press("main form button")
    assert "Published." in chromium.text('[role="status"]')
    chromium.driver.find_element("css selector", "details.act summary").click()
    chromium.type("zh_title", "冬季开放时间有变")
    chromium.press('form[action$="/change"] button')
    assert "Changed." in chromium.text('[role="status"]')
    assert "有变" in chromium.text("dl.facts")
    chromium.driver.find_element("css selector", "details.act:last-child summary").click()
    chromium.press('form[action$="/withdraw"] button')
    assert "Withdrawn." in chromium.text('[role="status"]')
    assert chromium.barriers() == []


@does("people", "people/role", "people/lock", "people/reset")
@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_is_enrolled_given_another_role_locked_and_reset(
    chromium: Browser, office: Office, language: Language
) -> None:
    office.sign_in(chromium, "supervisor", language)
    chromium.open(f"{office.url}/operator/people")
    chromium.type("name", f"dora-{language}")
    chromium.press('form[action="/operator/people"] button')
    first = chromium.text("#first-password")
    assert len(first) == 19
    assert chromium.barriers() == []
    for act in ("role", "lock", "reset"):
        form = f'form[action="/operator/people/dora-{language}/{act}"]'
        chromium.driver.find_element("css selector", f"details:has({form}) summary").click()
        chromium.press(f"{form} button")
    assert len(chromium.text("#first-password")) == 19
    assert chromium.text("#first-password") != first
    assert chromium.barriers() == []


@does("settings")
def test_settings_are_typed_and_given(chromium: Browser, office: Office) -> None:
    office.sign_in(chromium, "supervisor")
    chromium.open(f"{office.url}/operator/settings")
    chromium.type("volume", "4")
    chromium.driver.find_element("css selector", 'label[for="off_cash"]').click()
    chromium.press("main form button")
    assert "Given." in chromium.text('[role="status"]')
    assert "Volume 4; without cash" in chromium.text(".timeline")
    assert chromium.barriers() == []
    chromium.type("for_kiosks", "LFL-1")
    chromium.press("main form button")
    chromium.press('a[href="/operator/settings?of=1"]')
    chromium.press("main form button")
    assert "LFL-1" in chromium.text('main [role="alert"]')
    assert chromium.barriers() == []
    chromium.driver.find_element("id", "groups_keep").click()
    chromium.press("main form button")
    assert "Given." in chromium.text('[role="status"]')
    assert "all other kiosks" in chromium.text("tbody")
    assert chromium.barriers() == []


@does("commands/out_of_service", "commands/withdraw")
def test_a_command_is_given_from_a_kiosks_page_and_withdrawn(chromium: Browser, office: Office) -> None:
    office.sign_in(chromium, "supervisor")
    chromium.open(f"{office.url}/operator/fleet/kiosk-1")
    chromium.press('a[href="/operator/commands?kiosk=kiosk-1"]')
    chromium.driver.find_element("css selector", 'details:has([value="out_of_service"]) summary').click()
    chromium.press('form:has([value="out_of_service"]) button')
    assert "Given." in chromium.text('[role="status"]')
    chromium.press('form[action$="/withdraw"] button')
    assert "Withdrawn" in chromium.text('[role="status"]')
    assert chromium.all('form[action$="/withdraw"]') == []
    assert chromium.barriers() == []


def test_a_session_that_has_ended_is_said_and_leads_back(chromium: Browser, office: Office) -> None:
    office.sign_in(chromium, "clerk")
    place = f"/operator/cases/{office.found_note}"
    chromium.open(office.url + place)
    chromium.forget()
    chromium.press(".self form button")
    assert "was not done" in chromium.text('[role="alert"]')
    chromium.type("name", "demonstration-clerk")
    chromium.type("password", "only-for-trying-out")
    chromium.press("main button")
    assert chromium.path == place


def test_the_keyboard_alone_reaches_the_content_and_signs_in(chromium: Browser, office: Office) -> None:
    chromium.open(f"{office.url}/operator/sign-in")
    reached = chromium.driver.switch_to.active_element
    reached.send_keys("\ue004")
    skip = chromium.driver.switch_to.active_element
    assert (skip.get_attribute("href") or "").endswith("#content")
    assert skip.is_displayed()
    chromium.type("name", "demonstration-viewer")
    with chromium.going_on():
        chromium.type("password", "only-for-trying-out\n")
    assert chromium.path == "/operator"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_has_a_barrier(chromium: Browser, office: Office, language: str) -> None:
    found = {}
    for path in ("/operator/sign-in", "/operator/cases/1"):
        chromium.forget()
        chromium.open(f"{office.url}{path}?lang={language}")
        found[f"nobody {path}"] = chromium.violations()
    office.sign_in(chromium, "supervisor", language)
    for path in pages(office):
        chromium.open(office.url + path)
        chromium.unfold()
        found[path] = chromium.violations() + chromium.errors()
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_the_figures_of_the_office_are_charts_that_are_filled(chromium: Browser, office: Office) -> None:
    """Else what is said of their page here would be said of an empty one."""
    office.sign_in(chromium, "viewer")
    chromium.open(f"{office.url}/operator/figures?days=7")
    charts = chromium.all("main svg.chart")
    assert [bool(each.find_elements("css selector", "rect.bar")) for each in charts] == [True] * 3
    chromium.unfold()
    assert len(chromium.all("main tbody tr")) == 7 + 7 + 24


@pytest.mark.parametrize("width", [360, 1360])
def test_no_page_is_wider_than_its_window(chromium: Browser, office: Office, width: int) -> None:
    office.sign_in(chromium, "supervisor")
    chromium.driver.set_window_size(width, 900)
    wide = {}
    for path in pages(office):
        chromium.open(office.url + path)
        chromium.unfold()
        root = "document.documentElement"
        wide[path] = chromium.driver.execute_script(f"return {root}.scrollWidth - {root}.clientWidth")
    chromium.driver.set_window_size(1360, 900)
    assert {path: more for path, more in wide.items() if more > 0} == {}


def test_without_chromium_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ChromiumMissing, match="chromium-driver"), browser():
        pass


def pages(office: Office) -> list[str]:
    return [
        "/operator",
        "/operator/fleet",
        "/operator/fleet/kiosk-1",
        "/operator/requests",
        f"/operator/requests/{office.request}",
        "/operator/alarms",
        f"/operator/alarms/{office.alarm}",
        *(f"/operator/notices?kind={kind}" for kind in KINDS),
        *(f"/operator/notices/new/{kind}" for kind in KINDS),
        *(f"/operator/notices/entries/{entry_id}" for entry_id in office.publications),
        "/operator/commands",
        "/operator/commands?kiosk=kiosk-1",
        f"/operator/commands/{office.command}",
        "/operator/cases",
        "/operator/cases?state=closed",
        *(f"/operator/cases/{number}" for number in (office.found_note, *office.lost.values())),
        "/operator/payments",
        "/operator/payments?show=open",
        "/operator/payments/search?serial=000",
        "/operator/requests?number=000",
        f"/operator/payments/{office.payment_id}",
        f"/operator/payments/{office.cash_id}",
        f"/operator/payments/{office.load_id}",
        "/operator/loads",
        "/operator/day-end",
        "/operator/day-end/2026-11-20?kiosk=kiosk-1",
        "/operator/figures",
        "/operator/settings",
        "/operator/people",
        "/operator/audit",
        "/operator/audit?name=demonstration-clerk",
        "/operator/audit?of=tokens",
        "/operator/unlock",
        "/operator/password",
        "/operator/nowhere",
    ]
