"""OpenAI Agents SDK: an agent whose model is a stub that calls every tool and then repeats what it read."""

import json

import all_tools
import openai_agent
from agents import Model, ModelResponse, Usage, set_tracing_disabled
from agents.models.openai_responses import Converter
from agents.strict_schema import ensure_strict_json_schema
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText


class Stub(Model):
    async def get_response(self, system_instructions, input, model_settings, tools, *args, **kwargs):  # noqa: A002
        read = [item["output"] for item in input if item.get("type") == "function_call_output"]
        if read:
            text = ResponseOutputText(text="\n".join(map(str, read)), type="output_text", annotations=[])
            said = ResponseOutputMessage(id="1", content=[text], role="assistant", status="completed", type="message")
            return ModelResponse(output=[said], usage=Usage(), response_id=None)
        self.digest(tools)
        calls = [
            ResponseFunctionToolCall(arguments=json.dumps(arguments), call_id=str(n), name=name, type="function_call")
            for n, (name, arguments) in enumerate(all_tools.FOR_AN_AGENT)
        ]
        return ModelResponse(output=calls, usage=Usage(), response_id=None)

    def digest(self, tools):
        """As they are sent to the service: as they are, and made strict."""
        sent = Converter.convert_tools(tools, handoffs=[]).tools
        assert {tool["name"] for tool in sent} == set(all_tools.CALLS)
        for tool in tools:
            ensure_strict_json_schema(json.loads(json.dumps(tool.params_json_schema)))

    def stream_response(self, *args, **kwargs):
        raise NotImplementedError


set_tracing_disabled(True)
all_tools.check_agent(openai_agent.main(Stub()))
