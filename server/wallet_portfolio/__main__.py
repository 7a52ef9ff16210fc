"""`python -m wallet_portfolio`."""

from wallet_portfolio.cli import main

main()
