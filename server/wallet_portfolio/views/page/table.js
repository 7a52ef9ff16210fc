"use strict";
// The holdings: sorted, filtered, and of thousands only the rows in view.
const Table = (() => {
  const { html, svg, byId, show, announce } = Dom;
  const { say } = Texts;
  const ROW = 52; // pixels, as in the style sheet
  const AROUND = 8; // rows kept above and below the view
  const COLUMNS = [
    { by: "token", text: "token" },
    { by: "network", text: "network", wide: true },
    { by: "amount", text: "amount", wide: true, figure: true },
    { by: "price", text: "price", wide: true, figure: true },
    { by: "value", text: "value", figure: true },
    { text: "share", wide: true, figure: true },
    { by: "change", text: "day", figure: true },
  ];
  let rows = [];
  let made = new Map(); // the rows in the document, by their place
  let pick = null;

  function draw(picked) {
    pick = picked;
    const { phase, kind, filter: wanted, sort: order } = State.now;
    if (phase !== "ready" || kind === "chart" || Totals.nothing()) return show("holdings");
    if (byId("holdings").hidden) build();
    update();
    if (wanted.text || wanted.chain || order.by !== "value" || !order.descending) State.loadRest(redraw);
  }

  function build() {
    const words = say("search");
    const search = { id: "search", type: "search", placeholder: words, "aria-label": words, oninput: filter };
    const risky = { id: "risky", type: "checkbox", role: "switch", onchange: switchRisky };
    const scroller = { id: "scroller", tabindex: "0", role: "region", "aria-labelledby": "holdings-title", onscroll: drawRows, onkeydown: move };
    show(
      "holdings",
      html("h2", { id: "holdings-title" }, say("holdings")),
      html(
        "div.tools",
        html("input", search),
        html("select", { id: "chain", "aria-label": say("network"), onchange: filter }),
        Host.canCall ? html("label.switch", html("input", risky), html("span", say("showRisky"))) : null,
      ),
      html(
        "div",
        scroller,
        html(
          "table",
          { id: "table", "aria-labelledby": "holdings-title" },
          html("thead", html("tr", { "aria-rowindex": 1 }, ...COLUMNS.map(heading))),
          html("tbody", { id: "rows" }),
        ),
      ),
      html("div", { id: "more" }),
    );
    byId("search").value = State.now.filter.text;
  }

  function heading(column) {
    const name = `${column.wide ? "wide " : ""}${column.figure ? "figure " : ""}${column.text}`;
    if (!column.by) return html("th", { scope: "col", class: name }, say(column.text));
    const arrow = svg("svg.mark", { viewBox: "0 0 10 10" }, svg("path", { d: "M5 8 1 2h8Z" }));
    const button = html("button", { onclick: () => sort(column) }, say(column.text), arrow);
    return html("th", { scope: "col", class: name, "data-by": column.by }, button);
  }

  function update() {
    const list = State.list();
    const { sort: sorted, withRisky } = State.now;
    rows = State.shownRows();
    for (const cell of byId("table").querySelectorAll("th[data-by]")) {
      const order = sorted.descending ? "descending" : "ascending";
      if (cell.dataset.by === sorted.by) cell.setAttribute("aria-sort", order);
      else cell.removeAttribute("aria-sort");
    }
    byId("table").classList.toggle("no-change", !list.rows.some((one) => one.change));
    byId("table").setAttribute("aria-rowcount", rows.length + 1);
    if (byId("risky")) byId("risky").checked = withRisky;
    byId("holdings").setAttribute("aria-busy", String(list.loading));
    networks(list);
    for (const one of made.values()) one.remove();
    made = new Map();
    drawRows();
    footer(list);
  }

  function networks(list) {
    const names = [...new Set(list.rows.map((one) => one.chain))].sort();
    const chosen = State.now.filter.chain;
    if (chosen && !names.includes(chosen)) names.push(chosen);
    const option = (value, text) => html("option", { value, selected: value === chosen }, text);
    byId("chain").replaceChildren(option("", say("allNetworks")), ...names.map((name) => option(name, name)));
  }

  /** Make the rows in view, and keep those that were there, with the focus that one of them may have. */
  function drawRows() {
    const [scroller, body] = [byId("scroller"), byId("rows")];
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW) - AROUND);
    const last = Math.min(rows.length, first + Math.ceil((scroller.clientHeight || 480) / ROW) + 2 * AROUND);
    // Before a row goes: to focus is to lay out, and with rows missing that would scroll.
    const focused = document.activeElement.closest("#rows tr")?.dataset.place;
    if (focused < first || focused >= last) scroller.focus({ preventScroll: true });
    for (const [place, one] of made) {
      if (place >= first && place < last) continue;
      one.remove();
      made.delete(place);
    }
    let next = null;
    for (let place = last - 1; place >= first; place -= 1) {
      if (!made.has(place)) {
        made.set(place, tableRow(rows[place], place));
        body.insertBefore(made.get(place), next);
      }
      next = made.get(place);
    }
    body.querySelectorAll(".space").forEach((one) => one.remove());
    body.prepend(...space(first));
    body.append(...space(rows.length - last));
  }

  function space(count) {
    if (count <= 0) return [];
    const cell = html("td");
    cell.style.height = `${count * ROW}px`;
    return [html("tr.space", { "aria-hidden": "true" }, cell)];
  }

  function tableRow(one, place) {
    const counts = one.value && one.verified !== false && !(one.risky && State.now.kind === "portfolio");
    const share = counts ? Decimals.percentOf(one.value, State.tokensWorth()) : null;
    const name = say("showChart", { token: one.symbol, network: one.chain });
    const token = Host.canCall
      ? html("button.pick", { "aria-label": name, title: one.symbol, onclick: () => pick(one) }, one.symbol)
      : html("span.pick", { title: one.symbol }, one.symbol);
    return html(
      "tr",
      { "aria-rowindex": place + 2, "data-place": place, class: one.risky ? "risky" : null },
      html("td", html("div.held", token), html("div.held", ...marks(one), html("span.narrow", one.chain))),
      html("td.wide", { title: one.chain }, one.chain),
      html("td.wide.figure", { title: Decimals.plain(one.amount) }, Format.amount(one.amount)),
      html("td.wide.figure", Format.price(one.price)),
      html("td.figure", html("div", Format.usd(one.value)), html("div.narrow", Format.amount(one.amount))),
      html("td.wide.figure", Format.percent(share)),
      html("td", { class: `figure day ${Format.direction(one.change)}` }, Format.percent(one.change, true)),
    );
  }

  function marks(one) {
    const found = [];
    if (one.risky) found.push(html("span.badge.danger", `⚠ ${say("risky")}`));
    if (one.verified === false) found.push(html("span.badge.warning", say("unverified")));
    return found;
  }

  function footer(list) {
    const [shown, total] = [rows.length, list.total].map(Format.count);
    const words = list.problem || (rows.length ? say("shown", { shown, total }) : list.loading ? "" : say("noMatch"));
    const loaded = say("loaded", { shown: Format.count(list.rows.length), total });
    const button = { id: "load", class: "button", onclick: load };
    byId("more").replaceChildren(
      html("span", { class: list.problem ? "problem" : null }, list.loading ? loaded : words),
      ...(list.complete || list.loading || !Host.canCall
        ? []
        : [html("button", button, list.problem ? say("retry") : say("loadAll"))]),
    );
  }

  function tell() {
    const list = State.list();
    const total = Format.count(list.total);
    announce(list.problem || say("shown", { shown: Format.count(rows.length), total }));
  }

  async function load() {
    byId("scroller").focus({ preventScroll: true }); // the button goes
    await State.loadRest(redraw);
    tell();
  }

  function redraw() {
    if (State.now.phase !== "ready" || byId("holdings").hidden) return;
    Totals.draw(Page.refresh);
    Totals.drawNotes();
    Allocation.draw();
    update();
  }

  /** The first click on figures shows the largest first, on words the first letter. */
  async function sort(column) {
    const { by, descending } = State.now.sort;
    State.now.sort = { by: column.by, descending: by === column.by ? !descending : Boolean(column.figure) };
    byId("scroller").scrollTop = 0;
    update();
    await State.loadRest(redraw); // an order of a part would mislead
    const order = say(State.now.sort.descending ? "descending" : "ascending");
    announce(`${say(column.text)}: ${order}`);
  }

  async function filter() {
    State.now.filter = { text: byId("search").value, chain: byId("chain").value };
    byId("scroller").scrollTop = 0;
    update();
    await State.loadRest(redraw);
    tell();
  }

  async function switchRisky() {
    await State.switchRisky(byId("risky").checked, redraw);
    tell();
  }

  /** Up and down from row to row, home and end. */
  function move(event) {
    const place = Number(event.target.closest("tr[data-place]")?.dataset.place ?? NaN);
    const to = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: rows.length - 1 }[event.key];
    if (Number.isNaN(place) || !(to >= 0 && to < rows.length)) return;
    event.preventDefault();
    const scroller = byId("scroller");
    const head = byId("table").tHead.offsetHeight;
    if (to * ROW < scroller.scrollTop) scroller.scrollTop = to * ROW;
    const below = (to + 1) * ROW + head - scroller.clientHeight;
    if (below > scroller.scrollTop) scroller.scrollTop = below;
    drawRows();
    focus(to);
  }

  function focus(place) {
    made.get(place)?.querySelector(".pick").focus({ preventScroll: true });
  }

  /** Back to the row of a token, from its chart. */
  function focusOn(key) {
    focus(rows.findIndex((one) => one.key === key));
  }

  return { draw, focusOn };
})();
