"use strict";
// Exact decimals. Figures arrive as decimal text; a floating-point number only ever becomes a position on the screen.
// A decimal is {units, places}: units is a BigInt, and the value is units / 10^places.
const Decimals = (() => {
  const ZERO = { units: 0n, places: 0 };

  /** The decimal that a text such as "-12.50" stands for; null for null and for what is no number. */
  function parse(text) {
    const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text ?? "");
    if (!parts) return null;
    const fraction = parts[3] ?? "";
    const units = BigInt(parts[2] + fraction);
    return { units: parts[1] ? -units : units, places: fraction.length };
  }

  function unitsAt(number, places) {
    return number.units * 10n ** BigInt(places - number.places);
  }

  function compare(left, right) {
    const places = Math.max(left.places, right.places);
    const difference = unitsAt(left, places) - unitsAt(right, places);
    return difference > 0n ? 1 : difference < 0n ? -1 : 0;
  }

  function add(left, right) {
    const places = Math.max(left.places, right.places);
    return { units: unitsAt(left, places) + unitsAt(right, places), places };
  }

  function negate(number) {
    return { units: -number.units, places: number.places };
  }

  /** With so many decimals (fewer than none: tens, hundreds); half away from zero, or cut off. */
  function round(number, places, cut = false) {
    if (number.places <= places) return { units: unitsAt(number, places), places };
    return divided(number.units, 10n ** BigInt(number.places - places), places, cut);
  }

  function divided(dividend, divisor, places, cut = false) {
    const negative = dividend < 0n !== divisor < 0n;
    const [top, bottom] = [absolute(dividend), absolute(divisor)];
    const units = (top * 2n + (cut ? 0n : bottom)) / (bottom * 2n);
    return { units: negative ? -units : units, places };
  }

  /** How much of the whole a part is, in percent with twelve decimals; null of nothing. */
  function percentOf(part, whole) {
    if (whole.units === 0n) return null;
    const places = Math.max(part.places, whole.places);
    return divided(unitsAt(part, places) * 10n ** 14n, unitsAt(whole, places), 12);
  }

  function absolute(units) {
    return units < 0n ? -units : units;
  }

  /** Every digit, in plain notation. */
  function plain(number) {
    const negative = number.units < 0n ? "-" : "";
    const digits = absolute(number.units).toString().padStart(Math.max(number.places, 0) + 1, "0");
    if (number.places <= 0) return negative + digits + "0".repeat(-number.places);
    return `${negative}${digits.slice(0, -number.places)}.${digits.slice(-number.places)}`;
  }

  /** The power of ten of the first digit: 2 for 123, -3 for 0.00456. */
  function magnitude(number) {
    return absolute(number.units).toString().length - 1 - number.places;
  }

  return { ZERO, parse, compare, add, negate, round, percentOf, plain, magnitude };
})();
