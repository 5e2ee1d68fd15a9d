"""`python -m kiosk demo` as anybody would run it: in both orientations, with drawn codes and photographs."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import pytest
from PIL import Image

from drivers.scanner.code_picture import on_paper
from drivers.scanner.decode import decode
from kiosk.places import ROOT
from kiosk.wire.account_numbers import account_in
from tests.system.canaries import everything_below, found_in, keys_below
from tests.system.processes import own_folders

LONGEST_S = 800
PAID = [
    *("scan", "id", "typed", "combined", "others"),
    *("cash", "cash_rest", "cash_left", "recharge_card", "prepaid", "gas_card"),
    "reprint",
]
READ = ["account_numbers", "outage", "history"]
"""Whoever plays these came to know something: no money moves."""
TAKES_HOME = "account_numbers"
"""They alone have it on paper."""
FILED = ["repair", "capacity", "debit", "resume", "household", "transfer", "open_account"]
"""Those that pay nothing and end with the number of a request."""
LEFT = "cash_left"
"""Somebody who walks away with a note inside: settled as far as it reaches, and nobody takes a receipt."""
SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
PHOTOGRAPHED = "3102664500022"
"""The electricity account of another fixed household, which owes 101.19 yuan, and 211.74 in all."""
AMOUNTS = {
    "portrait": [11230, 23875, 11230, 23875, 16630, 11230, 11230, 11230, 11230, 5000, 5000, 23875],
    "landscape": [10119, 23875, 11230, 21174, 14619, 10119, 10119, 10119, 10119, 5000, 5000, 23875],
}
"""The photographed bill is used wherever one is shown: not for the identity card, nor for typed digits."""


class Demonstration(NamedTuple):
    orientation: str
    folder: Path
    """Everything it may write to is below."""
    out: Path
    status: int
    said: str


def photograph(path: Path, text: str, symbology: str) -> Path:
    """A sheet held a little askew before a middling camera."""
    sheet = cv2.cvtColor(on_paper(text, symbology), cv2.COLOR_GRAY2BGR)
    height, width = sheet.shape[:2]
    askew = cv2.getRotationMatrix2D((width / 2, height / 2), 4, 0.95)
    turned = cv2.warpAffine(sheet, askew, (width, height), borderValue=(90, 90, 90))
    noise = np.random.default_rng(1).normal(0, 5, turned.shape)
    cv2.imwrite(str(path), np.clip(cv2.GaussianBlur(turned, (3, 3), 0) + noise, 0, 255).astype(np.uint8))
    return path


@pytest.fixture(scope="module")
def demonstrations(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Demonstration]:
    """All at once, for each keeps only one processor busy. Codes are drawn in portrait and photographed in
    landscape; in the third the photographed phone has no money."""
    folder = tmp_path_factory.mktemp("photographs")
    bill = photograph(folder / "bill.jpg", PHOTOGRAPHED, "code128")
    phone = photograph(folder / "phone.jpg", "134567890123450000", "qr")
    empty = photograph(folder / "empty.jpg", "134567890123450002", "qr")
    wanted = {
        "portrait": ["--journey", "all"],
        "landscape": ["--journey", "all", "--bill-image", str(bill), "--pay-code-image", str(phone)],
        "refused": ["--journey", "scan", "--pay-code-image", str(empty)],
    }
    begun = {name: _begun(tmp_path_factory.mktemp(name), name, more) for name, more in wanted.items()}
    return {name: _ended(name, where, process) for name, (where, process) in begun.items()}


def _begun(folder: Path, name: str, more: list[str]) -> tuple[Path, "subprocess.Popen[str]"]:
    orientation = name if name in SIZES else "portrait"
    command = [sys.executable, "-m", "kiosk", "demo", "--out", str(folder / "out")]
    process = subprocess.Popen(
        [*command, "--orientation", orientation, *more],
        cwd=ROOT,
        env=own_folders(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return folder, process


def _ended(orientation: str, folder: Path, process: "subprocess.Popen[str]") -> Demonstration:
    said, _ = process.communicate(timeout=LONGEST_S)
    return Demonstration(orientation, folder, folder / "out", process.returncode, said)


@pytest.fixture(params=SIZES)
def shown(request: pytest.FixtureRequest, demonstrations: dict[str, Demonstration]) -> Demonstration:
    return demonstrations[request.param]


def played(shown: Demonstration) -> dict[str, Any]:
    summary = json.loads((shown.out / "summary.json").read_text())
    return {journey["journey"]: journey for journey in summary["journeys"]}


def test_every_payment_is_settled(shown: Demonstration) -> None:
    assert shown.status == 0, shown.said
    journeys = played(shown)
    assert list(journeys) == [*PAID, *READ, *FILED]
    unlike = {name: journeys[name]["state"] for name in PAID if journeys[name]["state"] != "settled"}
    assert unlike == {LEFT: "part_settled"}
    assert [journeys[name]["amount_fen"] for name in PAID] == AMOUNTS[shown.orientation]
    assert len({journeys[name]["payment_id"] for name in PAID}) == len(PAID)


def test_whoever_came_to_know_something_pays_nothing(shown: Demonstration) -> None:
    for name in READ:
        journey = played(shown)[name]
        assert (journey["state"], journey["payment_id"], journey["amount_fen"]) == ("read", "", 0)
        assert (shown.out / name / "receipt.png").exists() is (name == TAKES_HOME)


def test_the_codes_on_the_paper_with_account_numbers_lead_back_to_accounts(shown: Demonstration) -> None:
    paper = np.asarray(Image.open(shown.out / TAKES_HOME / "receipt.png").convert("L"))
    padded = np.pad(paper, 40, constant_values=255)
    accounts = [account_in(found.text) for found in decode(padded, frozenset({"qr"}))]
    assert accounts
    assert all(accounts)


def test_what_was_asked_for_has_a_number_and_a_slip(shown: Demonstration) -> None:
    for name in FILED:
        journey = played(shown)[name]
        assert (journey["state"], journey["payment_id"], len(journey["request_no"])) == ("arrived", "", 14)
        assert (shown.out / name / "receipt.png").exists()


def test_a_phone_that_is_refused_fails_the_demonstration(demonstrations: dict[str, Demonstration]) -> None:
    refused = demonstrations["refused"]
    assert refused.status == 1
    assert "not_charged" in refused.said
    [journey] = json.loads((refused.out / "summary.json").read_text())["journeys"]
    assert (journey["state"], journey["receipt_no"]) == ("not_charged", "")
    assert journey["payment_id"]


def test_nobody_taps_more_or_takes_longer_than_promised(shown: Demonstration) -> None:
    """Rule FLW-10: three seconds a screen, one a tap, one and a half a digit; and five a banknote."""
    for journey in played(shown).values():
        typed_s = (
            3.0 * journey["screens"] + journey["taps"] + 1.5 * journey["digits"] + 5.0 * journey["notes"]
        )
        assert journey["modelled_seconds"] == typed_s
        assert journey["machine_seconds"] > 0
    scan, typed = played(shown)["scan"], played(shown)["typed"]
    assert (scan["taps"] <= 3, scan["digits"], scan["modelled_seconds"] <= 30) == (True, 0, True)
    assert (typed["taps"] <= 5, typed["digits"], typed["modelled_seconds"] <= 60) == (True, 13, True)


def test_every_screen_is_in_the_pictures(shown: Demonstration) -> None:
    wanted = {
        "scan": {"home", "bills", "methods", "done", "choices", "receipt", "goodbye"},
        "id": {"home", "take_card", "bills", "methods", "present", "done", "receipt", "goodbye"},
        "typed": {"home", "choices", "keypad", "bills", "methods", "done", "receipt", "goodbye"},
        "combined": {"home", "choices", "present", "bills", "methods", "pay_code", "done", "receipt"},
        "cash": {"home", "bills", "methods", "cash", "done", "receipt", "goodbye"},
        LEFT: {"home", "bills", "methods", "cash", "done", "receipt"},
        "prepaid": {"home", "choices", "keypad", "bill", "bills", "methods", "waiting", "done", "receipt"},
        "recharge_card": {
            "home",
            "bills",
            "methods",
            "keypad",
            "recharge_card",
            "done",
            "receipt",
            "goodbye",
        },
        "reprint": {"home", "bills", "methods", "done", "receipt", "choices", "take_card", "bill", "goodbye"},
        TAKES_HOME: {"home", "choices", "present", "take_card", "bill", "receipt", "goodbye"},
        "outage": {"home", "choices", "take_card", "bill", "goodbye"},
        "history": {"home", "choices", "keypad", "bars", "goodbye"},
        "repair": {"home", "choices", "keypad", "notice", "done", "receipt", "goodbye"},
        "capacity": {"home", "take_card", "choices", "keypad", "notice", "done", "receipt", "goodbye"},
        "debit": {"home", "take_card", "choices", "keypad", "notice", "done", "receipt", "goodbye"},
    }
    wanted["resume"] = wanted["capacity"]
    wanted |= dict.fromkeys(("household", "transfer", "open_account"), wanted["debit"] | {"present"})
    for name, screens in wanted.items():
        pictures = sorted((shown.out / name).glob("[0-9][0-9]-*.png"))
        assert screens <= {picture.stem[3:] for picture in pictures}
        assert [picture.stem[:2] for picture in pictures] == [f"{n:02d}" for n in range(1, len(pictures) + 1)]
        for picture in pictures:
            with Image.open(picture) as image:
                assert image.size == SIZES[shown.orientation]
                assert image.info == {}
                assert np.asarray(image.convert("L")).std() > 10, f"{picture.name} shows nothing"


PROOF = r"http://127\.0\.0\.1:\d+/v1/receipts/(\d+)\?code=[0-9A-Z]{8}"
PAYMENTS_ON_ONE_PAPER = {"others": 2}


def test_the_receipt_leads_to_its_proof(shown: Demonstration) -> None:
    for name in PAID:
        journey = played(shown)[name]
        slip = np.asarray(Image.open(shown.out / name / "receipt.png").convert("L"))
        proofs = [code.text for code in decode(slip, frozenset({"qr"}))]
        assert len(proofs) == PAYMENTS_ON_ONE_PAPER.get(name, 1)
        matches = [re.fullmatch(PROOF, proof) for proof in proofs]
        assert all(matches)
        assert journey["receipt_no"] in {match[1] for match in matches if match}


def test_nothing_personal_stays_behind(shown: Demonstration) -> None:
    files = everything_below(shown.folder)
    assert (shown.out / "summary.json") in files
    assert found_in(files, keys_below(shown.folder)) == []
    assert found_in({Path("said"): shown.said.encode()}) == []
