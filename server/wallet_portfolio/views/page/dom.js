"use strict";
// Elements are made here and nowhere else. Text from a chain only ever becomes a text node or an attribute's value.
const Dom = (() => {
  const SVG = "http://www.w3.org/2000/svg"; // a name, not an address: nothing is fetched

  /** An element such as "p.problem", with properties (an object, may be left out) and children (text and elements). */
  function html(kind, ...content) {
    return made((tag) => document.createElement(tag), kind, content);
  }

  /** Drawings are seen; what they tell is told in words as well. */
  function svg(kind, ...content) {
    return made((tag) => document.createElementNS(SVG, tag), kind, content);
  }

  function made(make, kind, content) {
    const [tag, ...classes] = kind.split(".");
    const element = make(tag);
    const properties = content[0]?.constructor === Object ? content.shift() : {};
    if (classes.length) element.setAttribute("class", classes.join(" "));
    if (tag === "button") element.type = "button";
    if (tag === "svg") element.setAttribute("aria-hidden", "true");
    for (const [name, value] of Object.entries(properties)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if ((value ?? false) !== false) element.setAttribute(name, value);
    }
    element.append(...content.filter((child) => child !== null));
    return element;
  }

  /** A line drawing of 20 by 20. */
  function icon(path) {
    return svg("svg.icon", { viewBox: "0 0 20 20" }, svg("path", { d: path }));
  }

  function byId(id) {
    return document.getElementById(id);
  }

  /** Put these into a section and show it; with none, hide it. */
  function show(id, ...children) {
    byId(id).replaceChildren(...children);
    byId(id).hidden = children.length === 0;
  }

  let saying = 0;

  /** Tell a screen reader. Emptied first, so that the same words are read out again. */
  function announce(text) {
    byId("status").textContent = "";
    clearTimeout(saying);
    saying = setTimeout(() => (byId("status").textContent = text), 100);
  }

  return { html, svg, icon, byId, show, announce };
})();
