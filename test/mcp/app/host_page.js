import {AppBridge, PostMessageTransport} from "@modelcontextprotocol/ext-apps/app-bridge";

/**
 * A host as small as it can be: shows an app in a closed-off frame, as the extension for apps says, and hands its reading on.
 * @typedef {{html: string, csp: string, input: Record<string, unknown>, result: import("@modelcontextprotocol/client").CallToolResult, context: import("@modelcontextprotocol/ext-apps").McpUiHostContext}} Shown
 * @typedef {{readResource(params: {uri: string}): Promise<import("@modelcontextprotocol/client").ReadResourceResult | {refused: string}>, showApp(shown: Shown): Promise<void>, bridge: AppBridge}} Host
 */
const host = /** @type {Host} */ (/** @type {unknown} */ (globalThis));

host.showApp = async ({html, csp, input, result, context}) => {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.style.cssText = "display:block;border:0;width:100%;height:40px";
  document.body.style.margin = "0";
  document.body.replaceChildren(frame);
  const inside = /** @type {Window} */ (frame.contentWindow);
  const bridge = new AppBridge(
    null,
    {name: "test host", version: "1"},
    {serverResources: {}},
    {hostContext: context},
  );
  bridge.onreadresource = async (params) => {
    const read = await host.readResource(params);
    if ("refused" in read) throw new Error(String(read.refused));
    return read;
  };
  bridge.onsizechange = ({height}) => {
    if (height !== undefined) frame.style.height = `${height}px`;
  };
  const {promise: ready, resolve} = Promise.withResolvers();
  bridge.oninitialized = () => resolve(undefined);
  await bridge.connect(new PostMessageTransport(inside, inside));
  frame.srcdoc = html.replace("<head>", `<head><meta http-equiv="Content-Security-Policy" content="${csp}">`);
  await ready;
  await bridge.sendToolInput({arguments: input});
  await bridge.sendToolResult(result);
  host.bridge = bridge;
};
