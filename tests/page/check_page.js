// The page in a real browser, in a sandboxed frame, against the official host and the real server over the demo.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { python, start } from "./harness.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ATTACK = "<img src=x onerror=alert(1)>";
let world;

before(async () => (world = await start()));
after(async () => world?.stop());

/** A check with a view of its own, which has to end without an error on the console and without a request refused. */
function check(name, options, body) {
  test(name, async () => {
    const view = await world.open(options);
    let alerted = false;
    view.page.on("dialog", (dialog) => ((alerted = true), dialog.dismiss()));
    await body(view);
    assert.deepEqual(view.wrong, []);
    assert.deepEqual(view.requests, ["/", "/host.js", "/view"], "the page asks for nothing");
    assert.equal(alerted, false);
    await view.close();
  });
}

const symbols = (view) => view.frame.locator("#rows .pick").allTextContents();
const text = (view, selector) => view.frame.locator(selector).innerText();
const calls = async (view, name) => (await view.record()).calls.filter((call) => call.name === name).map((call) => call.arguments);
const everything = async () => {
  const rows = [];
  let cursor = null;
  do {
    const given = { wallets: ["many"], include_risky: true, limit: 200, ...(cursor ? { cursor } : {}) };
    const { structuredContent } = await world.client.callTool({ name: "list_holdings", arguments: given });
    rows.push(...structuredContent.holdings);
    cursor = structuredContent.next_cursor;
  } while (cursor);
  return rows;
};

/** An answer of the server's, changed. */
async function changed(name, given, change) {
  const result = await world.client.callTool({ name, arguments: given });
  change(result.structuredContent);
  return result;
}

test("it is served as hosts want it", () => {
  assert.equal(world.mimeType, "text/html;profile=mcp-app");
  assert.equal(world.meta.ui.csp, undefined, "it lives under the default policy");
  assert.ok(Buffer.byteLength(world.html) < 60_000);
});

check("it introduces itself, waits, and shows a portfolio", {}, async (view) => {
  const { app } = await view.record();
  assert.equal(app.info.name, "wallet-portfolio");
  assert.equal(await view.frame.locator(".skeleton").count(), 1);
  assert.equal(await view.frame.getAttribute("#page", "aria-busy"), "true");
  const answer = await view.show("show_portfolio", { wallets: ["main"] });
  assert.equal(await text(view, ".headline .figure"), "$30,461.11");
  assert.equal((await text(view, ".pill")).replace(/\s+/g, " "), "24 h +$134.29 (+0.5%)");
  assert.match(await text(view, ".facts"), /\$1,843\.00 of it in DeFi/);
  assert.deepEqual(await symbols(view), answer.holdings.map((one) => one.symbol));
  assert.deepEqual(await view.frame.locator("#notes li").allTextContents(), answer.notices);
  assert.equal(await view.frame.locator(".skeleton").count(), 0);
  const { sizes } = await view.record();
  assert.ok(sizes.length > 0 && sizes.at(-1).height > 600);
});

check("figures and shares are those that the answer's text has", {}, async (view) => {
  const { summary } = await view.show("show_portfolio");
  const table = summary.split("\n").filter((line) => line.startsWith("| ")).slice(2);
  const rows = await view.frame.locator("#rows tr[data-place]").evaluateAll((all) =>
    all.map((row) => [...row.cells].map((cell) => (cell.querySelector(".pick, div:not(.narrow)") ?? cell).textContent)),
  );
  // On the page: token, network, amount, price, value, share, 24 h.
  const shown = rows.map(([token, network, amount, , value, share, day]) => [token, amount, value, share, day, network]);
  assert.deepEqual(shown.map((row) => `| ${row.join(" | ")} |`), table);
  const networks = await view.frame.locator("#allocation section:nth-child(2) li").evaluateAll((all) =>
    all.map((one) => `${one.querySelector(".name").textContent} ${one.querySelector(".percent").textContent}`),
  );
  for (const network of networks.slice(0, -1)) assert.ok(summary.includes(network), network);
});

