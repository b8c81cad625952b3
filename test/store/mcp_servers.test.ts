import {beforeAll, expect, test} from "vitest";
import {localPrincipal} from "../../src/access/principal.ts";
import {disablePlugin, enabledPlugins, enablePlugin} from "../../src/plugins/enabling.ts";
import {
  hasServers,
  isServerEnabled,
  removeServer,
  saveServer,
  serversOf,
} from "../../src/store/mcp_servers.ts";
import type {Store} from "../../src/store/store.ts";
import {describeStores} from "./dialects.ts";

const server = {
  name: "crm",
  url: "https://crm.example.com/mcp",
  sealed: "s1.x.y",
  content: {tools: {lookup: {readOnly: true}}},
  isEnabled: true,
  changedBy: "person",
};

describeStores("servers and plugins of a workspace", (opened) => {
  let store: Store;
  beforeAll(() => {
    store = opened();
  });

  test("a server is kept, replaced by one of its name, disabled and removed", async () => {
    expect(await hasServers(store, "w")).toBe(false);
    await saveServer(store, "w", server);
    await saveServer(store, "w", {...server, content: {tools: {}}, sealed: null});
    expect(await serversOf(store, "w")).toMatchObject([
      {name: "crm", content: {tools: {}}, sealed: null, isEnabled: true},
    ]);
    expect(await isServerEnabled(store, "w", "crm")).toBe(true);
    await saveServer(store, "w", {...server, isEnabled: false});
    expect([await isServerEnabled(store, "w", "crm"), await hasServers(store, "w")]).toEqual([false, false]);
    expect(await removeServer(store, "w", "crm")).toBe(true);
    expect(await removeServer(store, "w", "crm")).toBe(false);
  });

  test("a server of another workspace is none", async () => {
    await saveServer(store, "other", server);
    expect(await serversOf(store, "w")).toEqual([]);
    expect(await isServerEnabled(store, "w", "crm")).toBe(false);
    expect(await removeServer(store, "w", "crm")).toBe(false);
    expect(await hasServers(store, "other")).toBe(true);
  });

  test("plugins are enabled and disabled side by side, none lost", async () => {
    const who = localPrincipal("w");
    await Promise.all(["a", "b", "c", "b"].map((name) => enablePlugin(store, who, name)));
    expect(await enabledPlugins(store, "w")).toEqual(["a", "b", "c"]);
    expect(await disablePlugin(store, who, "b")).toBe(true);
    expect(await disablePlugin(store, who, "b")).toBe(false);
    expect(await enabledPlugins(store, "w")).toEqual(["a", "c"]);
    expect(await enabledPlugins(store, "other")).toEqual([]);
  });
});
