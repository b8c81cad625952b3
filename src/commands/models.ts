import {readFileSync, writeFileSync} from "node:fs";
import {overviewOfModels, registryScene, sealerOf, testModels} from "../channels/workspace_models.ts";
import {type Config, loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import type {ModelOverview, ShownModel} from "../models/overview.ts";
import type {Registry} from "../models/registry.ts";
import {changeRegistry, type Editor, keepKey, registryOf} from "../models/registry_store.ts";
import {ALL_ROLES, type AnyRole} from "../models/roles.ts";
import type {ModelTest} from "../models/test_model.ts";
import {type UsageBy, usageOf} from "../store/usage.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, WORKSPACE} from "./runtime.ts";

/** Whoever sits at the terminal owns its workspace. */
const OWNER: Editor = {role: "owner", actor: "person"};

export interface ModelsFlags extends CommonFlags {
  model?: string;
  /** False with --no-test. */
  test?: boolean;
}

/** `tabletalk models`: the models of each role, what each costs and how it is; and a tiny call of each, to see that it works. */
export async function showModels(flags: ModelsFlags): Promise<void> {
  const config = loadConfig(flags);
  await using runtime = createRuntime(config);
  const store = await runtime.store();
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  try {
    const tests =
      flags.test === false
        ? []
        : await testModels(config, store, WORKSPACE, "terminal", {signal: stop.signal, actor: OWNER.actor});
    const overview = await overviewOfModels(config, store, WORKSPACE, "terminal");
    if (flags.json) print(JSON.stringify({...overview, tests}, undefined, 2));
    else for (const line of linesOf(overview, tests)) print(line);
    const isFaulty = tests.some(({works}) => !works) || overview.models.some(({unusable}) => unusable);
    if (flags.test !== false && isFaulty) process.exitCode = 1;
  } finally {
    process.removeListener("SIGINT", interrupt);
  }
}

/** `tabletalk models set ROLE LIST`: the models of a role, in the order in which they are tried; an empty list takes them away. */
export async function setRole(role: string, list: string, flags: CommonFlags): Promise<void> {
  const known = ALL_ROLES.find((one) => one === role);
  if (!known)
    throw new TabletalkError("bad_use", `There is no role ${role}.`, `There are: ${ALL_ROLES.join(", ")}.`);
  const names = list
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
  const version = await edit(flags, (before) => withRole(before, known, names));
  print(
    names.length > 0
      ? `${role} asks ${names.join(", then ")} (version ${version}).`
      : `${role} has no models of its own (version ${version}).`,
  );
}

function withRole(before: Registry, role: AnyRole, names: string[]): unknown {
  const {[role]: _, ...others} = before.roles;
  return {...before, roles: names.length > 0 ? {...others, [role]: names} : others};
}

/** `tabletalk models price MODEL INPUT OUTPUT`: what a model costs you, in US dollars for a million tokens. */
export async function setPrice(id: string, input: string, output: string, flags: CommonFlags): Promise<void> {
  const price = {
    input: amount(input),
    output: amount(output),
    on: new Date().toISOString().slice(0, 10),
  };
  const version = await edit(flags, (before) => ({
    ...before,
    models: {...before.models, [id]: {...before.models[id], price}},
  }));
  print(`${id} costs $${price.input} in, $${price.output} out per million tokens (version ${version}).`);
}

/** `tabletalk models export FILE`: the registry as JSON; - is standard output. */
export async function exportModels(file: string, flags: CommonFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const {registry} = await registryOf(await runtime.store(), WORKSPACE);
  const text = `${JSON.stringify(registry, undefined, 2)}\n`;
  if (file === "-") process.stdout.write(text);
  else {
    writeFileSync(file, text);
    print(`The registry of models is in ${file}. It holds no keys.`);
  }
}

/** `tabletalk models import FILE`: puts a registry in the place of the one there is. */
export async function importModels(file: string, flags: CommonFlags): Promise<void> {
  const given = readJson(file);
  const version = await edit(flags, () => given);
  print(`The registry of models is now that of ${file} (version ${version}).`);
}

/** `tabletalk models key NAME`: keeps a key from standard input, sealed; an empty one takes it away. */
export async function keepModelKey(name: string, flags: CommonFlags): Promise<void> {
  if (process.stdin.isTTY) process.stderr.write("The key, and Enter (Ctrl-D): ");
  const key = readFileSync(0, "utf8").trim();
  const config = loadConfig(flags);
  await using runtime = createRuntime(config);
  await keepKey(await runtime.store(), WORKSPACE, OWNER, {name, key}, await sealerOf(config));
  print(
    key
      ? `The key ${name} is kept: {"sealed": "${name}"} in a provider uses it.`
      : `The key ${name} is gone.`,
  );
}

export interface UsageFlags extends CommonFlags {
  since?: string;
  by?: string;
}

const USAGE_BY: readonly UsageBy[] = ["day", "role", "model", "person", "turn"];

/** `tabletalk models usage`: tokens and cost since a day. */
export async function showUsage(flags: UsageFlags): Promise<void> {
  const by = (flags.by ?? "role,model").split(",").map((one) => one.trim()) as UsageBy[];
  const wrong = by.find((one) => !USAGE_BY.includes(one));
  if (wrong)
    throw new TabletalkError(
      "bad_use",
      `Usage is not kept by ${wrong}.`,
      `There are: ${USAGE_BY.join(", ")}.`,
    );
  const since = flags.since === undefined ? new Date(Date.now() - 30 * 86_400_000) : new Date(flags.since);
  if (Number.isNaN(since.getTime()))
    throw new TabletalkError("bad_use", `${flags.since} is no day.`, "Write it as 2026-11-01.");
  await using runtime = createRuntime(loadConfig(flags));
  const rows = await usageOf(await runtime.store(), WORKSPACE, {since, by});
  if (flags.json) return print(JSON.stringify(rows, undefined, 2));
  if (rows.length === 0) return print(`No model was asked since ${since.toISOString().slice(0, 10)}.`);
  for (const {by: key, calls, inputTokens, outputTokens, cost, unpricedCalls} of rows) {
    const unknown = unpricedCalls > 0 ? ` and ${unpricedCalls} calls of unknown price` : "";
    const name = by.map((one) => key[one] ?? "-").join("  ");
    print(
      `${name.padEnd(44)} ${calls} calls, ${inputTokens} tokens in, ${outputTokens} out, $${cost.toFixed(4)}${unknown}`,
    );
  }
}

async function edit(flags: CommonFlags, change: (before: Registry) => unknown): Promise<number> {
  const config: Config = loadConfig(flags);
  await using runtime = createRuntime(config);
  const store = await runtime.store();
  const scene = await registryScene(config, store, WORKSPACE, "terminal");
  return (await changeRegistry(store, WORKSPACE, OWNER, change, scene)).version;
}

function* linesOf({roles, models, limits, version}: ModelOverview, tests: readonly ModelTest[]) {
  yield version > 0 ? `Roles (registry of version ${version})` : "Roles (no registry)";
  for (const [role, names] of Object.entries(roles)) yield `  ${role.padEnd(11)} ${names.join(", then ")}`;
  if (models.length > 0) yield "Models";
  for (const model of models) {
    yield* modelLines(
      model,
      tests.find((one) => one.model === model.id),
    );
  }
  if (limits.length > 0) yield "Limits of a day";
  for (const {limits: day, raisedBy} of limits) {
    for (const whose of ["workspace", "person"] as const) {
      const {tokens, cost} = day[whose] ?? {};
      const parts = [
        ...(tokens === undefined ? [] : [`${tokens.toLocaleString("en-US")} tokens`]),
        ...(cost === undefined ? [] : [`$${cost}`]),
      ];
      if (parts.length > 0) yield `  ${whose.padEnd(11)} ${parts.join(", ")}. ${raisedBy} can raise it.`;
    }
  }
}

function* modelLines(model: ShownModel, test: ModelTest | undefined) {
  const {id, address, saysPrice, keyFrom, unusable, roles, health} = model;
  yield `  ${id}`;
  if (unusable) {
    yield `    cannot be asked: ${unusable.why}`;
    yield `    ${unusable.next}`;
    return;
  }
  yield `    ${[address, saysPrice, ...(keyFrom ? [`key: ${keyFrom}`] : [])].join("; ")}`;
  if (roles.length === 0) yield "    no role asks it";
  if (test) {
    yield `    ${test.works ? (test.next ? "works, but" : "works:") : "does not work:"} ${test.says}`;
    if (test.next) yield `    ${test.next}`;
  } else if (health && health.state !== "well") {
    const until = health.until === undefined ? "" : ` until ${new Date(health.until).toISOString()}`;
    yield `    ${health.state}${until}: ${health.says ?? "it failed"}`;
  }
}

function amount(text: string): number {
  const number = Number(text);
  if (text.trim() && Number.isFinite(number) && number >= 0) return number;
  throw new TabletalkError(
    "bad_use",
    `${text} is no price.`,
    "Give US dollars for a million tokens, such as 0.25.",
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file === "-" ? 0 : file, "utf8"));
  } catch (error) {
    const why = error instanceof SyntaxError ? "is no JSON" : "cannot be read";
    throw new TabletalkError(
      "bad_file",
      `${file} ${why}.`,
      "`tabletalk models export -` shows what a registry looks like.",
      {
        cause: error,
      },
    );
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
