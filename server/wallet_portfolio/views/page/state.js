"use strict";
// What the page knows: the answer it was given, and the lists of holdings it asked for since.
const State = (() => {
  const { parse } = Decimals;
  const MOST_A_PAGE = 200;
  const now = {
    phase: "loading", // loading, ready, asked, error, cancelled
    kind: null, // portfolio, list, chart
    given: {}, // the arguments of the tool that was called
    answer: null,
    problem: "",
    retryable: true,
    refreshing: false,
    withRisky: false,
    lists: {}, // by whether risky tokens are on it
    sort: { by: "value", descending: true },
    filter: { text: "", chain: "" },
  };

  const TOOLS = { portfolio: "show_portfolio", list: "list_holdings", chart: "get_price_chart" };

  function kindOf(answer) {
    return "by_chain" in answer ? "portfolio" : "candles" in answer ? "chart" : "listed_usd" in answer ? "list" : null;
  }

  /** The tool behind what is shown; before there is anything, the one the host names. */
  function tool() {
    return TOOLS[now.kind] ?? Host.context.toolInfo?.tool?.name ?? TOOLS.portfolio;
  }

  /** Take in the result of the tool that the page is shown for. */
  function take(result) {
    const answer = result.structuredContent;
    const text = (result.content ?? []).find((part) => part.type === "text")?.text;
    if (!answer) return fail(text ?? Texts.say("unreachable"));
    now.kind = kindOf(answer) ?? now.kind;
    now.answer = answer;
    if (answer.status === "error") return fail(answer.error?.message ?? answer.summary, answer.error?.retryable);
    now.phase = answer.status === "needs_input" ? "asked" : "ready";
    now.withRisky = now.given.include_risky === true;
    now.lists = { [now.withRisky]: firstList(answer) };
  }

  function fail(problem, retryable = true) {
    Object.assign(now, { phase: "error", problem, retryable });
  }

  /** `begun` says whether the rows are pages of the list, or only those that an overview shows. */
  function firstList(answer) {
    const rows = (answer.holdings ?? []).map(row);
    const total = Math.max(answer.total_count ?? 0, rows.length);
    const isList = now.kind === "list";
    const { top, ...asked } = now.given;
    return {
      asked,
      loading: false,
      problem: "",
      rows,
      total,
      cursor: answer.next_cursor,
      begun: isList && !now.given.cursor,
      complete: rows.length >= total,
      worth: parse(answer.listed_usd),
      notices: answer.notices,
    };
  }

  function row(holding) {
    return {
      ...holding,
      key: [holding.wallet, holding.chain_index, holding.token_address].join(" "),
      identity: `${holding.chain_index}:${holding.token_address || "native"}`,
      words: `${holding.symbol} ${holding.chain} ${holding.token_address}`.toLowerCase(),
      amount: parse(holding.amount),
      price: parse(holding.price_usd),
      value: parse(holding.value_usd),
      change: parse(holding.change_24h_percent),
    };
  }

  function list() {
    return now.lists[now.withRisky];
  }

  /** Load all that is still missing of the list shown; `each` is told after every page. */
  async function loadRest(each) {
    const loaded = list();
    if (loaded.complete || loaded.loading || !Host.canCall) return;
    Object.assign(loaded, { loading: true, problem: "" });
    each();
    const changes = new Map(Object.values(now.lists).flatMap((one) => one.rows.map((known) => [known.key, known.change])));
    try {
      while (!loaded.complete && Object.values(now.lists).includes(loaded)) {
        await loadPage(loaded, changes);
        each();
      }
    } catch (problem) {
      loaded.problem = problem.message;
    }
    loaded.loading = false;
    each();
  }

  async function loadPage(loaded, changes) {
    const { include_risky, cursor, limit, ...asked } = loaded.asked;
    const answer = await Host.call("list_holdings", {
      ...asked,
      ...(now.lists.true === loaded ? { include_risky: true } : {}),
      ...(loaded.begun ? { cursor: loaded.cursor } : {}),
      limit: MOST_A_PAGE,
    });
    if (answer.status === "error" || answer.status === "needs_input") throw new Error(answer.summary);
    const rows = answer.holdings.map(row);
    for (const one of rows) one.change ??= changes.get(one.key) ?? null;
    loaded.rows = loaded.begun ? loaded.rows.concat(rows) : rows;
    Object.assign(loaded, {
      begun: true,
      cursor: answer.next_cursor,
      complete: answer.next_cursor === null,
      total: answer.total_count,
      worth: parse(answer.listed_usd),
      notices: [...new Set([...loaded.notices, ...answer.notices])],
    });
  }

  /** Show risky tokens too, or no longer. What is there stays until the other list has come. */
  async function switchRisky(withRisky, each) {
    const before = list();
    const { include_risky, cursor, limit, ...asked } = before.asked;
    now.withRisky = withRisky;
    if (list()) return each();
    now.lists[withRisky] = { ...before, asked, begun: false, complete: false, loading: false, problem: "" };
    await loadRest(each);
  }

  /** Ask again what was asked. */
  async function refresh(each) {
    const before = { ...now };
    now.refreshing = true;
    each();
    try {
      const { cursor, ...given } = now.given; // a page further down may be gone; the list begins again
      const { withRisky } = now;
      take({ structuredContent: await Host.call(tool(), given) });
      if (now.phase === "ready" && now.kind !== "chart" && withRisky !== now.withRisky) await switchRisky(withRisky, () => {});
    } catch (problem) {
      fail(problem.message);
    }
    if (before.phase === "ready" && now.phase === "error") keep(before, now.problem);
    now.refreshing = false;
    each();
  }

  /** What was there stays where it could not be had anew. */
  function keep(before, problem) {
    const told = (one) => ({ ...one, notices: [...new Set([problem, ...one.notices])] });
    Object.assign(now, before, { answer: told(before.answer) });
    now.lists[now.withRisky] = told(list());
  }

  /** What the tokens are worth together, as a base of shares: of the whole, not of what is loaded. */
  function tokensWorth() {
    if (now.kind === "list") return list().worth;
    return (now.answer.by_chain ?? []).reduce((sum, part) => Decimals.add(sum, parse(part.value_usd)), Decimals.ZERO);
  }

  const KEYS = {
    token: (one) => one.symbol.toLowerCase(),
    network: (one) => one.chain.toLowerCase(),
    amount: (one) => one.amount,
    price: (one) => one.price,
    value: (one) => one.value,
    change: (one) => one.change,
  };

  /** The rows that match, in order; what has no figure comes last either way. */
  function shownRows() {
    const text = now.filter.text.trim().toLowerCase();
    const chosen = list().rows.filter(
      (one) => (!text || one.words.includes(text)) && (!now.filter.chain || one.chain === now.filter.chain),
    );
    const key = KEYS[now.sort.by];
    const turn = now.sort.descending ? -1 : 1;
    return chosen.sort((left, right) => {
      const [a, b] = [key(left), key(right)];
      if (a === null || b === null) return (a === null) - (b === null);
      return turn * (typeof a === "string" ? a.localeCompare(b) : Decimals.compare(a, b));
    });
  }

  return { now, take, list, loadRest, switchRisky, refresh, tokensWorth, shownRows };
})();
