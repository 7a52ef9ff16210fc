"""Shared by the tests: small worlds, and what is needed to ask about them."""
