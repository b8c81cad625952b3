import {readFile, stat} from "node:fs/promises";
import {text} from "node:stream/consumers";
import {localPrincipal, type Principal} from "../access/principal.ts";
import {checkWorkspaceId} from "../access/set_up.ts";
import {registryNow} from "../channels/open_plugins.ts";
import {printable} from "../channels/terminal/style.ts";
import {tablesSeen} from "../channels/workflow_runs/datasets_of_run.ts";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import type {Store} from "../store/store.ts";
import type {WorkflowDocument} from "../workflows/document.ts";
import {nodeKinds} from "../workflows/node_kinds.ts";
import {sayProblem} from "../workflows/problem.ts";
import {readWorkflow} from "../workflows/read_workflow.ts";
import type {CheckScene} from "../workflows/scene.ts";
import {type CheckedWorkflow, checkWorkflow} from "../workflows/validate.ts";
import {openWorkflow} from "../workflows/versions.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, type Runtime, WORKSPACE} from "./runtime.ts";

export interface WorkflowFlags extends CommonFlags {
  workspace?: string;
}

/** What the commands of workflows work on. */
export interface WorkflowPlace {
  runtime: Runtime;
  store: Store;
  principal: Principal;
  /** What a workflow is checked against: the tools and the known tables. */
  scene(): Promise<CheckScene>;
}

/** The longest file that is read as a workflow, in bytes. */
const LONGEST = 2 * 2 ** 20;

/** Opens the workspace that is named, or the terminal's, as whoever runs the installation. */
export async function withWorkflows(
  flags: WorkflowFlags,
  work: (place: WorkflowPlace) => Promise<void>,
): Promise<void> {
  const config = loadConfig(flags);
  const principal = localPrincipal(checkWorkspaceId(flags.workspace ?? WORKSPACE));
  await using runtime = createRuntime(config);
  const store = await runtime.store();
  const scene = async (): Promise<CheckScene> => ({
    registry: await registryNow(runtime.plugins),
    tables: await tablesSeen(store, principal),
    kinds: nodeKinds(),
    asOf: config.asOf ?? new Date(),
    timeZone: config.timeZone,
  });
  await work({runtime, store, principal, scene});
}

/** A workflow from a file (`-` is standard input), or where there is none of that path the one that is called so. */
export async function documentFrom(
  {store, principal}: WorkflowPlace,
  place: string,
): Promise<WorkflowDocument> {
  if (place === "-") return readWorkflow(await text(process.stdin));
  const found = await stat(place).catch(() => undefined);
  if (!found?.isFile()) {
    if (/[/\\.]/.test(place))
      throw new TabletalkError("bad_file", `There is no file ${place}.`, "Check its path.");
    return (await openWorkflow(store, principal, place)).document;
  }
  if (found.size > LONGEST)
    throw new TabletalkError("bad_file", `${place} is too large for a workflow.`, "Make several of it.");
  return readWorkflow(await readFile(place, "utf8"));
}

/** Checks a workflow against what is known here. */
export async function checked(
  {scene}: WorkflowPlace,
  document: WorkflowDocument,
  given?: Readonly<Record<string, string>>,
): Promise<CheckedWorkflow> {
  return checkWorkflow(document, await scene(), given);
}

/** Prints what is wrong and odd, a line each. */
export function tellChecked({problems, warnings}: Pick<CheckedWorkflow, "problems" | "warnings">): void {
  for (const problem of problems) print(`- ${sayProblem(problem)}`);
  for (const {message, next} of warnings) print(`- ${message} ${next} (a warning)`);
}

/** `month=2026-03` and so on as values by name. @throws TabletalkError bad_use */
export function givenParameters(all: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    all.map((one) => {
      const at = one.indexOf("=");
      if (at < 1)
        throw new TabletalkError(
          "bad_use",
          `"${one}" is no parameter.`,
          "Write name=value, such as month=2026-03.",
        );
      return [one.slice(0, at).trim(), one.slice(at + 1)];
    }),
  );
}

/** Prints a text of several lines as it is, but for what would steer the terminal. */
export function printText(text: string): void {
  process.stdout.write(printable(text, true));
}

export function print(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}
