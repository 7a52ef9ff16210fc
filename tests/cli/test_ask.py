"""Requests in plain words."""

import json

import pytest

from support.answers import check_words
from support.worlds import ALICE, BOB
from wallet_portfolio.tools.catalog import TOOLS


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        ("which chains do you support?", "6 networks are supported: Ethereum, BNB Chain"),
        ("is Polygon supported", "Polygon is supported."),
        ("is etherium supported", "Ethereum is supported."),
        ("what is my wallet worth", "Total assets $13,865.25"),
        ("how much do I have in DeFi", "DeFi positions $1,204.88"),
        (f"what is {BOB} worth in total", "Total assets $6,346.04"),
        ("show my portfolio", "$5,763.54"),
        ("show everything I hold on polygone", "1 holding worth $258.83 on Polygon"),
        ("what is in my bob wallet", "2 holdings worth $6,346.04"),
        ("how much USDC do I have on Base?", "USDC 1,820.11 ($1,819.89) on Base"),
        ("my eth and usdc", "USDC 5,070.66"),
    ],
)
def test_a_request_is_answered(run, service, request_, said):
    result = run("ask", request_, **service.settings())
    assert (result.exit_code, result.stderr) == (0, "")
    assert said in result.stdout


def test_a_name_of_a_wallet_is_no_coin(run, service):
    result = run("ask", "what is in my sol wallet", **service.settings(WALLET_PORTFOLIO_WALLETS=f"sol={ALICE}"))
    assert "6 holdings" in result.stdout


@pytest.mark.parametrize(
    ("request_", "cannot", "would"),
    [
        ("write a python script that sorts a list", "That is something I cannot do.", "Would you like to "),
        ("please send 1 ETH to my friend", "That is something I cannot do.", "Would you like to "),
        ("帮我写一首关于大海的诗", "这个我做不到。", "查看您的资产组合"),
        ("escríbeme un poema sobre el mar, por favor", "Eso no puedo hacerlo.", "¿Te gustaría "),
        ("escreva um poema sobre o mar para mim, por favor", "Isso eu não consigo fazer.", "portfólio"),
        ("海についての詩を書いてください", "それは私にはできません。", "ポートフォリオを見る"),
    ],
)
def test_what_it_cannot_do_is_followed_by_what_it_can(run, service, request_, cannot, would):
    result = run("ask", request_, **service.settings())
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(cannot)
    assert would in result.stdout
    assert list(service.stand_in.requests) == []
    check_words(TOOLS, result.stdout)


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        ("what is my wallet worth in total?", "Total assets $13,865.25"),
        ("我的钱包总共值多少钱？", "总资产 $13,865.25"),
        ("¿Cuánto vale mi cartera en total?", "Activos totales $13,865.25"),
        ("Quanto vale a minha carteira no total?", "Total de ativos $13,865.25"),
        ("私のウォレットの合計はいくらですか？", "総資産 $13,865.25"),
    ],
)
def test_the_answer_is_in_the_language_of_the_request(run, service, request_, said):
    result = run("ask", request_, **service.settings())
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(said)
    assert ("Would you like" in result.stdout) == ("Total assets" in said)
    check_words(TOOLS, result.stdout)
    demo = run("ask", request_, "--demo")
    assert ("Demo data" in demo.stdout) == ("Total assets" in said)
    assert "$30,462.18" in demo.stdout


@pytest.mark.parametrize(
    ("request_", "status", "said"),
    [
        ("I want to swap ETH for USDC on Base", 1, "How much should it be?"),
        ("quiero cambiar ETH por USDC en Base", 1, "¿"),
        ("BaseでETHをUSDCに交換したい", 1, "？"),
        ("", 2, "request is needed."),
        ("show my portfolio " * 300, 2, "request takes at most 4000 characters."),
    ],
)
def test_what_cannot_be_answered_is_said_on_stderr(run, service, request_, status, said):
    result = run("ask", request_, **service.settings())
    assert (result.exit_code, result.stdout) == (status, "")
    assert said in result.stderr
    assert ("How much" in result.stderr) == request_.startswith("I want")


def test_without_a_request_it_is_wrongly_used(run):
    assert run("ask").exit_code == 2
    assert run("ask", "show", "my", "portfolio").exit_code == 2


def test_a_question_back_is_printed_as_json_too(run, service):
    result = run("ask", "I want to swap ETH for USDC on Base", "--json", **service.settings())
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert (answer["status"], answer["missing"]) == ("needs_input", ["amount"])
    assert answer["slots"] == {"chains": ["8453"], "sell": "ETH", "buy": "USDC"}
    assert answer["question"] in result.stderr


def test_without_credentials_it_is_said_in_the_language_of_the_request(run):
    result = run("ask", "¿Cuánto vale mi cartera en total?")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Three steps" not in result.stderr
    assert "OKX_API_KEY" in result.stderr


def test_nothing_of_a_private_key_is_printed_or_logged(run, service, caplog):
    caplog.set_level("DEBUG")
    key = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"
    printed = ""
    for request in (f"is my private key {key} safe?", f"what is {key} worth?", f"price chart of {key}"):
        for options in ([], ["--json"]):
            result = run("-v", "ask", request, *options, **service.settings())
            printed += result.stdout + result.stderr
    assert printed
    assert key[:8] not in printed + caplog.text


def test_the_structured_answer_says_what_was_understood(run, service):
    result = run("ask", f"how much ETH does {ALICE} hold", "--json", **service.settings())
    answer = json.loads(result.stdout)
    assert answer["intent"] == "token_balances"
    assert answer["slots"] == {"wallets": [ALICE], "tokens": ["ETH"]}
    assert answer["answer"]["holdings"][0]["amount"] == "1.842905317264180593"


def test_a_mistyped_address_is_not_answered_for_another_wallet(run, service):
    result = run("ask", f"what is {ALICE[:-1]}8 worth", **service.settings())
    assert (result.exit_code, result.stdout) == (1, "")
    assert "wrong checksum" in result.stderr
