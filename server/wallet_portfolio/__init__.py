"""Answers questions about crypto wallets: an MCP server, an Agent Skill and a command line."""

__version__ = "0.1.0"
