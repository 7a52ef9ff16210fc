"use strict";
// The page as a whole: what the host tells goes into the state, and the state onto the page.
const Page = (() => {
  const { byId, announce } = Dom;
  const root = document.documentElement;
  let observer = null;

  function draw() {
    byId("page").setAttribute("aria-busy", String(State.now.phase === "loading" || State.now.refreshing));
    Totals.drawState(refresh, () => State.switchRisky(true, draw));
    Totals.draw(refresh);
    Totals.drawNotes();
    Allocation.draw();
    Chart.draw();
    Table.draw(Chart.pick);
    Steps.draw();
  }

  function toolInput(params) {
    State.now.given = params.arguments ?? {};
  }

  function toolResult(params) {
    Chart.forget();
    State.take(params);
    shown();
  }

  function shown() {
    const { phase, kind, answer, given, problem } = State.now;
    if (phase === "ready" && kind === "chart") Chart.take(answer, given);
    draw();
    announce(phase === "error" ? problem : byId("totals").querySelector(".headline")?.textContent ?? "");
  }

  function toolCancelled() {
    State.now.phase = "cancelled";
    draw();
  }

  async function refresh() {
    if (State.now.refreshing) return;
    const hadFocus = document.activeElement?.id === "refresh";
    announce(Texts.say("loading"));
    await State.refresh(() => (State.now.refreshing ? draw() : shown()));
    if (hadFocus) byId("refresh")?.focus();
  }

  /** Theme, colours, fonts, language and room, as the host has them. Its style sheets are not taken: fonts load. */
  function contextChanged(params) {
    const said = Host.context.locale;
    Object.assign(Host.context, params);
    if (params.theme) root.dataset.theme = params.theme;
    for (const [name, value] of Object.entries(params.styles?.variables ?? {})) {
      if (name.startsWith("--") && value) root.style.setProperty(name, value);
    }
    for (const [side, pixels] of Object.entries(params.safeAreaInsets ?? {})) {
      document.body.style.setProperty(`padding-${side}`, `${Number(pixels)}px`);
    }
    if (params.locale === undefined || params.locale === said) return;
    Texts.use(params.locale);
    byId("holdings").hidden = true; // its fixed texts are made once
    draw();
  }

  function tellSize() {
    Chart.fit();
    const { width, height } = root.getBoundingClientRect();
    Host.notify("ui/notifications/size-changed", { width: Math.ceil(width), height: Math.ceil(height) });
  }

  function tearDown() {
    observer?.disconnect();
    setTimeout(Host.close); // after the answer
  }

  async function start() {
    Texts.use();
    root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    draw();
    await Host.connect({
      "ui/notifications/tool-input": toolInput,
      "ui/notifications/tool-result": toolResult,
      "ui/notifications/tool-cancelled": toolCancelled,
      "ui/notifications/host-context-changed": contextChanged,
      "ui/resource-teardown": tearDown,
    });
    const { locale, ...context } = Host.context;
    delete Host.context.locale; // so that it counts as changed
    contextChanged({ ...context, locale: locale ?? navigator.language });
    Host.notify("ui/notifications/initialized");
    observer = new ResizeObserver(tellSize);
    observer.observe(root);
  }

  return { start, refresh };
})();

Page.start();
