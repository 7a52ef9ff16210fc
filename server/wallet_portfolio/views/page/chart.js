"use strict";
// The price of one token over time. Asked from the server through the host; read with a pointer or the arrow keys.
const Chart = (() => {
  const { html, svg, icon, byId, show, announce } = Dom;
  const { say } = Texts;
  const { parse } = Decimals;
  const CLOSE = "m5 5 10 10M15 5 5 15";
  const RANGES = [
    { text: "day", bar: "30m", points: 48 },
    { text: "week", bar: "4H", points: 42 },
    { text: "month", bar: "12H", points: 60 },
    { text: "year", bar: "1W", points: 52 },
  ];
  const [HEIGHT, ABOVE, BELOW] = [220, 12, 24];
  const chart = { phase: "none", token: null, range: null, candles: [], answer: null, problem: "", at: 0, asked: 0 };
  let plot = null;

  /** The answer that the page is shown for is itself a chart. */
  function take(answer, given) {
    const range = RANGES.find((one) => one.bar === (given.bar ?? "1H") && one.points === (given.points ?? 48)) ?? null;
    const { token } = answer;
    Object.assign(chart, { token: token && { ...token, identity: `${token.chain_index}:${token.token_address || "native"}` }, range });
    chart.asked += 1;
    accept(answer);
  }

  function accept(answer) {
    const failed = answer.status === "error" || answer.status === "needs_input";
    Object.assign(chart, { phase: failed ? "error" : "ready", answer, problem: failed ? answer.summary : "" });
    chart.candles = answer.candles.map((candle) => ({ ...candle, height: Number(candle.close) }));
    chart.at = chart.candles.length - 1;
  }

  async function pick(token) {
    await ask(token, RANGES[1]);
    byId("chart-title")?.focus();
    byId("chart").scrollIntoView?.({ block: "nearest" });
  }

  async function ask(token, range) {
    chart.asked += 1;
    const mine = chart.asked;
    Object.assign(chart, { phase: "loading", token, range, answer: null });
    draw();
    try {
      const answer = await Host.call("get_price_chart", { token: token.identity, bar: range.bar, points: range.points });
      if (mine !== chart.asked) return; // another was asked for meanwhile
      accept(answer);
      announce(chart.problem || description());
    } catch (problem) {
      if (mine !== chart.asked) return;
      Object.assign(chart, { phase: "error", problem: problem.message });
      announce(chart.problem);
    }
    draw();
  }

  function close() {
    const key = chart.token?.key;
    forget();
    draw();
    if (key) Table.focusOn(key);
  }

  function forget() {
    chart.asked += 1;
    Object.assign(chart, { phase: "none", token: null });
  }

  function draw() {
    plot = null;
    if (chart.phase === "none" || State.now.phase !== "ready" || !chart.token) return show("chart");
    const focused = document.activeElement.dataset.text;
    show("chart", head(), body());
    byId("chart").onkeydown = (event) => event.key === "Escape" && State.now.kind !== "chart" && close();
    byId("chart").setAttribute("aria-busy", String(chart.phase === "loading"));
    if (focused) byId("chart").querySelector(`[data-text="${focused}"]`)?.focus();
    if (chart.phase === "ready" && chart.candles.length) drawPlot();
  }

  function head() {
    const change = parse(chart.answer?.change_percent);
    const closing = say("closeChart");
    return html(
      "div.chart-head",
      html(
        "h2",
        { id: "chart-title", tabindex: "-1" },
        say("chartOf", { token: chart.token.symbol }),
        html("span.quiet", chart.token.chain),
        html("span", { class: Format.direction(change) }, change && Format.percent(change, true)),
      ),
      Host.canCall ? html("div.ranges", { role: "group", "aria-label": say("period") }, ...RANGES.map(rangeButton)) : null,
      State.now.kind === "chart"
        ? null
        : html("button.round", { "aria-label": closing, title: closing, onclick: close }, icon(CLOSE)),
    );
  }

  function rangeButton(range) {
    const pressed = String(range === chart.range);
    const choose = () => ask(chart.token, range);
    return html("button", { "data-text": range.text, "aria-pressed": pressed, onclick: choose }, say(range.text));
  }

  function body() {
    if (chart.phase === "loading") return html("div.plot.waiting", html("p", say("loading")));
    if (chart.phase === "error") return html("p.problem", chart.problem);
    if (!chart.candles.length) return html("p", say("noPrices"));
    const properties = {
      id: "plot", class: "plot", tabindex: "0", role: "slider", "aria-label": description(), "aria-valuemin": 1,
      "aria-valuemax": chart.candles.length, "aria-describedby": "chart-help",
      onkeydown: step, onpointermove: follow, onpointerdown: follow, onpointerleave: leave,
    };
    return html(
      "div",
      html("p", { id: "readout" }),
      html("div", properties),
      html("p", { id: "chart-help", class: "unseen" }, say("chartHelp")),
    );
  }

  function description() {
    const { token, answer } = chart;
    const figure = (name) => Format.price(parse(answer[name]));
    const change = Format.percent(parse(answer.change_percent), true);
    return say("chartSummary", { token: token.symbol, network: token.chain, change, high: figure("high"), low: figure("low") });
  }

  function drawPlot() {
    const width = Math.max(byId("plot").clientWidth, 200);
    const values = chart.candles.map((candle) => candle.height);
    const sorted = [...chart.candles].sort((a, b) => a.height - b.height);
    const [low, high] = [sorted[0], sorted.at(-1)];
    const labels = [...new Set([low.close, high.close])];
    const room = width - 12 - 7 * Math.max(...labels.map((price) => Format.price(parse(price)).length));
    const spread = high.height - low.height;
    const x = (place) => (place / (values.length - 1 || 1)) * room;
    const y = (value) => ABOVE + (1 - (spread ? (value - low.height) / spread : 0.5)) * (HEIGHT - ABOVE - BELOW);
    const line = values.map((value, place) => `${place ? "L" : "M"}${x(place).toFixed(1)} ${y(value).toFixed(1)}`).join("");
    const floor = HEIGHT - BELOW;
    const cursor = svg("g.cursor", svg("line", { y1: 0, y2: floor }), svg("circle", { r: 4.5 }));
    const picture = svg(
      "svg",
      { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, class: Format.direction(parse(chart.answer.change_percent)) },
      ...priceLabels(labels, y, width, room),
      ...timeLabels(x, width),
      svg("path.area", { d: `${line}L${x(values.length - 1).toFixed(1)} ${floor}L0 ${floor}Z` }),
      svg("path.line", { d: line }),
      cursor,
    );
    byId("plot").replaceChildren(picture);
    plot = { x, y, width, room, cursor };
    point(chart.candles.length - 1);
  }

  /** Lines at the lowest and the highest price. */
  function priceLabels(labels, y, width, room) {
    return labels.flatMap((price) => [
      svg("line.grid", { x1: 0, x2: room, y1: y(Number(price)), y2: y(Number(price)) }),
      svg("text", { x: width, y: y(Number(price)) + 4, "text-anchor": "end" }, Format.price(parse(price))),
    ]);
  }

  function timeLabels(x, width) {
    const [first, last] = [chart.candles[0], chart.candles.at(-1)].map((candle) => Date.parse(candle.time));
    const days = (last - first) / 86_400_000;
    const options = days < 3 ? { hour: "2-digit", minute: "2-digit" } : { month: "short", [days > 200 ? "year" : "day"]: "numeric" };
    const anchors = width < 480 ? ["start", "end"] : ["start", "middle", "middle", "end"];
    return anchors.map((anchor, part) => {
      const place = Math.round(((chart.candles.length - 1) * part) / (anchors.length - 1));
      const text = Format.time(chart.candles[place].time, options);
      return svg("text", { x: x(place), y: HEIGHT - 4, "text-anchor": anchor }, text);
    });
  }

  /** Show one moment: under the cursor, in the readout, and to a screen reader. */
  function point(place) {
    if (!plot) return;
    chart.at = Math.min(Math.max(place, 0), chart.candles.length - 1);
    const candle = chart.candles[chart.at];
    const [at, height] = [plot.x(chart.at), plot.y(candle.height)];
    const [line, dot] = plot.cursor.children;
    line.setAttribute("x1", at);
    line.setAttribute("x2", at);
    dot.setAttribute("cx", at);
    dot.setAttribute("cy", height);
    const time = Format.time(candle.time);
    const volume = parse(candle.volume_usd);
    const parts = ["close", "open", "high", "low"].map((name) => [name, Format.price(parse(candle[name]))]);
    if (volume) parts.push(["volume", Format.usd(volume)]);
    byId("plot").setAttribute("aria-valuenow", chart.at + 1);
    byId("plot").setAttribute("aria-valuetext", `${time}: ${parts[0][1]}`);
    const spoken = ([name, value]) => html("span", `${say(name)} `, html("b", value));
    byId("readout").replaceChildren(html("b", time), ...parts.map(spoken));
  }

  function step(event) {
    const end = chart.candles.length - 1;
    const [back, on] = [chart.at - 1, chart.at + 1];
    const to = {
      ArrowLeft: back, ArrowDown: back, ArrowRight: on, ArrowUp: on, Home: 0, End: end,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    point(to);
  }

  function follow(event) {
    if (!plot) return;
    const box = byId("plot").getBoundingClientRect();
    point(Math.round(((event.clientX - box.left) / plot.room) * (chart.candles.length - 1)));
  }

  function leave() {
    point(chart.candles.length - 1);
  }

  /** Anew for another width. */
  function fit() {
    if (plot && byId("plot").clientWidth !== plot.width) drawPlot();
  }

  return { take, pick, forget, draw, fit };
})();
