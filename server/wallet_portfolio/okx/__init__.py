"""Everything that knows OKX: signing, transport, pacing, wire models, error codes. No other package does."""
