"""The unified payment gateway: bills, payments and receipts over HTTP, kept in one SQL database.

Runs inside the kiosk process on loopback or alone. Never imports the session, the runtime or the screens.
"""
