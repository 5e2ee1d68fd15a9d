"""The messages the kiosk and the gateway exchange: JSON over HTTP, one module per subject.

Every message is a frozen msgspec Struct that refuses unknown fields; the path says which message it is.
Money is integer fen. Personal data arrives here already masked. Nothing here does any I/O.
"""
