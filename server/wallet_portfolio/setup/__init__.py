"""Writes this server into the configuration of MCP clients, takes it out again, and looks at what is there."""
