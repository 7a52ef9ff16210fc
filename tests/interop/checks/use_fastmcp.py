"""FastMCP's client, over stdio and HTTP."""

import asyncio
import os

import all_tools
import fastmcp_client
from fastmcp import Client
from fastmcp.client.transports import StdioTransport


async def use_all_tools(server):
    async with Client(server) as client:
        listed = {tool.name: (tool.input_schema, tool.output_schema) for tool in await client.list_tools()}

        async def call(name, arguments):
            result = await client.call_tool(name, arguments, raise_on_error=False)
            assert result.is_error or result.data.status == "ok"  # made by the schema
            return result.content[0].text, result.structured_content, result.is_error

        await all_tools.use(listed, call)


assert "Base ETH 0.750318462917305864" in all_tools.printed(fastmcp_client.main())
asyncio.run(use_all_tools(StdioTransport("wallet-portfolio", ["serve", "--demo"])))
asyncio.run(use_all_tools(os.environ["SERVED_AT"]))
