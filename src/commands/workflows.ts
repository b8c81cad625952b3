import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {readRecipe} from "../planning/recipe.ts";
import {recipeById} from "../store/recipes.ts";
import type {WorkflowDocument} from "../workflows/document.ts";
import {workflowFromAnswer} from "../workflows/from_answer.ts";
import {nodeKinds} from "../workflows/node_kinds.ts";
import {problemsError} from "../workflows/problem.ts";
import {writeYaml} from "../workflows/read_workflow.ts";
import {sayChanges} from "../workflows/say_changes.ts";
import {
  historyOf,
  keepWorkflow,
  listWorkflows,
  openWorkflow,
  publishVersion,
  removeWorkflow,
  rollBack,
  shareWith,
} from "../workflows/versions.ts";
import {
  checked,
  documentFrom,
  givenParameters,
  print,
  printJson,
  printText,
  tellChecked,
  type WorkflowFlags,
  type WorkflowPlace,
  withWorkflows,
} from "./workflow_scene.ts";

/** `tabletalk workflows list`. */
export async function listKept(flags: WorkflowFlags): Promise<void> {
  await withWorkflows(flags, async ({store, principal}) => {
    const all = await listWorkflows(store, principal);
    if (flags.json) return printJson(all.map(({document, ...one}) => ({...one, title: document.title})));
    if (all.length === 0)
      print("There are no workflows yet. tabletalk workflows make DESCRIPTION makes one.");
    for (const {name, version, published, document, visibility} of all) {
      const runs = published === undefined ? "" : `, version ${published} is published`;
      const seen = visibility === "workspace" ? "" : `, ${visibility}`;
      print(`${name.padEnd(24)} ${document.title}  [version ${version}${runs}${seen}]`);
    }
  });
}

/** `tabletalk workflows show NAME`: as YAML, or with --json as JSON; with --history its versions. */
export async function showKept(
  name: string,
  flags: WorkflowFlags & {version?: string; history?: boolean},
): Promise<void> {
  await withWorkflows(flags, async ({store, principal}) => {
    if (flags.history) {
      const history = await historyOf(store, principal, name);
      if (flags.json) return printJson(history);
      for (const one of history.versions) print(`version ${one.version}  ${one.createdAt}  ${one.changedBy}`);
      for (const one of history.publications)
        print(`published: version ${one.version}  ${one.publishedAt}  ${one.publishedBy}`);
      return;
    }
    const {document} = await openWorkflow(store, principal, name, versionOf(flags.version));
    await tellDocument(document, flags);
  });
}

/** `tabletalk workflows save FILE`: a new version of the workflow of its name; only what can run is kept. */
export async function saveKept(
  file: string,
  flags: WorkflowFlags & {publish?: boolean; private?: boolean; before?: string},
): Promise<void> {
  await withWorkflows(flags, async (place) => {
    await keep(place, await documentFrom(place, file), flags);
  });
}

/** `tabletalk workflows make DESCRIPTION`: a workflow on the known tables; printed, or with --save kept. */
export async function makeKept(
  words: readonly string[],
  flags: WorkflowFlags & {data?: string[]; name?: string; save?: boolean; publish?: boolean; share?: boolean},
): Promise<void> {
  await withWorkflows(flags, async (place) => {
    const {runtime, scene} = place;
    const {asOf, timeZone, tables} = await scene();
    const names = flags.data ?? [...(tables?.keys() ?? [])];
    if (names.length === 0)
      throw new TabletalkError(
        "no_data",
        "There are no known tables.",
        "tabletalk import FILE brings one in.",
      );
    const datasets = await runtime.importFiles(names);
    await using session = await runtime.open(datasets);
    const profiles = await Promise.all(datasets.map((one) => session.profile(one.name)));
    const {planQuestions} = await import("../channels/workflows/plan_questions.ts");
    const {workflowFromDescription} = await import("../workflows/from_description.ts");
    const {signal} = new AbortController();
    const planner = await runtime.planner();
    const plan = planQuestions(planner, {profiles, session, asOf, timeZone, signal});
    const document = await workflowFromDescription(words.join(" "), plan, {asOf, timeZone}, flags.name);
    if (flags.save) await keep(place, document, {...flags, private: !flags.share});
    else await tellDocument(document, flags);
  });
}

/** `tabletalk workflows from RECIPE`: the plan of an answer, with its period and filters as parameters. */
export async function fromRecipe(
  id: string,
  flags: WorkflowFlags & {name?: string; save?: boolean; publish?: boolean; share?: boolean},
): Promise<void> {
  await withWorkflows(flags, async (place) => {
    const {store, principal} = place;
    const recipe = readRecipe(await recipeById(store, principal.workspace, id));
    const {question = recipe.plan.headline, plan, asOf, timeZone} = recipe;
    const document = workflowFromAnswer({question, plan, asOf: new Date(asOf), timeZone}, flags.name);
    if (flags.save) await keep(place, document, {...flags, private: !flags.share});
    else await tellDocument(document, flags);
  });
}

