import asyncio

from mcp.client import Client
from mcp.client.stdio import StdioServerParameters


async def main():
    server = StdioServerParameters(command="wallet-portfolio", args=["serve", "--demo"])
    async with Client(server) as client:
        result = await client.call_tool("get_total_value", {"wallets": ["main", "sol"]})
        print(result.content[0].text)  # to read
        print(result.structured_content["total_usd"])  # exact, as text


if __name__ == "__main__":
    asyncio.run(main())
