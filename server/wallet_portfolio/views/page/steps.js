"use strict";
// What can be done next, as buttons that say it in the conversation.
const Steps = (() => {
  const { html, icon, show, announce } = Dom;
  const ARROW = "M4 10h11M10.5 5.5 15 10l-4.5 4.5";

  function draw() {
    const { phase, answer } = State.now;
    const steps = phase === "ready" || phase === "asked" ? answer.next_steps : [];
    if (!steps.length || !Host.canSpeak) return show("steps");
    const heading = html("h2", { id: "steps-title" }, Texts.say("next"));
    show("steps", heading, html("div", ...steps.map((step) => button(step.say))));
  }

  function button(words) {
    return html("button.step", { onclick: (event) => speak(event.currentTarget, words) }, words, icon(ARROW));
  }

  async function speak(pressed, words) {
    if (pressed.getAttribute("aria-disabled") === "true") return;
    pressed.setAttribute("aria-disabled", "true");
    try {
      await Host.speak(words);
      announce(Texts.say("sent"));
    } catch {
      announce(Texts.say("notSent"));
    }
    pressed.setAttribute("aria-disabled", "false");
  }

  return { draw };
})();
