"use strict";
// What the holdings are made of: a ring by token, bars by network. The figures stand beside them as text.
const Allocation = (() => {
  const { html, svg, show } = Dom;
  const { parse, add, negate, compare, percentOf, round, ZERO } = Decimals;
  const MOST = 6;
  const [RADIUS, WIDTH] = [42, 13];

  function draw() {
    const { phase, kind } = State.now;
    const whole = phase === "ready" && kind !== "chart" ? State.tokensWorth() : null;
    if (!whole || whole.units <= 0n) return show("allocation");
    const tokens = largest(byToken(), whole);
    const networks = largest(byNetwork(), whole);
    const told = kind === "portfolio" || State.list().complete;
    show("allocation", card("byToken", ring(tokens), tokens), told ? card("byNetwork", bar(networks), networks) : null);
  }

  /** Verified tokens of one symbol are one once all are there; any other token stands for itself. */
  function byToken() {
    const { rows: all, complete } = State.list();
    const rows = all.filter((one) => one.verified !== false && (!one.risky || State.now.kind === "list"));
    if (!complete) return summed(rows, (one) => one.identity, (one) => `${one.symbol} · ${one.chain}`);
    return summed(rows, (one) => (one.verified ? one.symbol : one.identity), (one) => one.symbol);
  }

  function byNetwork() {
    const { kind, answer } = State.now;
    if (kind === "portfolio") return answer.by_chain.map((part) => ({ name: part.chain, value: parse(part.value_usd) }));
    return summed(State.list().rows.filter((one) => one.verified !== false), (one) => one.chain, (one) => one.chain);
  }

  function summed(rows, keyOf, nameOf) {
    const parts = new Map();
    for (const one of rows.filter((row) => row.value)) {
      const part = parts.get(keyOf(one)) ?? { name: nameOf(one), value: ZERO };
      parts.set(keyOf(one), { ...part, value: add(part.value, one.value) });
    }
    return [...parts.values()];
  }

  /** The largest parts, and the rest of the whole as one, which is also what is not loaded yet. */
  function largest(parts, whole) {
    const sorted = parts.filter((part) => part.value.units > 0n).sort((a, b) => compare(b.value, a.value));
    const kept = sorted.slice(0, sorted.length > MOST ? MOST - 1 : MOST).map((part, place) => ({ ...part, style: tint(place + 1) }));
    const rest = kept.reduce((left, part) => add(left, negate(part.value)), whole);
    if (compare(percentOf(rest, whole), parse("0.05")) >= 0) kept.push({ name: Texts.say("other"), value: rest, style: tint(0) });
    return kept.map((part) => ({ ...part, percent: percentOf(part.value, whole) }));
  }

  function tint(number) {
    return `--tint: var(--tint${number})`;
  }

  function card(title, picture, parts) {
    return html("section.card", html("h2", Texts.say(title)), html("div", { class: title }, picture, legend(parts)));
  }

  function legend(parts) {
    const line = (part) =>
      html(
        "li",
        html("span.swatch", { style: part.style }),
        html("span.name", { title: part.name }, part.name),
        html("span.value", Format.usd(part.value)),
        html("span.percent", Format.percent(part.percent)),
      );
    return html("ul.legend", ...parts.map(line));
  }

  function position(percent) {
    return Number(Decimals.plain(round(percent, 3)));
  }

  function ring(parts) {
    let from = 0;
    const arcs = parts.map((part) => {
      const length = position(part.percent);
      const shown = Math.max(length - (parts.length > 1 ? 0.8 : 0), 0.2); // a gap between neighbours
      const properties = { pathLength: 100, "stroke-dasharray": `${shown} ${100 - shown}`, "stroke-dashoffset": -from };
      from += length;
      return svg("circle", { style: part.style, cx: 50, cy: 50, r: RADIUS, fill: "none", "stroke-width": WIDTH, ...properties });
    });
    const turned = svg("g", { transform: "rotate(-90 50 50)" }, ...arcs);
    return svg("svg.ring", { viewBox: "0 0 100 100" }, turned);
  }

  function bar(parts) {
    let from = 0;
    const pieces = parts.map((part) => {
      const length = position(part.percent);
      const piece = svg("rect", { style: part.style, x: from, y: 0, width: Math.max(length - 0.4, 0.2), height: 6 });
      from += length;
      return piece;
    });
    return svg("svg.bar", { viewBox: "0 0 100 6", preserveAspectRatio: "none" }, ...pieces);
  }

  return { draw };
})();
