// A picture of the page over the demo: node screenshot.js OUT.png [--width 1200] [--theme light|dark] [--locale en]
//   [--tool show_portfolio] [--arguments '{"wallets": ["main"]}'] [--chart ETH] [--risky]
import { parseArgs } from "node:util";

import { start } from "./harness.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    width: { type: "string", default: "1200" },
    theme: { type: "string", default: "light" },
    locale: { type: "string", default: "en" },
    tool: { type: "string", default: "show_portfolio" },
    arguments: { type: "string", default: "{}" },
    chart: { type: "string", default: "" },
    risky: { type: "boolean", default: false },
  },
});
const [out] = positionals;
if (!out) throw new Error("Where to write the picture?");

const world = await start();
try {
  const view = await world.open({ width: Number(values.width), theme: values.theme, locale: values.locale });
  await view.show(values.tool, JSON.parse(values.arguments));
  if (values.risky) {
    await view.frame.locator("#risky").check();
    await view.frame.waitForSelector("tr.risky");
  }
  if (values.chart) {
    await view.frame.locator("button.pick", { hasText: new RegExp(`^${values.chart}$`) }).first().click();
    await view.frame.waitForSelector("#plot svg");
    await view.frame.evaluate(() => document.activeElement.blur());
  }
  await view.picture(out);
  if (view.wrong.length) throw new Error(view.wrong.join("\n"));
} finally {
  await world.stop();
}
