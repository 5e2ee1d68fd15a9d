"""Signatures of requests and answers: RFC 9421 in one narrow profile, for kiosk and gateway alike. Pure."""
