"""How fast it is: `make bench` measures, `make bench-compare` says what changed. One module a subject."""
