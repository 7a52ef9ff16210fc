"""From words to a request, and from an answer to what to offer next. No I/O."""
