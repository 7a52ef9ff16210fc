"""Every tool, once."""

from wallet_portfolio.tools.ask_wallet import ASK_WALLET, AskTool
from wallet_portfolio.tools.direct import DIRECT_TOOLS, DirectTool

AnyTool = DirectTool | AskTool

TOOLS: tuple[AnyTool, ...] = (*DIRECT_TOOLS, ASK_WALLET)
BY_NAME: dict[str, AnyTool] = {tool.name: tool for tool in TOOLS}