check("any figure is shown as the answers' texts show it", {}, async (view) => {
  const { whole, rows } = python("figures.py");
  const shown = await view.frame.evaluate(
    ([all, texts]) => {
      const { parse, negate, percentOf } = Decimals;
      return texts.map((text) => {
        const one = parse(text);
        return {
          text, usd: Format.usd(one), loss: Format.usd(negate(one)), amount: Format.amount(one), price: Format.price(one),
          change: Format.percent(one, true), fall: Format.percent(negate(one), true), share: Format.percent(percentOf(one, parse(all))),
        };
      });
    },
    [whole, rows.map((row) => row.text)],
  );
  assert.ok(rows.length > 600);
  assert.deepEqual(shown, rows);
});

check("sorting and filtering load what is missing first", {}, async (view) => {
  await view.show("show_portfolio");
  await view.frame.locator("th.token button").click();
  await view.frame.waitForFunction(() => document.querySelector("#more").textContent.startsWith("27 of 27"));
  assert.equal(await view.frame.getAttribute("th.token", "aria-sort"), "ascending");
  assert.equal(await view.frame.getAttribute("th.value", "aria-sort"), null);
  assert.deepEqual((await symbols(view)).slice(0, 3), ["AERO", "ARB", "AVAX"]);
  await view.frame.locator("th.token button").click();
  assert.equal(await view.frame.getAttribute("th.token", "aria-sort"), "descending");
  await view.frame.locator("th.amount button").click();
  assert.deepEqual((await symbols(view)).slice(0, 3), ["PEPE", "SAFEPUP", "TOAD"]);
  await view.frame.locator("#search").fill("usd");
  assert.ok((await symbols(view)).every((symbol) => /USD/.test(symbol)));
  await view.frame.locator("#chain").selectOption("Base");
  assert.deepEqual(await symbols(view), ["USDC", "vAMM-OLD/USDC"]);
  await view.frame.locator("#search").fill("nothing like it");
  assert.match(await text(view, "#more"), /No holding matches/);
  await view.frame.locator("#search").fill("");
  await view.frame.locator("#search").pressSequentially("zebra");
  assert.equal(await view.frame.locator("#search").inputValue(), "zebra");
  assert.deepEqual(await calls(view, "list_holdings"), [{ limit: 200 }]);
});

check("what has no price comes last either way", {}, async (view) => {
  await view.show("show_portfolio");
  for (const order of ["ascending", "descending"]) {
    await view.frame.locator("th.price button").click();
    await view.frame.waitForFunction(() => document.querySelector("#more").textContent.startsWith("27 of 27"));
    await view.frame.locator("#scroller").evaluate((one) => (one.scrollTop = one.scrollHeight));
    await view.frame.waitForSelector('tr[data-place="26"]');
    assert.ok(["GARDEN", "vAMM-OLD/USDC", "Visit …(… to claim 5,000 USCD"].includes((await symbols(view)).at(-1)), order);
  }
});

check("risky tokens are behind a switch, and marked", {}, async (view) => {
  await view.show("show_portfolio", { wallets: ["main"] });
  assert.ok(!(await symbols(view)).includes("AIRDROP"));
  await view.frame.getByRole("switch").check();
  await view.frame.waitForSelector("tr.risky");
  assert.deepEqual(await calls(view, "list_holdings"), [{ wallets: ["main"], include_risky: true, limit: 200 }]);
  const risky = view.frame.locator("tr.risky");
  assert.match(await risky.first().innerText(), /AIRDROP[^]*⚠ risky/);
  assert.match(await text(view, "#notes"), /Demo data[^]*The total counts[^]*Beware of impostors/);
  await view.frame.getByRole("switch").uncheck();
  assert.equal(await risky.count(), 0);
  assert.ok(!(await symbols(view)).includes("AIRDROP"));
});

