"""The MCP SDK 2.x, over stdio and HTTP, of the current protocol and of the handshake before it."""

import asyncio
import os

import all_tools
import mcp_sdk
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters


async def use_all_tools(server, mode):
    async with Client(server, mode=mode) as client:
        listed = {tool.name: (tool.input_schema, tool.output_schema) for tool in (await client.list_tools()).tools}

        async def call(name, arguments):
            result = await client.call_tool(name, arguments)
            return result.content[0].text, result.structured_content, result.is_error

        await all_tools.use(listed, call)


assert all_tools.BOTH_WALLETS in all_tools.printed(mcp_sdk.main())
over_stdio = StdioServerParameters(command="wallet-portfolio", args=["serve", "--demo"])
asyncio.run(use_all_tools(over_stdio, mode="auto"))
asyncio.run(use_all_tools(os.environ["SERVED_AT"], mode="legacy"))
