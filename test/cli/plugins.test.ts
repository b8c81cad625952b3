import {cpSync, mkdirSync} from "node:fs";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {afterAll, beforeAll, expect, test} from "vitest";
import {moduleOf} from "../plugins/plugin_folders.ts";
import {startLoopbackServer} from "../plugins/servers/loopback_server.ts";
import {newPlace, SAMPLES} from "./run_cli.ts";

const place = newPlace();
let remote: Awaited<ReturnType<typeof startLoopbackServer>>;
beforeAll(async () => {
  remote = await startLoopbackServer();
  mkdirSync(place.home, {recursive: true});
});
afterAll(async () => {
  await remote.close();
  place.remove();
});

const weather = join(SAMPLES, "seattle-weather.csv");
const BENFORD = 'run_statistics.benford {"table": "seattle_weather", "column": "precipitation"}';
const ask = (question: string, ...more: string[]) => place.run(["ask", question, "--data", weather, ...more]);

test("without plugins, asking loads nothing of them but the look whether there are any", async () => {
  const spy = place.file(
    "spy.mjs",
    `import {registerHooks} from "node:module";
     const found = [];
     registerHooks({load(url, context, next) { if (/src\\/plugins\\/|modelcontextprotocol/.test(url)) found.push(url.split("/").at(-1)); return next(url, context); }});
     process.on("exit", () => process.stderr.write("loaded: " + found.join(" ")));`,
  );
  const {status, stderr} = await place.run(["ask", "what is the average wind?", "--data", weather], {
    env: {NODE_OPTIONS: `--import ${pathToFileURL(spy).href}`},
  });
  expect(status).toBe(0);
  expect(stderr).toContain("loaded: present.ts");
  expect(stderr).not.toContain("present.ts ");
});

test("a plugin is put there, enabled, used, replayed, disabled, and missed", async () => {
  cpSync(join(SAMPLES, "plugin"), join(place.home, "plugins", "sample"), {recursive: true});
  expect((await place.run(["plugins", "list"])).stdout).toContain("off  tabletalk-sample 1.0.0");
  expect((await ask(BENFORD)).status).not.toBe(0);

  const enabled = await place.run(["plugins", "enable", "tabletalk-sample"]);
  expect(enabled.stdout).toBe(
    "tabletalk-sample 1.0.0 is enabled. It brings tools: working_days; methods: run_statistics.benford, prepare_data.every_nth; agents: @auditor; files: .ics; charts: lollipop.\n",
  );
  const asked = await ask(BENFORD, "--json");
  expect(asked.status).toBe(0);
  const answer = JSON.parse(asked.stdout);
  expect(answer.artifacts.called.provenance.source.name).toBe("tabletalk-sample");
  const replayed = await place.run(["replay", answer.recipe]);
  expect(replayed.stdout).toContain(`Replayed ${answer.recipe}: the same.`);

  await place.run(["plugins", "disable", "tabletalk-sample"]);
  const missed = await place.run(["replay", answer.recipe]);
  expect(missed.status).toBe(2);
  expect(missed.stderr).toContain(
    "This recipe used the plugin tabletalk-sample 1.0.0, which is not enabled here.",
  );
});

test("a file that only a plugin reads is asked about", async () => {
  await place.run(["plugins", "enable", "tabletalk-sample"]);
  const events = place.file(
    "events.ics",
    "BEGIN:VEVENT\nSUMMARY:Lunch\nDTSTART:20260131T120000Z\nEND:VEVENT\n",
  );
  const {stdout} = await place.run(["ask", "how many rows?", "--data", events]);
  expect(stdout).toContain("Count of rows: 1");
});

test("a plugin that is broken is told with what to do, and questions are answered as ever", async () => {
  const folder = join(place.home, "plugins", "torn");
  mkdirSync(folder);
  cpSync(place.file("package.json", '{"name": "torn"}'), join(folder, "package.json"));
  const {stdout} = await place.run(["plugins", "list"]);
  expect(stdout).toMatch(
    /! {4}.*torn: In .*package\.json, version cannot be used: .*\n {5}Give it name, version and main\./,
  );
  expect((await ask("what is the average wind?")).stdout).toContain("Average wind: 3.241");
});

test("whoever writes a plugin is told what it brings, or what is wrong", async () => {
  const fine = await place.run(["plugins", "check", join(SAMPLES, "plugin"), "--json"]);
  expect(JSON.parse(fine.stdout)).toMatchObject({name: "tabletalk-sample", version: "1.0.0"});
  mkdirSync(place.path("mine"));
  place.file(
    "mine/package.json",
    '{"name": "mine", "version": "1.0.0", "type": "module", "main": "index.js"}',
  );
  place.file(
    "mine/index.js",
    moduleOf(
      "mine",
      "agents: [{name: 'clerk', does: 'Counts.', instructions: 'Count all of it.', tools: ['count']}]",
    ),
  );
  const wrong = await place.run(["plugins", "check", place.path("mine")]);
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('There is no tool "count"');
});

test("a server is added, asked what it offers, allowed, called, disabled and removed", async () => {
  const add = await place.run(
    ["servers", "add", "crm", remote.url, "--header", "Authorization: Bearer $CRM_KEY"],
    {
      env: {CRM_KEY: "my-key"},
    },
  );
  expect(add.stdout).toContain("crm is added.");
  expect((await place.run(["servers", "offers", "crm"])).stdout).toContain(
    "rename (changes something): Renames a customer.",
  );
  await place.run(["servers", "allow", "crm", "lookup", "rename"]);
  expect((await place.run(["servers", "list"])).stdout).toBe(
    `on   crm  ${remote.url}\n       crm__lookup\n       crm__rename  (asks before it runs)\n`,
  );
  expect((await ask('crm__lookup {"id": 7}')).stdout).toContain("name: Ann");
  expect(remote.keys).toContain("Bearer my-key");
  const asked = await ask('crm__rename {"id": 1, "name": "Eve"}');
  expect(asked.status).toBe(3);
  expect(asked.stdout).toContain("Nothing was run yet");
  expect(remote.renamed).toEqual([]);

  await place.run(["servers", "disable", "crm"]);
  expect((await ask('crm__lookup {"id": 7}')).status).toBe(3);
  await place.run(["servers", "remove", "crm"]);
  expect((await place.run(["servers", "list"])).stdout).toContain("No server was added.");
});

test("in a chat, a number picks what was asked, and it runs", async () => {
  await place.run(["servers", "add", "crm", remote.url]);
  await place.run(["servers", "allow", "crm", "rename"]);
  const input = 'crm__rename {"id": 1, "name": "Anna"}\n1\n/quit\n';
  const {stdout} = await place.run(["chat", weather], {input});
  expect(stdout).toContain("Renamed 1.");
  expect(remote.renamed).toEqual([{id: 1, name: "Anna"}]);
});
