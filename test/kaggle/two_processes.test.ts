import {execFile, spawn} from "node:child_process";
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {promisify} from "node:util";
import {expect, test} from "vitest";
import {DATASETS} from "./server/shelf.ts";
import {kaggleWorkplace} from "./workplace.ts";

const {client, home, server} = kaggleWorkplace();
const NOISE = DATASETS["grace/noise"]!.versions[0]!["noise.csv"];
const args = (place: string): string[] => [
  join(import.meta.dirname, "download_once.ts"),
  place,
  server().url,
  "grace/noise",
];

test("two processes that want the same at once both get it whole, and leave nothing else", async () => {
  const place = home();
  const runs = await Promise.all(
    [1, 2].map(() => promisify(execFile)(process.execPath, args(place), {encoding: "utf8"})),
  );
  const [first, second] = runs.map(({stdout}) => JSON.parse(stdout));
  expect(first).toEqual(second);
  expect(readFileSync(first.files[0].path, "utf8")).toBe(NOISE);
  expect(readdirSync(join(place, "kaggle", "partial"))).toEqual([]);
  expect(readdirSync(join(place, "kaggle", "datasets", "grace", "noise", "versions")).sort()).toEqual([
    "1",
    "1.json",
  ]);
});

test("what a killed process had is gone on with", async () => {
  const place = home();
  server().fault({at: "storage", kind: "stall", afterBytes: 300_000});
  const killed = spawn(process.execPath, args(place), {stdio: "ignore"});
  const partial = join(place, "kaggle", "partial");
  const kept = (): number => {
    try {
      const name = readdirSync(partial).find((one) => one.endsWith(".part"));
      return name === undefined ? 0 : readFileSync(join(partial, name)).length;
    } catch {
      return 0;
    }
  };
  while (kept() === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  killed.kill("SIGKILL");
  await new Promise((resolve) => killed.once("close", resolve));
  expect(readdirSync(partial).some((name) => name.endsWith(".lock"))).toBe(true);
  const {files} = await client({home: place}).download("grace/noise");
  expect(server().storageCalls.at(-1)).toMatchObject({status: 206});
  expect(readFileSync(files[0]!.path, "utf8")).toBe(NOISE);
  expect(readdirSync(partial)).toEqual([]);
});
