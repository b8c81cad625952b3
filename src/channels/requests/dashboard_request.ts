import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {Built} from "../../reports/dashboard/build.ts";
import {type Edit, readEdit} from "../../reports/dashboard/editing/read_edit.ts";
import type {DashboardMaker} from "../../reports/dashboard/spec.ts";
import {reportById, type StoredReport} from "../../store/reports.ts";
import {earlierTurns} from "../../store/turns.ts";
import {emptyAnswer} from "../answer.ts";
import type {Answer, TurnEvent} from "../channel.ts";
import {harmless} from "../harmless.ts";
import {nameOfUse} from "../who_asks.ts";
import {knownNames} from "./known_names.ts";
import {type AskedDashboard, readDashboardRequest} from "./read_dashboard_request.ts";
import type {RequestScene, RunRequest} from "./request.ts";

/** What an answer kept of the pages that it made. */
const madeSchema = z.object({
  reports: z.array(z.object({id: z.string(), kind: z.string()})),
});
const SPOKEN_OF = /\b(?:dashboard|page|board)\b/i;
const ENDS = ["answered", "choices", "declined", "failed", "aborted"] as const;
/** How far back a dashboard is looked for where a message names it. */
const TURNS_BACK = 30;
/** How many changes that could not be made may stand between a dashboard and the next change. */
const CHANGES_BACK = 5;

/** "Make a dashboard of the orders"; and, right after one, what changes it: "make it monthly", "drop the pie", "only Europe". */
export async function recogniseDashboard(scene: RequestScene): Promise<RunRequest | undefined> {
  const {text} = scene.message;
  const edit = readEdit(text);
  if (edit) {
    const shown = await lastDashboard(scene, SPOKEN_OF.test(text));
    if (shown) return (emit) => change(scene, shown, edit, emit);
  }
  const asked = readDashboardRequest(text);
  if (!asked) return undefined;
  const isOfData = knownNames(scene).some((name) => /dashboard/.test(name));
  if (isOfData && !/\b(?:make|build|create|generate|prepare|design)\b/i.test(text)) return undefined;
  return (emit) => make(scene, asked, emit);
}

/**
 * The dashboard that the last turn made, changed or could not change as it was asked to; where a message speaks of one, the newest
 * of the conversation.
 */
async function lastDashboard(
  {store, workspace, conversation}: RequestScene,
  named: boolean,
): Promise<StoredReport | undefined> {
  const turns = await earlierTurns(store, workspace, conversation, named ? TURNS_BACK : CHANGES_BACK, ENDS);
  for (const {answer, question, state} of turns.toReversed()) {
    const kept = madeSchema.safeParse(answer);
    const made = kept.success ? kept.data.reports.findLast(({kind}) => kind === "dashboard") : undefined;
    if (made) return reportById(store, workspace, made.id);
    if (!named && (state === "answered" || !readEdit(question))) return undefined;
  }
  return undefined;
}

async function make(
  scene: RequestScene,
  asked: AskedDashboard,
  emit: (event: TurnEvent) => void,
): Promise<Answer> {
  demandRight(scene);
  const {store, workspace, conversation, message, parts, setting} = scene;
  const {session} = parts;
  const {asOf, timeZone, signal} = setting;
  const {table, words} = tableOf(session.datasets, asked.about);
  emit({type: "status", text: "Looking for what varies"});
  const {buildDashboard, computeDashboard} = await import("../../reports/dashboard/build.ts");
  const run = {asOf, timeZone, signal, registry: parts.registry};
  const {pattern, title} = asked;
  let built = await buildDashboard(session, {
    ...run,
    table,
    ...(pattern && {pattern}),
    ...(title !== undefined && {title}),
  });
  if (words !== undefined) {
    const {applyEdit} = await import("../../reports/dashboard/editing/apply_edit.ts");
    const {spec} = await applyEdit(
      built.spec,
      {kind: "only", words, not: false},
      await editScene(scene, table, []),
    );
    built = await computeDashboard(session, spec, run);
  }
  const {keepReport, ownerIn} = await import("../reports/make_report.ts");
  // A terminal's workspace is one person's.
  const asker = message.platform === "terminal" ? undefined : nameOfUse(message.actor);
  const owner = await ownerIn(store, workspace, conversation, asker);
  const document = await withRecipe(scene, built);
  const id = await keepReport(store, workspace, document, {owner, createdBy: message.actor, conversation});
  return {
    ...emptyAnswer(harmless(sayDashboard({...built, document}))),
    reports: [{id, kind: "dashboard", title: document.title}],
    suggestions: suggestionsFor(built),
  };
}

