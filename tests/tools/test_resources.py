"""What can be attached to a conversation, through a real client of either era of the protocol."""

import json

import anyio
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.subscriptions import ResourcesListChanged, ResourceUpdated
from mcp.shared.exceptions import MCPError
from mcp.types import INTERNAL_ERROR, INVALID_PARAMS, ResourceListChangedNotification, ResourceTemplateReference

from support.answers import check_words
from support.processes import COMMAND, environment
from support.worlds import ALICE, BOB, CAROL
from wallet_portfolio.app import make_server
from wallet_portfolio.settings import Settings, config_file, load_settings

pytestmark = pytest.mark.anyio

CHAINS, WALLETS = "wallet-portfolio://chains", "wallet-portfolio://wallets"
MAIN = "wallet-portfolio://wallets/main/portfolio"
TEMPLATE = "wallet-portfolio://wallets/{wallet}/portfolio"
PAGE = "ui://wallet/portfolio"
DEMO = "Demo data: these wallets and figures are made up."
PATIENCE_SECONDS = 30


def save(wallets):
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(f'wallet_portfolio_wallets = "{wallets}"\n', encoding="utf-8")


@pytest.fixture
def saved(mode):
    """A client that keeps nothing, of a server whose wallets stand in the settings file."""
    save(f"main={ALICE}")
    return Client(make_server(load_settings()), mode=mode, cache=None)


async def text(client, uri):
    (content,) = (await client.read_resource(uri)).contents
    assert content.uri == uri
    assert content.mime_type == ("application/json" if uri.endswith(".json") else "text/markdown")
    return content.text


async def refusal(client, uri):
    with pytest.raises(MCPError) as refused:
        await client.read_resource(uri)
    return refused.value.error


async def names(client):
    return [wallet["name"] for wallet in json.loads(await text(client, WALLETS + ".json"))["wallets"]]


async def test_lists_portfolios_and_the_skill_are_listed(demo):
    listed = {resource.uri: resource for resource in (await demo.client.list_resources()).resources}
    portfolios = [f"wallet-portfolio://wallets/{name}/portfolio" for name in ("main", "sol", "btc", "empty", "many")]
    lists = [CHAINS, CHAINS + ".json", WALLETS, WALLETS + ".json"]
    assert list(listed) == [*lists, *portfolios, "skill://wallet-portfolio/SKILL.md", PAGE]
    assert len({resource.name for resource in listed.values()}) == len(listed)
    assert listed[MAIN].title == "Portfolio of main"
    assert all(resource.description and resource.mime_type for resource in listed.values())
    templates = (await demo.client.list_resource_templates()).resource_templates
    assert [template.uri_template for template in templates] == [TEMPLATE, TEMPLATE + ".json"]
    for uri, resource in listed.items():
        if uri == PAGE:
            continue  # a page is looked at in tests/tools/test_pages.py
        assert await text(demo.client, uri)
        assert resource.mime_type == ("application/json" if uri.endswith(".json") else "text/markdown")


async def test_what_is_read_says_what_the_tools_say_and_of_when_it_is(demo):
    for uri, tool, asked in ((MAIN, "show_portfolio", {"wallets": ["main"]}), (CHAINS, "list_supported_chains", {})):
        answer = await demo.ask(tool, **asked)
        said = await text(demo.client, uri)
        assert said.startswith(answer["summary"])
        assert all(notice in said for notice in answer["notices"])
        assert said.rstrip().endswith(" UTC")
        check_words(demo.tools, said)
        structured = json.loads(await text(demo.client, uri + ".json"))
        assert structured | {"as_of": None} == answer | {"as_of": None}


async def test_saved_wallets_are_shown_by_name_and_shortened_address(demo):
    said = await text(demo.client, WALLETS)
    assert said.splitlines()[:2] == ["- **main** (the default): 0x9B92…5227", "- **sol**: HnAaZ2…Ymbp"]
    assert DEMO in said
    assert ALICE not in said
    structured = json.loads(await text(demo.client, WALLETS + ".json"))
    assert structured["wallets"][0] == {"name": "main", "default": True, "addresses": ["0x9B92…5227"]}
    assert structured["notices"] == [DEMO]


async def test_any_way_of_writing_a_saved_name_leads_to_its_portfolio(demo):
    assert "**Total assets** $30,461.11" in await text(demo.client, "wallet-portfolio://wallets/MAIN/portfolio")


async def test_what_is_not_there_is_said_in_words(demo):
    for uri in ("wallet-portfolio://nothing", "skill://wallet-portfolio/NONE.md", "https://example.com", "main"):
        error = await refusal(demo.client, uri)
        assert (error.code, error.message) == (INVALID_PARAMS, "There is nothing at that address.")
        assert error.data == {"uri": uri}
    error = await refusal(demo.client, f"wallet-portfolio://wallets/{BOB}/portfolio")
    assert error.code == INVALID_PARAMS
    assert error.message == "No wallet is saved under that name. Saved wallets: main, sol, btc, empty, many."