/** `tabletalk workflows validate FILE|NAME`: everything that is wrong, at once. */
export async function validateKept(file: string, flags: WorkflowFlags & {param?: string[]}): Promise<void> {
  await withWorkflows(flags, async (place) => {
    const document = await documentFrom(place, file);
    const given = flags.param && givenParameters(flags.param);
    const found = await checked(place, document, given);
    const {problems, warnings} = found;
    if (flags.json) printJson({valid: problems.length === 0, problems, warnings});
    else {
      print(problems.length === 0 ? `${document.name} can run.` : `${document.name} cannot run:`);
      tellChecked(found);
    }
    if (problems.length > 0) process.exitCode = 1;
  });
}

/** `tabletalk workflows publish NAME`. */
export async function publishKept(name: string, flags: WorkflowFlags & {version?: string}): Promise<void> {
  await withWorkflows(flags, async ({store, principal}) => {
    const version = flags.version === undefined ? undefined : numberOf(flags.version);
    const published = await publishVersion(store, principal, name, version);
    if (flags.json) printJson(published);
    else print(`Version ${published.version} of ${name} is published.`);
  });
}

/** `tabletalk workflows rollback NAME`. */
export async function rollBackKept(name: string, flags: WorkflowFlags): Promise<void> {
  await withWorkflows(flags, async ({store, principal}) => {
    const published = await rollBack(store, principal, name);
    if (flags.json) printJson(published);
    else print(`Version ${published.version} of ${name} is published again.`);
  });
}

/** `tabletalk workflows diff NAME [FROM] [TO]`: what changed, in words; by default from the version before the newest. */
export async function diffKept(
  name: string,
  from: string | undefined,
  to: string | undefined,
  flags: WorkflowFlags,
): Promise<void> {
  await withWorkflows(flags, async ({store, principal}) => {
    const after = await openWorkflow(store, principal, name, versionOf(to));
    const before = await openWorkflow(
      store,
      principal,
      name,
      from === undefined ? Math.max(1, after.version - 1) : numberOf(from),
    );
    const changes = sayChanges(before.document, after.document);
    if (flags.json) return printJson({from: before.version, to: after.version, changes});
    print(`${name}, version ${before.version} to ${after.version}:`);
    for (const change of changes) print(`- ${change}`);
    if (changes.length === 0) print("They say the same.");
  });
}

/** `tabletalk workflows remove NAME`: with its versions, runs and schedules. */
export async function removeKept(name: string, flags: WorkflowFlags & {yes?: boolean}): Promise<void> {
  if (!flags.yes)
    throw new TabletalkError(
      "bad_use",
      `That takes away ${name} with its versions, runs and schedules.`,
      "Say so with --yes.",
    );
  await withWorkflows(flags, async ({store, principal}) => {
    const id = await removeWorkflow(store, principal, name);
    const [{clearExportsOf}, {folderOf}] = await Promise.all([
      import("../channels/workflow_runs/exports_of_run.ts"),
      import("../channels/workspaces.ts"),
    ]);
    await clearExportsOf(folderOf(loadConfig(flags).home, principal.workspace), id);
    print(`${name} is gone.`);
  });
}

/** `tabletalk workflows kinds`: the kinds of nodes. */
export async function listKinds(flags: WorkflowFlags): Promise<void> {
  const all = [...nodeKinds().values()].map(({kind, description}) => ({kind, description}));
  if (flags.json) return printJson(all);
  for (const {kind, description} of all) print(`${kind.padEnd(18)} ${description}`);
}

async function keep(
  place: WorkflowPlace,
  document: WorkflowDocument,
  flags: WorkflowFlags & {publish?: boolean; private?: boolean; share?: boolean; before?: string},
): Promise<void> {
  const found = await checked(place, document);
  if (found.problems.length > 0) throw problemsError(found.problems);
  const {store, principal} = place;
  const kept = await keepWorkflow(store, principal, document, {
    ...(flags.before !== undefined && {before: numberOf(flags.before)}),
    ...(flags.private && {visibility: "private" as const}),
  });
  if (flags.share) await shareWith(store, principal, kept.id, "workspace");
  if (flags.publish) await publishVersion(store, principal, kept.id, kept.version);
  if (flags.json) return printJson({...kept, name: document.name, warnings: found.warnings});
  const what = kept.isNew ? "is kept" : "is there already";
  print(
    `${document.name}, version ${kept.version}, ${what}${flags.publish ? " and published" : ""}.${flags.private ? " Only you see it." : ""}`,
  );
  tellChecked({problems: [], warnings: found.warnings});
}

async function tellDocument(document: WorkflowDocument, flags: WorkflowFlags): Promise<void> {
  if (flags.json) printJson(document);
  else printText(await writeYaml(document));
}

function versionOf(version: string | undefined): number | "published" | "newest" {
  if (version === undefined || version === "newest") return "newest";
  return version === "published" ? version : numberOf(version);
}

function numberOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new TabletalkError("bad_use", `"${text}" is no version.`, "Give its number.");
}
