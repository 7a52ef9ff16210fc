import asyncio

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client


async def main():
    server = StdioServerParameters(command="wallet-portfolio", args=["serve", "--demo"])
    async with stdio_client(server) as streams, ClientSession(*streams) as session:
        await session.initialize()
        result = await session.call_tool("get_total_value", {"wallets": ["main", "sol"]})
        print(result.content[0].text)  # to read
        print(result.structuredContent["total_usd"])  # exact, as text


if __name__ == "__main__":
    asyncio.run(main())
