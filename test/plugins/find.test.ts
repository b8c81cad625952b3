import {mkdirSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {findPlugins, readPlugin} from "../../src/plugins/find.ts";
import {loadPlugin} from "../../src/plugins/load.ts";
import {inRange} from "../../src/plugins/version_range.ts";
import {moduleOf, putPlugin, putSample, SAMPLE, temporaryHome} from "./plugin_folders.ts";

let home: string;
let remove: () => void;
beforeEach(() => {
  ({home, remove} = temporaryHome());
});
afterEach(() => remove());

const find = (setting?: string, from = home) => findPlugins({home, version: "0.1.0", setting, from});

test("a folder in the home's plugins is found without its code being loaded", async () => {
  putSample(home);
  putPlugin(home, "thrower", {"index.js": "throw new Error('loaded');"});
  const {plugins, broken} = await find();
  expect(plugins.map(({name, version}) => `${name} ${version}`)).toEqual([
    "tabletalk-sample 1.0.0",
    "thrower 1.0.0",
  ]);
  expect(broken).toEqual([]);
});

test("packages with the keyword are found among those that were installed there", async () => {
  const modules = join(home, "plugins", "node_modules");
  putPlugin(home, "marked", {"index.js": ""}, join("node_modules", "marked"));
  putPlugin(home, "@team/scoped", {"index.js": ""}, join("node_modules", "@team", "scoped"));
  mkdirSync(join(modules, "left-pad"));
  writeFileSync(join(modules, "left-pad", "package.json"), '{"name": "left-pad", "version": "1.3.0"}');
  expect((await find()).plugins.map(({name}) => name)).toEqual(["@team/scoped", "marked"]);
});

test("the setting names packages and folders; what is not there is told with what to do", async () => {
  const project = join(home, "project");
  mkdirSync(join(project, "node_modules"), {recursive: true});
  symlinkSync(SAMPLE, join(project, "node_modules", "tabletalk-sample"));
  const {plugins, broken} = await find("tabletalk-sample, tabletalk-missing", project);
  expect(plugins.map(({name}) => name)).toEqual(["tabletalk-sample"]);
  expect(broken.map(({error}) => error.message)).toEqual([
    "TABLETALK_PLUGINS names tabletalk-missing, and there is no such plugin.",
  ]);
  expect(broken[0]?.error.next).toContain("npm install --prefix");
  expect((await find(SAMPLE)).plugins.map(({name}) => name)).toEqual(["tabletalk-sample"]);
});

test.each([
  ["no package.json", {"package.json": ""}, /is not JSON/],
  ["no version", {"package.json": '{"name": "x"}'}, /version cannot be used/],
  ["a name that is none", {"package.json": '{"name": "../x", "version": "1.0.0"}'}, /name cannot be used/],
  [
    "a module that is not there",
    {"package.json": '{"name": "x", "version": "1.0.0", "main": "gone.js"}'},
    /has no module gone.js/,
  ],
  [
    "a module outside of it",
    {"package.json": '{"name": "x", "version": "1.0.0", "main": "../sample/index.js"}'},
    /has no module/,
  ],
  [
    "another Tabletalk",
    {
      "package.json":
        '{"name": "x", "version": "1.0.0", "main": "index.js", "engines": {"tabletalk": "^9.0.0"}}',
      "index.js": "",
    },
    /x 1.0.0 is for Tabletalk \^9.0.0; this is 0.1.0/,
  ],
])("a plugin with %s is told, and hinders no other", async (_what, files: Record<string, string>, said) => {
  putSample(home);
  putPlugin(home, "x", files, "broken");
  const {plugins, broken} = await find();
  expect(plugins.map(({name}) => name)).toEqual(["tabletalk-sample"]);
  expect(broken[0]?.error.message).toMatch(said);
  expect(broken[0]?.error.next).not.toBe("");
});

test("of two plugins with one name the second is told", async () => {
  putSample(home);
  putPlugin(home, "tabletalk-sample", {"index.js": ""}, "zweites");
  const {plugins, broken} = await find();
  expect(plugins).toHaveLength(1);
  expect(broken[0]?.error.message).toMatch(/^There is another plugin called tabletalk-sample, in /);
});

test("a plugin is loaded with nothing installed beside it", async () => {
  putSample(home);
  const [found] = (await find()).plugins;
  const {plugin} = await loadPlugin(found!);
  expect(plugin.methods?.map(({family, name}) => `${family}.${name}`)).toEqual([
    "run_statistics.benford",
    "prepare_data.every_nth",
  ]);
});

test.each([
  ["throws while it loads", "throw new Error('no');", /cannot be loaded: no/],
  ["is no JavaScript", "export const = ;", /cannot be loaded: /],
  ["exports nothing", "export const other = 1;", /exports no `plugin`/],
  ["calls itself otherwise", moduleOf("y", ""), /calls itself y 1.0.0, and its package.json says otherwise/],
  ["has a field that is unknown", moduleOf("x", "tool: []"), /Unrecognized key: "tool"/],
  [
    "has a name in capitals",
    moduleOf("x", "tools: [{name: 'Big', description: 'Something.', input: z.object({}), run() {}}]"),
    /tools.0.name cannot be used: takes 2 to 40/,
  ],
  [
    "has an input that is no schema",
    moduleOf("x", "tools: [{name: 'big', description: 'Something.', input: {}, run() {}}]"),
    /input cannot be used: is no zod object/,
  ],
  [
    "has a method of no family",
    moduleOf(
      "x",
      "methods: [{family: 'run_sql', name: 'big', description: 'Something.', input: z.object({}), run() {}}]",
    ),
    /methods.0.family cannot be used/,
  ],
  [
    "takes no ending",
    moduleOf("x", "importers: [{endings: ['gpx'], description: 'Tracks.', read() {}}]"),
    /is no ending such as .gpx/,
  ],
])("a plugin that %s is told", async (_what, code, said) => {
  const folder = putPlugin(home, "x", {"index.js": code});
  const loading = readPlugin(folder, "0.1.0").then(loadPlugin);
  await expect(loading).rejects.toThrow(said);
});

test.each([
  ["0.1.0", "*", true],
  ["0.1.0", ">=0.1.0", true],
  ["0.1.0", "^0.1.0", true],
  ["0.2.0", "^0.1.0", false],
  ["1.9.3", "^1.2.0", true],
  ["2.0.0", "^1.2.0", false],
  ["1.2.9", "~1.2.3", true],
  ["1.3.0", "~1.2.3", false],
  ["1.5.0", ">=1.0.0 <2", true],
  ["2.0.0", ">= 1.0.0 <2", false],
  ["3.1.0", "1.x || 3.x", true],
  ["1.2.3", "1.2", true],
  ["1.0.0", "latest", false],
])("%s is in %s: %s", (version, range, is) => {
  expect(inRange(version, range)).toBe(is);
});
