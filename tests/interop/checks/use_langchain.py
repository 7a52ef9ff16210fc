"""LangChain: an agent whose model is a fake one that calls every tool and then repeats what it read."""

import all_tools
import langchain_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.utils.function_calling import convert_to_openai_tool


class Fake(BaseChatModel):
    @property
    def _llm_type(self):
        return "fake"

    def bind_tools(self, tools, **kwargs):
        """As they are sent to a service: as they are, and made strict."""
        for strict in (None, True):
            sent = [convert_to_openai_tool(tool, strict=strict)["function"] for tool in tools]
            assert {tool["name"] for tool in sent} == set(all_tools.CALLS)
        return self

    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        read = [message.text for message in messages if isinstance(message, ToolMessage)]
        calls = [
            {"name": name, "args": arguments, "id": str(n), "type": "tool_call"}
            for n, (name, arguments) in enumerate(all_tools.FOR_AN_AGENT)
        ]
        said = AIMessage("\n".join(read)) if read else AIMessage("", tool_calls=calls)
        return ChatResult(generations=[ChatGeneration(message=said)])


all_tools.check_agent(langchain_agent.main(Fake()))
