"""The invented city of a fleet: a demonstration gateway reads it, and every number in it is a right one."""

from kiosk.fleet.homes import demonstration_homes, file_of, homes_for
from kiosk.gateway.demonstration.meters import meters_by_biller, meters_of
from kiosk.gateway.demonstration.residents import households_of, residents, words
from kiosk.gateway.parties.biller_rules import shipped_biller_book

BOOK = shipped_biller_book()


def test_the_gateway_reads_the_households_that_the_fleet_knows() -> None:
    homes = homes_for(60)
    households = households_of(file_of(homes))

    assert [each.id_number for each in households] == [home.id_number for home in homes]
    for home, household in zip(homes, households, strict=True):
        billed = [(a.number, BOOK[a.biller_id].utility) for a in household.accounts if a.bills]
        assert billed == list(home.accounts)


def test_every_number_passes_its_billers_check_and_is_nobody_elses() -> None:
    households = households_of(file_of(homes_for(300)))
    accounts = [each for household in (*households, *residents(BOOK)) for each in household.accounts]

    assert all(BOOK[each.biller_id].number.valid(each.number) for each in accounts)
    assert len({(each.biller_id, each.number) for each in accounts}) == len(accounts)
    cards = [household.id_number for household in households]
    assert len(set(cards)) == len(cards)
    assert not set(cards) & {household.id_number for household in residents(BOOK)}


def test_every_prepaid_meter_belongs_to_a_household_of_the_file() -> None:
    homes = homes_for(120)
    file = file_of(homes)
    of_biller = meters_by_biller(words(), households_of(file), meters_of(file))

    found = {meter.number for meters in of_biller.values() for meter in meters}
    assert found == {home.meter for home in homes if home.meter}
    assert {meter.way for meters in of_biller.values() for meter in meters} == {
        "online",
        "offline",
        "refuses",
        "no_keypad",
    }


def test_a_gateway_that_runs_with_a_file_of_households_has_those_too() -> None:
    homes = homes_for(30)
    found = demonstration_homes(file_of(homes))

    assert len(found) == len(residents(BOOK)) + 30
    assert list(found[-30:]) == list(homes)


def test_a_gateway_that_runs_has_the_demonstrations_own_homes() -> None:
    homes = demonstration_homes()

    assert len(homes) == len(residents(BOOK))
    assert sum(bool(home.meter) for home in homes) >= 2
    assert "3102664300013" not in {number for home in homes for number, _ in home.accounts}
