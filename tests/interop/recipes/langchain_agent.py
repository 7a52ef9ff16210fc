import asyncio

from langchain.agents import create_agent
from langchain_mcp_adapters.client import MultiServerMCPClient
from langchain_mcp_adapters.tools import load_mcp_tools

SERVERS = {"wallets": {"transport": "stdio", "command": "wallet-portfolio", "args": ["serve", "--demo"]}}


async def main(model="openai:gpt-5"):
    async with MultiServerMCPClient(SERVERS).session("wallets") as session:
        agent = create_agent(model, await load_mcp_tools(session))
        result = await agent.ainvoke({"messages": "How is my portfolio doing?"})
    print(result["messages"][-1].text)


if __name__ == "__main__":
    asyncio.run(main())
