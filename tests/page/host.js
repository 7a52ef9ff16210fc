// The host side of the page, as a chat application has it: the official AppBridge around a sandboxed frame.
import { AppBridge, PostMessageTransport } from "@modelcontextprotocol/ext-apps/app-bridge";

const HOST = { name: "page-tests", version: "1" };

/** Show the page, introduce the host, and wait until the page says that it is there. `callServer` comes from outside. */
window.open_ = async ({ context, capabilities }) => {
  const record = { calls: [], messages: [], sizes: [], app: null };
  const frame = document.createElement("iframe");
  frame.sandbox.add("allow-scripts");
  frame.title = "page";
  frame.style.cssText = "border:0;display:block;width:100%;height:400px";
  document.body.append(frame);
  const bridge = new AppBridge(null, HOST, capabilities, { hostContext: context });
  const initialized = new Promise((resolve) => bridge.addEventListener("initialized", resolve));
  bridge.addEventListener("sizechange", ({ width, height }) => {
    record.sizes.push({ width, height });
    frame.style.height = `${height}px`;
  });
  bridge.onmessage = async (params) => {
    record.messages.push(params);
    return {};
  };
  bridge.oncalltool = async (params) => {
    record.calls.push(params);
    return await window.callServer(params);
  };
  await bridge.connect(new PostMessageTransport(frame.contentWindow, frame.contentWindow));
  frame.src = "/view";
  await initialized;
  record.app = { info: bridge.getAppVersion(), capabilities: bridge.getAppCapabilities() };
  // What was sent before has arrived when this is answered.
  const delivered = () => bridge.request({ method: "ping" });
  Object.assign(window, { bridge, record, delivered });
};
