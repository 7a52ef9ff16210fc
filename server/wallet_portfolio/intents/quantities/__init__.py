"""How quantities are found in a sentence: its characters made plain, cut into tokens, and read token by token."""
