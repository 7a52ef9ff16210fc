import asyncio

from fastmcp.client.transports import StdioTransport
from pydantic_ai import Agent
from pydantic_ai.mcp import MCPToolset


async def main(model="openai:gpt-5"):
    server = StdioTransport("wallet-portfolio", ["serve", "--demo"])
    wallets = MCPToolset(server, include_instructions=True, init_timeout=60)
    agent = Agent(model, toolsets=[wallets])
    async with agent:
        result = await agent.run("How is my portfolio doing?")
    print(result.output)


if __name__ == "__main__":
    asyncio.run(main())
