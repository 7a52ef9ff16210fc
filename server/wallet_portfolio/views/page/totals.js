"use strict";
// The head of the page: what everything is worth, how that changed, and of when it is. Also what there is instead.
const Totals = (() => {
  const { html, svg, icon, show } = Dom;
  const { say } = Texts;
  const REFRESH = "M16 10a6 6 0 1 1-1.8-4.3M16 3v3.2h-3.2";

  function draw(refresh) {
    const { answer, kind, phase } = State.now;
    if (phase !== "ready" || kind === "chart") return show("totals");
    const { label, value } = headline(answer, kind);
    show(
      "totals",
      html(
        "div.headline",
        html("h1", { id: "totals-label" }, label),
        html("p.figure", Format.usd(value)),
        changed(answer),
      ),
      html(
        "div.facts",
        ...facts(answer).map((fact) => html("span", fact)),
        Host.canCall ? refreshButton(refresh) : null,
      ),
    );
  }

  /** A sum with a part missing is never called a total. */
  function headline(answer, kind) {
    if (kind === "list") {
      return { label: say(answer.status === "partial" ? "soFar" : "listed"), value: State.list().worth };
    }
    const total = Decimals.parse(answer.total_usd);
    return total ? { label: say("total"), value: total } : { label: say("soFar"), value: State.tokensWorth() };
  }

  function changed(answer) {
    const [usd, percent] = [Decimals.parse(answer.change_24h_usd), Decimals.parse(answer.change_24h_percent)];
    if (!usd || !percent) return null;
    const direction = Format.direction(percent);
    return html(
      "p",
      { class: `pill ${direction}` },
      mark(direction),
      html("span.period", say("day")),
      `${Format.change(usd)} (${Format.percent(percent, true)})`,
    );
  }

  /** A little arrow, so that colour is not all that tells up from down. */
  function mark(direction) {
    const path = { up: "M5 2 9 8H1Z", down: "M5 8 1 2h8Z", level: "M1 4h8v2H1Z" }[direction];
    return svg("svg.mark", { viewBox: "0 0 10 10" }, svg("path", { d: path }));
  }

  function facts(answer) {
    const defi = answer.total_usd && Decimals.parse(answer.defi_usd); // the part of a whole
    return [
      defi && defi.units > 0n ? say("inDefi", { usd: Format.usd(defi) }) : null,
      say("count", { count: Format.count(State.list().total) }),
      answer.as_of ? say("asOf", { time: Format.time(answer.as_of) }) : null,
    ].filter(Boolean);
  }

  function refreshButton(refresh) {
    const busy = State.now.refreshing;
    const label = say("refresh");
    return html(
      "button",
      { id: "refresh", class: "round", "aria-label": label, title: label, "aria-disabled": String(busy), onclick: refresh },
      icon(REFRESH),
    );
  }

  /** What stands in place of figures: waiting, a failure, a question, nothing held. */
  function drawState(refresh, showRisky) {
    const { phase, problem, retryable, answer, refreshing } = State.now;
    if (phase === "loading") return show("state", html("p.unseen", say("loading")), skeleton());
    if (phase === "cancelled") return show("state", ...told("cancelled", "", refresh, true));
    if (phase === "error") return show("state", ...told("failed", problem, refresh, retryable, refreshing));
    if (phase === "asked") return show("state", ...told("asked", answer.question ?? answer.summary));
    if (!nothing() || answer.status !== "ok") return show("state");
    const risky = Host.canCall ? [html("button.button", { onclick: showRisky }, say("showRisky"))] : [];
    show("state", ...told("empty", answer.summary.replaceAll("**", "")), ...risky);
  }

  /** Whether nothing is held, as far as is known. */
  function nothing() {
    const { kind, withRisky } = State.now;
    return kind !== "chart" && State.list().total === 0 && !withRisky;
  }

  function told(key, words, refresh = null, retryable = false, busy = false) {
    const button = { class: "button", "aria-disabled": String(busy), onclick: refresh };
    return [
      html("h2", say(key)),
      words ? html("p", words) : null,
      refresh && retryable && Host.canCall ? html("button", button, say(busy ? "loading" : "retry")) : null,
    ].filter(Boolean);
  }

  function skeleton() {
    const bar = (width) => html("span", { class: `bone ${width}` });
    return html("div.skeleton", { "aria-hidden": "true" }, ...["s", "xl", "s", "l", "l", "l"].map(bar));
  }

  /** What the user should know besides; that something is missing comes first. */
  function drawNotes() {
    const { phase, answer, kind } = State.now;
    const notices = phase === "ready" && kind !== "chart" ? State.list().notices : (answer?.notices ?? []);
    const partial = phase === "ready" && answer.status === "partial";
    if ((!notices.length && !partial) || phase === "loading" || phase === "cancelled") return show("notes");
    Dom.byId("notes").classList.toggle("partial", partial);
    Dom.byId("notes").setAttribute("aria-label", say("notes"));
    show(
      "notes",
      ...(partial ? [html("h2", say("partial"))] : []),
      html("ul", ...notices.map((notice) => html("li", notice))),
    );
  }

  return { draw, drawState, drawNotes, nothing };
})();