check("a chart is asked for, and read with pointer and keys", {}, async (view) => {
  await view.show("show_portfolio");
  await view.frame.locator("button.pick").first().click();
  await view.frame.waitForSelector("#plot svg");
  assert.deepEqual(await calls(view, "get_price_chart"), [{ token: "1:native", bar: "4H", points: 42 }]);
  assert.equal(await view.frame.evaluate(() => document.activeElement.id), "chart-title");
  const plot = view.frame.getByRole("slider");
  assert.equal(await plot.getAttribute("aria-valuenow"), "42");
  const box = await plot.boundingBox();
  await plot.hover({ position: { x: 1, y: 50 } });
  assert.equal(await plot.getAttribute("aria-valuenow"), "1");
  const first = await text(view, "#readout");
  await plot.press("ArrowRight");
  assert.notEqual(await text(view, "#readout"), first);
  await plot.press("End");
  assert.equal(await plot.getAttribute("aria-valuenow"), "42");
  assert.match(await plot.getAttribute("aria-valuetext"), /: \$[\d,.]+$/);
  assert.ok(box.width > 500);
  await view.frame.locator(".ranges button").first().click();
  await view.frame.waitForFunction(() => document.querySelector("#plot")?.getAttribute("aria-valuemax") === "48");
  assert.equal((await calls(view, "get_price_chart"))[1].bar, "30m");
  await view.page.keyboard.press("Escape");
  assert.equal(await view.frame.locator("#chart").isHidden(), true);
  assert.equal(await view.frame.evaluate(() => document.activeElement.className), "pick");
});

check("a next step is said in the conversation", {}, async (view) => {
  const { next_steps: steps } = await view.show("show_portfolio");
  await view.frame.locator("button.step").nth(1).click();
  await view.frame.waitForFunction(() => document.querySelector("#status").textContent);
  const { messages } = await view.record();
  assert.deepEqual(messages, [{ role: "user", content: [{ type: "text", text: steps[1].say }] }]);
  assert.equal(await view.frame.locator("#status").textContent(), "Sent to the conversation");
});

check("with a page further down shown, the whole list is loaded from its beginning", {}, async (view) => {
  const { structuredContent: first } = await world.client.callTool({ name: "list_holdings", arguments: { limit: 20 } });
  const last = await view.show("list_holdings", { limit: 20, cursor: first.next_cursor });
  assert.equal(last.next_cursor, null);
  await view.frame.locator("#load").click();
  await view.frame.locator("#more").getByText("27 of 27 shown").waitFor();
  assert.deepEqual((await symbols(view)).slice(0, 10), first.holdings.slice(0, 10).map((one) => one.symbol));
});

check("refresh asks the same question again", {}, async (view) => {
  await view.show("list_holdings", { wallets: ["main"], chains: ["Base"] });
  assert.equal(await text(view, ".headline h1"), "Holdings listed");
  await view.frame.locator("#refresh").click();
  await view.frame.waitForSelector('main[aria-busy="false"]');
  assert.deepEqual(await calls(view, "list_holdings"), [{ wallets: ["main"], chains: ["Base"] }]);
  assert.equal(await view.frame.evaluate(() => document.activeElement.id), "refresh");
});

check("what is not loaded yet is not summed up", {}, async (view) => {
  await view.show("list_holdings", { wallets: ["main"], limit: 5 });
  assert.equal(await view.frame.locator(".byNetwork").count(), 0);
  assert.match(await text(view, ".byToken"), /USDC · Ethereum[^]*USDT · BNB Chain/);
  await view.frame.locator("#load").click();
  await view.frame.waitForSelector(".byNetwork");
  assert.doesNotMatch(await text(view, ".byToken"), / · /);
});

check("a chart can be what it is shown for", { width: 360 }, async (view) => {
  await view.show("get_price_chart", { token: "ETH", chain: "Ethereum" });
  assert.match(await text(view, "#chart-title"), /Price of ETH/);
  assert.equal(await view.frame.locator("#plot svg").count(), 1);
  assert.equal(await view.frame.locator("#holdings").isHidden(), true);
  assert.equal(await view.frame.locator("button.step").count() > 0, true);
});

check("it follows the host's theme, colours and language, and goes when told", {}, async (view) => {
  await view.show("show_portfolio");
  const colour = () => view.frame.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(await colour(), "rgb(255, 255, 255)");
  await view.context({ theme: "dark" });
  assert.equal(await colour(), "rgb(21, 23, 28)");
  await view.context({ styles: { variables: { "--color-background-primary": "#102030" } } });
  assert.equal(await colour(), "rgb(16, 32, 48)");
  for (const [locale, word] of [["zh-CN", "持仓"], ["es", "Tenencias"], ["pt-BR", "Posições"], ["ja", "保有分"], ["fr", "Holdings"]]) {
    await view.context({ locale });
    assert.equal(await text(view, "#holdings-title"), word);
    assert.equal(await view.frame.getAttribute("html", "lang"), locale === "fr" ? "en" : locale.slice(0, 2));
  }
  assert.deepEqual(await view.tearDown(), {});
});

