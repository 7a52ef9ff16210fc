"use strict";
// The link to the host: JSON-RPC over messages to the window around this one, as MCP Apps defines it.
const Host = (() => {
  const VERSION = "2026-01-26";
  const waiting = new Map();
  const context = {};
  let capabilities = {};
  let last = 0;
  let handlers = {};

  function post(message) {
    parent.postMessage({ jsonrpc: "2.0", ...message }, "*");
  }

  function request(method, params) {
    last += 1;
    const id = last;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      post({ id, method, params });
    });
  }

  function notify(method, params = {}) {
    post({ method, params });
  }

  function receive(event) {
    const message = event.data;
    if (event.source !== parent || message?.jsonrpc !== "2.0") return;
    if (message.method === undefined) settle(message);
    else if (message.id === undefined) handlers[message.method]?.(message.params ?? {});
    else answer(message);
  }

  function settle({ id, result, error }) {
    const promise = waiting.get(id);
    waiting.delete(id);
    if (error) promise?.reject(new Error(error.message));
    else promise?.resolve(result);
  }

  function answer({ id, method }) {
    if (method === "ping") post({ id, result: {} });
    else if (method === "ui/resource-teardown") {
      handlers[method]?.();
      post({ id, result: {} });
    } else post({ id, error: { code: -32601, message: "Method not found" } });
  }

  /** Introduce the page. `heard` holds what to do on each notification, by its method. */
  async function connect(heard) {
    handlers = heard;
    addEventListener("message", receive);
    const told = await request("ui/initialize", {
      appInfo: { name: "wallet-portfolio", version: "1" },
      appCapabilities: { availableDisplayModes: ["inline"] },
      protocolVersion: VERSION,
    });
    capabilities = told.hostCapabilities ?? {};
    Object.assign(context, told.hostContext);
  }

  /** The structured answer of one of the server's tools. Rejects where there is none. */
  async function call(name, given) {
    const result = await request("tools/call", { name, arguments: given });
    if (!result?.structuredContent) throw new Error(Texts.say("unreachable"));
    return result.structuredContent;
  }

  /** Say something in the conversation, as the user. Rejects where the host declines. */
  async function speak(text) {
    const result = await request("ui/message", { role: "user", content: [{ type: "text", text }] });
    if (result?.isError) throw new Error(Texts.say("notSent"));
  }

  return {
    context,
    connect,
    notify,
    call,
    speak,
    close: () => removeEventListener("message", receive),
    get canCall() {
      return Boolean(capabilities.serverTools);
    },
    get canSpeak() {
      return Boolean(capabilities.message);
    },
  };
})();
