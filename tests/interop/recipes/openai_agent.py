import asyncio

from agents import Agent, Runner
from agents.mcp import MCPServerStdio


async def main(model="gpt-5"):
    server = {"command": "wallet-portfolio", "args": ["serve", "--demo"]}
    async with MCPServerStdio(server, cache_tools_list=True, client_session_timeout_seconds=60) as wallets:
        agent = Agent("Wallets", instructions="Answer with the tools.", mcp_servers=[wallets], model=model)
        result = await Runner.run(agent, "How is my portfolio doing?")
    print(result.final_output)


if __name__ == "__main__":
    asyncio.run(main())