async def test_without_credentials_the_reason_is_the_tools(saved):
    async with saved as client:
        assert await names(client) == ["main"]
        for uri in (MAIN, CHAINS):
            error = await refusal(client, uri)
            assert error.code == INTERNAL_ERROR
            assert "OKX_API_KEY" in error.message


async def test_without_a_saved_wallet_that_is_what_is_said(unconfigured):
    assert await text(unconfigured.client, WALLETS) == "No wallet is saved."
    error = await refusal(unconfigured.client, MAIN)
    assert (error.code, error.message) == (INVALID_PARAMS, "No wallet is saved.")


async def test_names_of_any_kind_have_an_address(mode):
    save(f"my wallet/数=0x1,{'*x*'}={ALICE},*x*={CAROL}")
    async with Client(make_server(load_settings()), mode=mode) as client:
        listed = [r.uri for r in (await client.list_resources()).resources if r.uri.startswith(WALLETS + "/")]
        assert listed == [
            "wallet-portfolio://wallets/my%20wallet%2F%E6%95%B0/portfolio",
            "wallet-portfolio://wallets/%2Ax%2A/portfolio",
        ]
        for uri in listed:
            assert "OKX_API_KEY" in (await refusal(client, uri)).message  # it is found, and then wants credentials
        assert await text(client, WALLETS) == (
            "- **my wallet/数** (the default): not a valid address\n- **x**: 0x9B92…5227, HnAaZ2…Ymbp"
        )


async def test_the_name_of_a_wallet_is_completed(demo):
    for uri in (TEMPLATE, TEMPLATE + ".json"):
        completed = await demo.client.complete(ResourceTemplateReference(uri=uri), {"name": "wallet", "value": "M"})
        assert completed.completion.values == ["main", "many"]


async def test_what_a_wallet_holds_is_kept_for_a_moment_and_by_its_reader_alone():
    async with Client(make_server(Settings(WALLET_PORTFOLIO_DEMO=True))) as client:
        for kept, scope, seconds in [
            (await client.list_tools(), "public", 300),
            (await client.list_prompts(), "public", 300),
            (await client.list_resource_templates(), "public", 300),
            (await client.read_resource(CHAINS), "public", 300),
            (await client.read_resource("skill://wallet-portfolio/SKILL.md"), "public", 300),
            (await client.list_resources(), "private", 10),
            (await client.read_resource(WALLETS), "private", 1),
            (await client.read_resource(MAIN), "private", 1),
        ]:
            assert (kept.cache_scope, kept.ttl_ms) == (scope, seconds * 1_000)


async def test_a_wallet_saved_later_is_known_at_the_next_call(saved):
    async with saved as client:
        assert await names(client) == ["main"]
        save(f"main={ALICE},cold={BOB}")
        completed = await client.complete(ResourceTemplateReference(uri=TEMPLATE), {"name": "wallet", "value": "c"})
        assert completed.completion.values == ["cold"]
        asked = await client.call_tool("get_total_value", {"wallets": ["cold"]})
        assert asked.structured_content["error"]["code"] == "not_configured"  # and not that the wallet is unknown
        unknown = await client.read_resource(WALLETS)
        assert "cold" in unknown.contents[0].text


async def test_settings_that_cannot_be_read_leave_the_wallets_as_they_were(saved, caplog):
    async with saved as client:
        save("cold")
        assert await names(client) == ["main"]
        config_file().unlink()
        assert await names(client) == []
    assert "The saved wallets stay as they were" in caplog.text


async def test_a_client_that_listens_hears_of_a_change_without_asking():
    save(f"main={ALICE}")
    async with (
        Client(make_server(load_settings())) as client,
        client.listen(resources_list_changed=True, resource_subscriptions=[WALLETS]) as events,
    ):
        save(f"main={ALICE},cold={BOB}")
        with anyio.fail_after(PATIENCE_SECONDS):
            heard = {await anext(events), await anext(events)}
        assert heard == {ResourcesListChanged(), ResourceUpdated(WALLETS)}


@pytest.mark.parametrize("way", ["in this process", "stdio"])
async def test_an_older_client_is_told_of_a_change(way, tmp_path):
    save(f"main={ALICE}")
    told = anyio.Event()

    async def hear(message):
        if isinstance(message, ResourceListChangedNotification):
            told.set()

    program = StdioServerParameters(command=COMMAND[0], args=[*COMMAND[1:], "serve"], env=environment(tmp_path))
    server = program if way == "stdio" else make_server(load_settings())
    async with Client(server, mode="legacy", message_handler=hear) as client:
        assert client.server_capabilities.resources.list_changed
        assert await names(client) == ["main"]
        save(f"main={ALICE},cold={BOB}")
        with anyio.fail_after(PATIENCE_SECONDS):
            await told.wait()
        assert await names(client) == ["main", "cold"]


async def test_a_client_that_only_asks_is_not_disturbed(saved):
    async with saved as client:
        assert await names(client) == ["main"]
        save(f"main={ALICE} ")  # written anew, and the same
        assert await names(client) == ["main"]
