"""The bundle's entry point: the server over stdio, also for hosts that run this file without arguments of their own."""

import sys

from wallet_portfolio.cli import main

sys.argv[1:] = ["serve"]
main()