async function change(
  scene: RequestScene,
  shown: StoredReport,
  edit: Edit,
  emit: (event: TurnEvent) => void,
): Promise<Answer> {
  demandRight(scene);
  const {store, workspace, parts, setting} = scene;
  const {session} = parts;
  const {asOf, timeZone, signal} = setting;
  const [{dashboardMakerSchema}, {applyEdit}, {computeDashboard}, {changeReport}] = await Promise.all([
    import("../../reports/dashboard/spec.ts"),
    import("../../reports/dashboard/editing/apply_edit.ts"),
    import("../../reports/dashboard/build.ts"),
    import("../../store/reports.ts"),
  ]);
  const maker: DashboardMaker = dashboardMakerSchema.parse((shown.content as {maker?: unknown}).maker);
  if (!session.datasets.some(({name}) => name === maker.spec.table))
    throw new TabletalkError(
      "unknown_table",
      `The data of this dashboard, ${maker.spec.table}, is not in this conversation.`,
      "Import it again, or make another dashboard.",
    );
  emit({type: "status", text: "Changing the dashboard"});
  const {spec, before, said} = await applyEdit(
    maker.spec,
    edit,
    await editScene(scene, maker.spec.table, maker.before),
  );
  const built = await computeDashboard(session, spec, {
    asOf,
    timeZone,
    signal,
    registry: parts.registry,
    before,
  });
  const document = await withRecipe(scene, built);
  const changed = await changeReport(store, workspace, shown.id, shown.version, {
    title: document.title,
    content: document,
  });
  if (!changed)
    throw new TabletalkError(
      "conflict",
      "Somebody else changed this dashboard in between.",
      "Look at it, and say your change again.",
    );
  return {
    ...emptyAnswer(harmless(`${said}\n${sayDashboard({...built, document})}`)),
    reports: [{id: shown.id, kind: "dashboard", title: document.title}],
  };
}

async function editScene({parts, setting}: RequestScene, table: string, before: DashboardMaker["before"]) {
  const {session} = parts;
  const {asOf, timeZone, signal} = setting;
  return {
    session,
    profile: await session.profile(table, {signal}),
    planner: parts.planner,
    input: {asOf, timeZone, signal},
    before,
  };
}

/** The document with the recipe that computes it again. */
async function withRecipe(
  {parts, setting, message}: RequestScene,
  {document, plan, execution}: Built,
): Promise<Built["document"]> {
  const written = {text: document.title, evidence: [], values: [], unbound: [], unboundAt: []};
  const {asOf, timeZone} = setting;
  const id = await parts.keepRecipe({
    question: message.text,
    plan,
    execution,
    written,
    writer: "offline",
    asOf,
    timeZone,
  });
  return {...document, recipes: [{id, question: message.text}]};
}

/** The table that somebody names, and what is left of their words; without any, the one of most rows. */
function tableOf(
  datasets: readonly {name: string; version: {rows: number}}[],
  about: string | undefined,
): {table: string; words?: string} {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  const [largest] = [...datasets].sort((a, b) => b.version.rows - a.version.rows);
  if (!largest) throw new TabletalkError("no_data", "There is no data to show.", "Import a file first.");
  if (about === undefined) return {table: largest.name};
  const said = plain(
    about.replace(/^(?:the|my|our|this|all) /i, "").replace(/ (?:data|dataset|table|file|numbers)$/i, ""),
  );
  const fits = (name: string) =>
    plain(name) === said || plain(name).split(" ").includes(said) || said.split(" ").includes(plain(name));
  const named = datasets.find(({name}) => plain(name) === said) ?? datasets.find(({name}) => fits(name));
  if (!named) return {table: largest.name, words: about};
  const rest = /\b(?:in|for|of|during) (.+)$/i.exec(said.replace(plain(named.name), "").trim())?.[1];
  return {table: named.name, ...(rest !== undefined && {words: rest})};
}

/** What is on it, with its key figures. */
export function sayDashboard({document, spec}: Pick<Built, "document" | "spec">): string {
  const blocks = document.sections.flatMap((section) => section.blocks);
  const figures = blocks.flatMap((block) =>
    block.kind === "kpi"
      ? [`- ${block.label}: ${block.value.text}${block.comparison ? ` (${block.comparison.text})` : ""}`]
      : [],
  );
  const charts = blocks.flatMap((block) => (block.kind === "chart" ? [block.spec.title] : []));
  const filters = document.filters.map(({label}) => label);
  return [
    `The dashboard “${document.title}”${spec.scope.length > 0 ? ` (${spec.scope.join(", ")})` : ""}:`,
    ...figures,
    ...charts.map((title, at) => `${at + 1}. ${title}`),
    ...(filters.length > 0
      ? [`It can be filtered by ${filters.join(", ")}${spec.time ? " and time" : ""}.`]
      : []),
  ].join("\n");
}

function suggestionsFor({spec}: Built): string[] {
  const chart = spec.tiles[1]?.subject;
  return [
    ...(spec.time && !spec.time.years
      ? [spec.time.unit === "month" ? "make it quarterly" : "make it monthly"]
      : []),
    ...(chart ? ["drop the second chart"] : []),
    spec.pattern === "executive" ? "analytical version" : "executive version",
  ];
}

function demandRight({mayTeach}: RequestScene): void {
  if (mayTeach) return;
  throw new TabletalkError(
    "forbidden",
    "A dashboard is kept in the workspace, and you may only ask here.",
    "Ask an owner of the workspace for the right to make reports.",
  );
}
