// A real server, a real host and a real browser around the page.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = join(HERE, "../..");
const PYTHON = process.env.PYTHON ?? join(ROOT, ".venv/bin/python");
const BROWSERS = process.env.CHROMIUM ? [process.env.CHROMIUM] : ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--no-first-run", "--force-color-profile=srgb", "--font-render-hinting=none",
];
const PATIENCE_MS = 30_000;
const PAGE = "ui://wallet/portfolio";
// What hosts set for a page that asks for nothing.
const POLICY =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data:; media-src 'self' data:; connect-src 'none'";

/** What a script beside this one prints as JSON. */
export function python(script) {
  return JSON.parse(execFileSync(PYTHON, [join(HERE, script)], { encoding: "utf8" }));
}

/** The demo server over HTTP, and a client of it. */
async function startServer() {
  const home = mkdtempSync(join(tmpdir(), "page-"));
  const port = await freePort();
  const process_ = spawn(PYTHON, ["-m", "wallet_portfolio", "serve", "--demo", "--http", `127.0.0.1:${port}`], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, LANG: "C.UTF-8" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  process_.stderr.on("data", (text) => (said += text));
  const client = new Client({ name: "page-tests", version: "1" });
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await client.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`)));
      break;
    } catch (problem) {
      if (process_.exitCode !== null || Date.now() > deadline) throw new Error(`No server: ${problem.message}\n${said}`);
      await pause(50);
    }
  }
  return {
    client,
    async stop() {
      await client.close();
      const ended = once(process_, "exit");
      process_.kill();
      await ended;
      rmSync(home, { recursive: true });
    },
  };
}

async function freePort() {
  const socket = createSocket();
  socket.listen(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  await new Promise((resolve) => socket.close(resolve));
  return port;
}

/** The host's page, and the page that it shows, under the policy that hosts set. */
async function startHost(html) {
  const bundle = await build({ entryPoints: [join(HERE, "host.js")], bundle: true, write: false, format: "iife" });
  const files = {
    "/": ["text/html", readFileSync(join(HERE, "host.html"))],
    "/host.js": ["text/javascript", bundle.outputFiles[0].contents],
    "/view": ["text/html; charset=utf-8", html, { "Content-Security-Policy": POLICY }],
  };
  const server = createServer((request, response) => {
    const [kind, content, headers] = files[request.url] ?? [];
    response.writeHead(kind ? 200 : 404, { "Content-Type": kind ?? "text/plain", ...headers }).end(content ?? "");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, address: `http://127.0.0.1:${server.address().port}` };
}

/** Everything that outlives one view of the page. */
export async function start() {
  const executablePath = BROWSERS.find((path) => existsSync(path));
  if (!executablePath) {
    console.error("Chromium is needed: install it, or set CHROMIUM to its path.");
    process.exit(1);
  }
  const server = await startServer();
  const [{ text: html, _meta: meta, mimeType }] = (await server.client.readResource({ uri: PAGE })).contents;
  const host = await startHost(html);
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  return {
    html,
    meta,
    mimeType,
    client: server.client,
    browser,
    open: (options) => open(browser, host.address, server.client, options),
    async stop() {
      await browser.close();
      host.server.closeAllConnections();
      host.server.close();
      await server.stop();
    },
  };
}

/**
 * Show the page in a host. `server` may stand between: it gets the call and the real client, and gives the result.
 * The view has `frame` (the page), `record` (what the page asked of the host), and `wrong` (errors, requests refused).
 */
async function open(browser, address, client, options = {}) {
  const { width = 1200, height = 700, theme = "light", locale = "en-US", timeZone = "UTC", still = true } = options;
  const { variables = {}, capabilities = { serverTools: {}, message: { text: {} } }, context = {} } = options;
  const server = options.server ?? ((call, real) => real(call));
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: still ? "reduce" : "no-preference" });
  page.setDefaultTimeout(PATIENCE_MS);
  const wrong = [];
  const requests = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("requestfailed", (request) => wrong.push(`refused: ${request.url()}`));
  page.on("request", (request) => requests.push(new URL(request.url()).pathname));
  await page.exposeFunction("callServer", (call) => server(call, (asked) => client.callTool(asked)));
  await page.goto(address);
  const hostContext = { theme, locale, timeZone, styles: { variables }, displayMode: "inline", ...context };
  await page.evaluate((given) => window.open_(given), { context: hostContext, capabilities });
  const send = (method, params) =>
    page.evaluate(
      async ([name, given]) => {
        await window.bridge[name](given);
        await window.delivered();
      },
      [method, params],
    );
  const frame = page.frames().find((one) => one.url().endsWith("/view"));
  return {
    page,
    frame,
    wrong,
    requests,
    record: () => page.evaluate(() => window.record),
    input: (given) => send("sendToolInput", { arguments: given }),
    result: (result) => send("sendToolResult", result),
    cancelled: () => send("sendToolCancelled", {}),
    /** What a host does when the model calls a tool. */
    async show(name, given = {}) {
      await send("sendToolInput", { arguments: given });
      const result = await client.callTool({ name, arguments: given });
      await send("sendToolResult", result);
      await frame.waitForSelector('main[aria-busy="false"]');
      return result.structuredContent;
    },
    context: (changed) => send("sendHostContextChange", changed),
    tearDown: () => page.evaluate(() => window.bridge.teardownResource({})),
    async picture(path) {
      await frame.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await pause(150); // the host follows the page's height, and the window the host's
      await page.setViewportSize({ width, height: await page.evaluate(() => document.documentElement.scrollHeight) });
      await pause(50);
      await page.screenshot({ path });
    },
    close: () => page.close(),
  };
}