check("without tools and conversation it still shows", { capabilities: {} }, async (view) => {
  await view.show("show_portfolio");
  assert.equal(await view.frame.locator("button:visible").count(), 6, "only the headings of the table");
  assert.equal((await symbols(view)).length, 10);
});

check("nothing held is said in words", {}, async (view) => {
  await view.show("show_portfolio", { wallets: ["empty"] });
  assert.match(await text(view, "#state"), /Nothing held on any network looked at/);
  assert.equal(await view.frame.locator("#holdings").isHidden(), true);
});

check("a failure is told, and asked again", {}, async (view) => {
  const answer = await view.show("show_portfolio", { wallets: ["nobody"] });
  assert.equal(answer.status, "error");
  assert.ok((await text(view, "#state")).includes(answer.error.message));
  await view.result(await changed("show_portfolio", { wallets: ["nobody"] }, (one) => (one.error.retryable = true)));
  await view.input({ wallets: ["main"] });
  await view.frame.getByRole("button", { name: "Try again" }).click();
  await view.frame.waitForSelector(".headline");
  assert.equal(await text(view, ".headline .figure"), "$30,461.11");
});

check("a part missing is never called a total", {}, async (view) => {
  const partial = (answer) => Object.assign(answer, { status: "partial", total_usd: null, notices: ["Solana did not answer."] });
  await view.result(await changed("show_portfolio", {}, partial));
  assert.equal(await text(view, ".headline h1"), "Tokens, as far as they could be read");
  assert.equal(await text(view, ".headline .figure"), "$28,614.90");
  assert.match(await text(view, "#notes"), /Some figures are missing[^]*Solana did not answer/);
});

check("a question is put, with its choices, and no figure beside it", {}, async (view) => {
  const asking = (answer) => Object.assign(answer, { status: "needs_input", question: "Which wallet?", missing: ["wallets"], total_usd: null, holdings: [], by_chain: [] });
  await view.result(await changed("show_portfolio", {}, asking));
  assert.match(await text(view, "#state"), /One question first[^]*Which wallet\?/);
  assert.equal(await view.frame.locator("#totals").isHidden(), true);
  assert.equal(await view.frame.locator("button.step").count(), 3);
});

check("a cancelled request is told", {}, async (view) => {
  await view.cancelled();
  await view.frame.getByText("The request was cancelled").waitFor();
});

const failing = { server: async (call, real) => (call.arguments.cursor ? Promise.reject(new Error("gone")) : real(call)) };
check("a page that cannot be loaded is told, and what is there stays", failing, async (view) => {
  await view.show("show_portfolio", { wallets: ["many"] });
  await view.frame.locator("#load").click();
  await view.frame.waitForSelector("#more .problem");
  assert.equal(await view.frame.getAttribute("#table", "aria-rowcount"), "201");
  assert.equal(await text(view, "#load"), "Try again");
});

const gone = { server: async () => Promise.reject(new Error("gone")) };
check("what cannot be had anew stays as it was, and the failure is told", gone, async (view) => {
  await view.show("show_portfolio", { wallets: ["main"] });
  await view.frame.locator("#refresh").click();
  await view.frame.waitForFunction(() => document.querySelector("#notes").textContent.includes("gone"));
  assert.equal(await text(view, ".headline .figure"), "$30,461.11");
  assert.match(await text(view, "#notes"), /Demo data/);
  assert.equal((await symbols(view)).length, 10);
});

check("a word without an end does not widen the page", { width: 360 }, async (view) => {
  const long = (answer) => {
    Object.assign(answer, { notices: ["W".repeat(84)] });
    for (const step of answer.next_steps) step.say = `See ${"W".repeat(32)}`;
  };
  await view.result(await changed("show_portfolio", {}, long));
  const wide = () => [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth).map((one) => one.outerHTML.slice(0, 60));
  assert.deepEqual(await view.frame.evaluate(wide), []);
});

