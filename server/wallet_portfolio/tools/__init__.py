"""The tools: thin, one function each, with what they take and what they answer."""
