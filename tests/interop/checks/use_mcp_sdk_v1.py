"""The MCP SDK 1.x, over stdio and HTTP."""

import asyncio
import os

import all_tools
import mcp_sdk_v1
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client


async def use_all_tools(connection):
    async with connection as (read, write, *_), ClientSession(read, write) as session:
        await session.initialize()
        listed = {tool.name: (tool.inputSchema, tool.outputSchema) for tool in (await session.list_tools()).tools}

        async def call(name, arguments):
            result = await session.call_tool(name, arguments)
            return result.content[0].text, result.structuredContent, result.isError

        await all_tools.use(listed, call)


assert all_tools.BOTH_WALLETS in all_tools.printed(mcp_sdk_v1.main())
over_stdio = StdioServerParameters(command="wallet-portfolio", args=["serve", "--demo"])
asyncio.run(use_all_tools(stdio_client(over_stdio)))
asyncio.run(use_all_tools(streamable_http_client(os.environ["SERVED_AT"])))
