"""One module a question: what to fetch, in what order, what it means."""
