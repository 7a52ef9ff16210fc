"""Pydantic AI: an agent whose model is a function that calls every tool and then repeats what it read."""

import all_tools
import pydantic_ai_agent
from pydantic_ai.messages import ModelResponse, RetryPromptPart, TextPart, ToolCallPart, ToolReturnPart
from pydantic_ai.models.function import FunctionModel


def answer(messages, info):
    read = [
        part for message in messages for part in message.parts if isinstance(part, ToolReturnPart | RetryPromptPart)
    ]
    if read:
        return ModelResponse(parts=[TextPart("\n".join(str(part.content) for part in read))])
    assert {tool.name for tool in info.function_tools} == set(all_tools.CALLS)
    assert "wallets" in info.instructions  # the server's own
    return ModelResponse(parts=[ToolCallPart(name, arguments) for name, arguments in all_tools.FOR_AN_AGENT])


all_tools.check_agent(pydantic_ai_agent.main(FunctionModel(answer)))
