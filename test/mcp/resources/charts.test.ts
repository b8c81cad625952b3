import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Client, InMemoryTransport} from "@modelcontextprotocol/client";
import {afterAll, beforeAll, expect, it, vi} from "vitest";
import {changePolicy} from "../../../src/access/mcp_policy.ts";
import {localPrincipal, type Principal} from "../../../src/access/principal.ts";
import {SAMPLES} from "../../../src/commands/runtime.ts";
import {loadConfig} from "../../../src/config.ts";
import {createLocalHost, type LocalHost} from "../../../src/mcp/local_host.ts";
import {createMcpServer} from "../../../src/mcp/server.ts";
import {saveDetails} from "../../../src/store/dataset_details.ts";
import {readText} from "../read_text.ts";
import {startMcp, toldBy} from "../running.ts";

vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

const WORKSPACE = "terminal";
const MASS = 'SELECT Species, avg("Body Mass (g)") AS mass FROM penguins GROUP BY ALL ORDER BY mass DESC';
const BARS = {table: MASS, kind: "bar", x: "Species", y: "mass"};

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tabletalk-mcp-figures-"));
});
afterAll(() => rm(home, {recursive: true, force: true, maxRetries: 5}));

async function clientOf(host: LocalHost, principal: Principal): Promise<Client> {
  const client = new Client({name: "test", version: "1"});
  const [near, far] = InMemoryTransport.createLinkedPair();
  await createMcpServer(host, {principal}).connect(far);
  await client.connect(near);
  return client;
}

const personOf = (person: string): Principal => ({
  kind: "person",
  workspace: WORKSPACE,
  person,
  actor: `person:${person}`,
  role: "analyst",
  scopes: ["*"],
  projects: new Map(),
});

const linkOf = (result: unknown) =>
  String(toldBy(result).content.find(({type}) => type === "resource_link")?.uri);

it("computes a figure again from its recipe when nobody has it at hand, with the same values", async () => {
  const called = await (async () => {
    await using server = await startMcp({files: SAMPLES, home});
    const uri = linkOf(await server.client.callTool({name: "make_chart", arguments: BARS}));
    return {uri, before: await readText(server.client, uri)};
  })();
  await using another = await startMcp({home});
  const after = await readText(another.client, called.uri);
  expect(after).toEqual(called.before);
  const [{y}] = (JSON.parse(after.text) as {data: [{y: number[]}]}).data;
  expect(y.map(Math.round)).toEqual([5_076, 3_733, 3_701]);
});

it("is for whoever may read its data: others are told what they are told of a chart that is not there", async () => {
  const host = createLocalHost(loadConfig({home}), {roots: [], files: []});
  try {
    const owner = await clientOf(host, localPrincipal(WORKSPACE));
    const uri = linkOf(await owner.callTool({name: "make_chart", arguments: BARS}));
    const ada = await clientOf(host, personOf("ada"));
    expect((await ada.readResource({uri})).contents).toHaveLength(1);
    const {store} = (await host.service()).workspace(WORKSPACE);
    await saveDetails(store, WORKSPACE, "penguins", {owner: "grace", visibility: "private"});
    const refusal = await ada.readResource({uri}).catch((error: Error) => error);
    const none = "000000000000";
    const missing = await ada
      .readResource({uri: `tabletalk://charts/${none}`})
      .catch((error: Error) => error);
    expect(refusal).toMatchObject({code: -32602, data: {uri}});
    expect((refusal as Error).message.replace(uri.slice(-12), none)).toBe((missing as Error).message);
    const grace = await clientOf(host, personOf("grace"));
    expect((await grace.readResource({uri})).contents).toHaveLength(1);
    const elsewhere = await clientOf(host, {...personOf("grace"), workspace: "another"});
    await expect(elsewhere.readResource({uri})).rejects.toMatchObject({code: -32602, data: {uri}});
  } finally {
    await host.close();
  }
});

it("shows groups alone where a workspace tells of no single rows, whatever was allowed before", async () => {
  await using server = await startMcp({files: SAMPLES, home});
  await server.call("list_tables");
  const host = createLocalHost(loadConfig({home}), {roots: [], files: []});
  try {
    const owner = localPrincipal(WORKSPACE);
    const client = await clientOf(host, owner);
    const draw = async (input: Record<string, unknown>) =>
      client.callTool({name: "make_chart", arguments: input});
    const points = {table: "seattle_weather", kind: "scatter", x: "temp_max", y: "wind"};
    const before = linkOf(await draw(points));
    const bins = linkOf(await draw({table: "seattle_weather", kind: "histogram", x: "precipitation"}));
    const access = await host.access();
    await changePolicy(access, owner, {sql: "aggregates"});
    await expect(client.readResource({uri: before})).rejects.toMatchObject({code: -32602});
    expect(toldBy(await draw(points))).toMatchObject({
      isError: true,
      text: expect.stringContaining("no single rows"),
    });
    const {text} = await readText(client, bins);
    const [{y}] = (JSON.parse(text) as {data: [{y: number[]}]}).data;
    expect(y.filter((count) => count > 0 && count < 5)).toEqual([]);
    const grouped = "SELECT weather, avg(wind) AS wind FROM seattle_weather GROUP BY ALL";
    const made = await draw({table: grouped, kind: "bar", x: "weather", y: "wind"});
    expect((await client.readResource({uri: linkOf(made)})).contents).toHaveLength(1);
    await changePolicy(access, owner, {sql: "off"});
    await expect(client.readResource({uri: linkOf(made)})).rejects.toMatchObject({code: -32602});
  } finally {
    await host.close();
  }
});
