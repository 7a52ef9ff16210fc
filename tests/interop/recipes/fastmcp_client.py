import asyncio

from fastmcp import Client
from fastmcp.client.transports import StdioTransport


async def main():
    async with Client(StdioTransport("wallet-portfolio", ["serve", "--demo"])) as client:
        result = await client.call_tool("list_holdings", {"wallets": ["main"], "limit": 5})
        print(result.content[0].text)
        for holding in result.structured_content["holdings"]:
            print(holding["chain"], holding["symbol"], holding["amount"])


if __name__ == "__main__":
    asyncio.run(main())