check("a symbol is text, whatever it says", {}, async (view) => {
  const attack = (answer) => {
    for (const one of answer.holdings) Object.assign(one, { symbol: ATTACK, chain: ATTACK });
    Object.assign(answer, { summary: ATTACK, notices: [ATTACK] });
    for (const part of answer.by_chain) part.chain = ATTACK;
    for (const step of answer.next_steps) step.say = ATTACK;
  };
  await view.result(await changed("show_portfolio", {}, attack));
  assert.equal((await symbols(view))[0], ATTACK);
  await view.frame.locator("button.pick").first().click();
  await view.frame.waitForSelector("#plot svg");
  assert.ok((await text(view, "#chart-title")).includes(ATTACK));
  assert.equal(await view.frame.locator("img").count(), 0);
});

check("of 5,000 tokens the rows in view are there, at once", { width: 1200 }, async (view) => {
  const holdings = await everything();
  assert.ok(holdings.length > 4_800, String(holdings.length));
  const whole = (answer) => Object.assign(answer, { holdings, total_count: holdings.length, next_cursor: null });
  const result = await changed("list_holdings", { wallets: ["many"] }, whole);
  await view.page.evaluate((given) => (window.given = given), result);
  const took = await view.page.evaluate(async () => {
    const began = performance.now();
    const sized = new Promise((resolve) => window.bridge.addEventListener("sizechange", resolve));
    await window.bridge.sendToolResult(window.given);
    await sized;
    return performance.now() - began;
  });
  console.log(`5,000 tokens shown after ${Math.round(took)} ms`);
  assert.ok((await view.frame.locator("#rows tr").count()) < 60);
  assert.equal(await view.frame.getAttribute("#table", "aria-rowcount"), String(holdings.length + 1));
  await view.frame.locator("#scroller").evaluate((one) => (one.scrollTop = one.scrollHeight / 2));
  await view.frame.waitForSelector(`tr[data-place="${Math.round(holdings.length / 2)}"]`);
  await view.frame.locator("#scroller").evaluate((one) => (one.scrollTop = one.scrollHeight));
  await view.frame.waitForSelector(`tr[data-place="${holdings.length - 1}"]`);
  await view.frame.locator("th.token button").click();
  assert.equal(await view.frame.locator("#scroller").evaluate((one) => one.scrollTop), 0);
  await view.frame.locator("button.pick").first().focus();
  await view.page.keyboard.press("End");
  await view.frame.waitForFunction((last) => document.activeElement.closest("tr")?.dataset.place === last, String(holdings.length - 1));
  await view.page.keyboard.press("ArrowUp");
  const place = await view.frame.evaluate(() => document.activeElement.closest("tr").dataset.place);
  assert.equal(place, String(holdings.length - 2));
});

check("all pages of a long list are loaded on demand", {}, async (view) => {
  await view.show("show_portfolio", { wallets: ["many"] });
  assert.match(await text(view, "#more"), /10 of 4,569 shown/);
  await view.frame.locator("#load").click();
  await view.frame.locator("#more").getByText("4,569 of 4,569 shown").waitFor();
  assert.equal((await calls(view, "list_holdings")).length, Math.ceil(4_569 / 200));
});

for (const theme of ["light", "dark"]) {
  for (const width of [360, 1200]) {
    check(`axe finds nothing serious, ${theme}, ${width} wide`, { theme, width }, async (view) => {
      await view.show("show_portfolio");
      await view.frame.getByRole("switch").check();
      await view.frame.waitForSelector("tr.risky");
      await view.frame.locator("button.pick").first().click();
      await view.frame.waitForSelector("#plot svg");
      await view.frame.evaluate(AXE);
      const { violations } = await view.frame.evaluate(() => window.axe.run(document));
      const found = violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map((node) => node.html.slice(0, 200)) }));
      assert.deepEqual(found, []);
      const { wide, room } = await view.frame.evaluate(() => ({ wide: document.documentElement.scrollWidth, room: innerWidth }));
      assert.ok(wide <= room, "nothing sticks out");
    });
  }
}
