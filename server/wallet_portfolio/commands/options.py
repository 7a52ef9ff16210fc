"""The options that several commands have."""

from typing import Annotated

import typer

USUAL_SECONDS = 30  # between two looks of --watch

Demo = Annotated[bool, typer.Option("--demo", help="Use made-up wallets; no credentials and no network.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the structured result.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print the rows as CSV; what is missing goes to stderr.")]
NoLines = Annotated[
    bool, typer.Option("--no-lines", help="Leave out the lines of prices, which take up to five requests.")
]
Watch = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=86_400,
        metavar="[SECONDS]",
        help=f"Stay, and ask again every so many seconds ({USUAL_SECONDS}); Ctrl-C ends it.",
        show_default=False,
    ),
]
