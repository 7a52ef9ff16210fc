"use strict";
// Figures for reading, by the rules that the answers' texts follow.
const Format = (() => {
  const { parse, compare, round, plain, negate, magnitude } = Decimals;
  const CENT = parse("0.01");
  const [ONE, THOUSAND, MILLION, TRILLION] = [0, 3, 6, 12].map((power) => ({ units: 10n ** BigInt(power), places: 0 }));
  const SHORTHAND = [[6, "M"], [9, "B"], [12, "T"]];

  /** `$12,345.67`, `$1.2M` from a million up, `<$0.01` for less than a cent. */
  function usd(value) {
    if (value === null) return Texts.say("noPrice");
    if (value.units < 0n) return `-${usd(negate(value))}`;
    if (value.units > 0n && compare(value, CENT) < 0) return "<$0.01";
    const cents = round(value, 2);
    return compare(cents, MILLION) < 0 ? `$${grouped(plain(cents))}` : shortened(value, "$", false);
  }

  /** A change in USD, with its sign. */
  function change(value) {
    return value.units > 0n ? `+${usd(value)}` : usd(value);
  }

  /** A token amount: thousands separators, at least four significant digits, rounded down. */
  function amount(value) {
    if (value.units === 0n) return "0";
    if (compare(value, TRILLION) >= 0) return shortened(value, "", true);
    if (compare(value, parse("0.00000001")) < 0) return "<0.00000001";
    const places = compare(value, THOUSAND) >= 0 ? 2 : compare(value, ONE) >= 0 ? 4 : 3 - magnitude(value);
    return grouped(trimmed(plain(round(value, places, true))));
  }

  /** The price of one: two decimals from a dollar up, four significant digits below. */
  function price(value) {
    if (value === null) return "–";
    if (value.units === 0n || compare(value, ONE) >= 0) return usd(value);
    if (magnitude(value) < -12) return "<$0.000000000001";
    const rounded = round(value, 3 - magnitude(value));
    return compare(rounded, ONE) < 0 ? `$${trimmed(plain(rounded))}` : usd(rounded);
  }

  /** `12.3%`; with its sign where it is a change. */
  function percent(value, signed = false) {
    if (value === null) return "–";
    const rounded = round(value, 1);
    return `${signed && rounded.units > 0n ? "+" : ""}${grouped(plain(rounded))}%`;
  }

  /** Up, down or level, as it is shown: a change that rounds to nothing is level. */
  function direction(value) {
    const units = value === null ? 0n : round(value, 1).units;
    return units > 0n ? "up" : units < 0n ? "down" : "level";
  }

  function shortened(value, sign, cut) {
    for (const [power, letter] of SHORTHAND) {
      const scaled = round({ units: value.units, places: value.places + power }, 1, cut);
      const enough = compare(scaled, letter === "T" ? MILLION : THOUSAND) < 0;
      if (enough) return `${sign}${grouped(plain(scaled))}${letter}`;
    }
    return `>${sign}999,999T`;
  }

  function grouped(text) {
    const [whole, fraction] = text.split(".");
    const separated = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    return fraction === undefined ? separated : `${separated}.${fraction}`;
  }

  function trimmed(text) {
    return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  }

  /** A moment in the user's language and time zone. */
  function time(text, options = { dateStyle: "medium", timeStyle: "short" }) {
    const moment = new Date(text);
    if (Number.isNaN(moment.getTime())) return "";
    const { locale, timeZone } = Host.context;
    try {
      return new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(moment);
    } catch {
      return moment.toLocaleString(); // a zone or a locale that this browser does not know
    }
  }

  function count(number) {
    return grouped(String(number));
  }

  return { usd, change, amount, price, percent, direction, count, time };
})();
