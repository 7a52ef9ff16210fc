import gzip
import json
from datetime import timedelta
from email.utils import parsedate_to_datetime

import anyio
import pytest

from simulator.signed_client import BALANCE, real_time
from wallet_portfolio.simulator import DEMO_WALLETS, Fault, faults

pytestmark = pytest.mark.anyio

CHAINS = f"{BALANCE}/supported/chain"
ALL = f"{BALANCE}/all-token-balances-by-address"


async def test_each_prepared_answer(caller, simulator):
    async def under(effect):
        simulator.faults.clear()
        simulator.faults.add(Fault(effect))
        return await caller.get(CHAINS)

    limited = await under(faults.rate_limited(retry_after="3"))
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "3")
    limited = await under(faults.rate_limited(status=200))
    assert (limited.status_code, limited.json()["code"]) == (200, "50011")
    assert "retry-after" not in limited.headers
    for status in (500, 502, 503, 200):
        page = await under(faults.html_page(status))
        assert (page.status_code, page.headers["content-type"]) == (status, "text/html")
    unpaid = await under(faults.payment_required())
    assert (unpaid.status_code, unpaid.content) == (402, b"")
    busy = await under(faults.service_code("50001", "later", status=503))
    assert (busy.status_code, busy.json()) == (503, {"code": "50001", "msg": "later", "data": []})
    elsewhere = await under(faults.redirect("https://elsewhere.example/"))
    assert (elsewhere.status_code, elsewhere.headers["location"]) == (302, "https://elsewhere.example/")
    with pytest.raises(UnicodeDecodeError):
        (await under(faults.invalid_utf8())).content.decode()
    assert (await under(faults.wrong_shape([1]))).json() == [1]
    assert simulator.violations == []
    assert simulator.requests[-1].status == 200


async def test_a_fault_strikes_those_it_is_meant_for(caller, simulator):
    simulator.faults.add(
        Fault(faults.html_page(502), path="/all-token-balances-by-address", when=lambda r: "137" in r.chains, times=1)
    )
    query = {"address": DEMO_WALLETS["main"]}
    assert (await caller.get(CHAINS)).status_code == 200
    assert (await caller.get(ALL, {**query, "chains": "1,1371"})).status_code == 200
    assert (await caller.get(ALL, {**query, "chains": "1,137"})).status_code == 502
    assert (await caller.get(ALL, {**query, "chains": "1,137"})).status_code == 200


async def test_faults_of_one_kind_strike_one_after_the_other(caller, simulator):
    for status in (500, 503):
        simulator.faults.add(Fault(faults.html_page(status), times=1))
    assert [(await caller.get(CHAINS)).status_code for _ in range(3)] == [500, 503, 200]
    simulator.faults.add(Fault(faults.html_page(500)))
    assert (await caller.get(CHAINS)).status_code == 500
    simulator.faults.clear()
    assert (await caller.get(CHAINS)).status_code == 200


async def test_a_changed_answer(caller, simulator):
    simulator.faults.add(Fault(faults.Mutate(lambda body: {**body, "code": 0, "data": body["data"][:1]})))
    body = (await caller.get(CHAINS)).json()
    assert (body["code"], len(body["data"])) == (0, 1)
    simulator.faults.add(Fault(faults.html_page(200)))
    assert (await caller.get(CHAINS)).content.startswith(b"<!DOCTYPE")


async def test_faulty_answers_do_not_hide_violations(caller, simulator):
    simulator.faults.add(Fault(faults.html_page(500)))
    assert (await caller.get(CHAINS, OK_ACCESS_SIGN="bm8=")).status_code == 500
    assert [line.split()[0] for line in simulator.violations] == ["50113"]


async def test_a_clock_that_is_off(caller, simulator):
    simulator.faults.add(Fault(faults.ClockOffset(90)))
    response = await caller.get(CHAINS)
    assert (response.status_code, response.json()["code"]) == (401, "50102")
    shown = parsedate_to_datetime(response.headers["date"])
    assert simulator.violations == [], "the service's clock is wrong, not the client's"
    corrected = await caller.get(CHAINS, now=shown)
    assert corrected.status_code == 200
    wrong_either_way = await caller.get(CHAINS, now=real_time() - timedelta(seconds=60))
    assert wrong_either_way.status_code == 401
    assert [line.split()[0] for line in simulator.violations] == ["50102"]


async def test_hanging_ends_with_the_clients_patience(caller, simulator):
    simulator.faults.add(Fault(faults.Hang(3600)))
    with anyio.move_on_after(0.02) as patience:
        await caller.get(CHAINS)
    assert patience.cancelled_caught
    assert simulator.requests[0].status is None
    simulator.faults.clear()
    simulator.faults.add(Fault(faults.Hang(0.001)))
    assert (await caller.get(CHAINS)).json()["code"] == "0"


async def test_a_gzip_bomb_is_small_until_it_is_opened():
    bomb = faults.gzip_bomb(2).reply.body
    assert len(bomb) < 10_000
    assert len(gzip.decompress(bomb)) == 2 * 1024 * 1024


async def test_broken_delivery_in_process(caller, simulator):
    simulator.faults.add(Fault(faults.CutShort(), times=1))
    response = await caller.get(CHAINS)
    assert len(response.content) < int(response.headers["content-length"])
    with pytest.raises(json.JSONDecodeError):
        response.json()
    simulator.faults.add(Fault(faults.EndlessBody(mebibytes=2), times=1))
    assert len((await caller.get(CHAINS)).content) > 2 * 1024 * 1024
    simulator.faults.add(Fault(faults.Reset()))
    with pytest.raises(ConnectionResetError):
        await caller.get(CHAINS)
    assert simulator.requests[-1].status is None


async def test_effects_of_different_stages_add_up(caller, simulator):
    simulator.faults.add(Fault(faults.rate_limited(status=200)))
    simulator.faults.add(Fault(faults.Mutate(lambda body: {**body, "msg": "changed"})))
    simulator.faults.add(Fault(faults.ClockOffset(-5)))
    response = await caller.get(CHAINS)
    assert response.json() == {"code": "50011", "msg": "changed"}
