"""What the journey of somebody with a meter card knows of its machine."""

from kiosk.session.rules import PHONE_CODES, NumberRule, PhoneCode, Rules, Service, Timing, Utility

RULES = Rules(
    machine_number="1",
    service_phone="",
    utilities=(Utility("electricity", "electricity", "electricity", NumberRule(8)),),
    not_fitted=frozenset(),
    phone_codes=(*PHONE_CODES, PhoneCode("ecny", r"01\d{17}")),
    timing=Timing(screen_wait_s=600.0),  # whoever has to wait for so long leaves by themselves
    services=(Service("card", "meter_card", "card"),),
)
