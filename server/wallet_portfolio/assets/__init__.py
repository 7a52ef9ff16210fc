"""The domain, pure: chains, addresses, tokens, exact amounts, holdings, risk. No I/O."""
