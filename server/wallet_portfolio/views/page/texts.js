"use strict";
// The page's own words, in the language of the host's locale.
const Texts = (() => {
  const { languages, texts } = JSON.parse(document.getElementById("texts").textContent);
  let language = "en";

  /** Follow a locale such as "pt-BR"; English where the language is not spoken here. */
  function use(locale) {
    const wanted = String(locale ?? navigator.language).toLowerCase().split(/[-_]/)[0];
    language = languages.includes(wanted) ? wanted : "en";
    document.documentElement.lang = language;
    document.title = say("title");
  }

  function say(key, values = {}) {
    return texts[key][languages.indexOf(language)].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  return { use, say };
})();
