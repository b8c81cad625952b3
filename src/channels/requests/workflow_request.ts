import type {Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import {runById} from "../../store/runs.ts";
import {listWorkflows, openWorkflow, type SeenWorkflow} from "../../workflows/versions.ts";
import {emptyAnswer} from "../answer.ts";
import type {Answer, TurnEvent} from "../channel.ts";
import {harmless} from "../harmless.ts";
import {hiddenFrom, saveAnswer} from "../schedules/save_answer.ts";
import {answerOfRun} from "../schedules/tell_run.ts";
import {notForAll, readBeyond} from "../workflow_runs/datasets_of_run.ts";
import type {RequestScene, RunRequest} from "./request.ts";
import {workflowNamed} from "./schedule_request.ts";
import {demandAnswered} from "./unanswered.ts";

const SAVE =
  /^\W*(?:please |can you |could you )?(?:save|keep|remember|store) (?:this|that|it|the (?:last |above )?(?:answer|question|analysis|result))(?: (?:as|under)(?: the name)?(?: an?| my| the)?(?: workflow)?(?:,? ?(?:called|named))?| called| named)?(?: ["“']?(?<name>[\p{L}\p{N}][\p{L}\p{N} _-]{0,80}?)["”']?)?\s*[.!]*$/iu;
/** "Save this as monthly sales for everyone": who else sees it. */
const FOR_ALL =
  /,?\s+(?:for|with) (?:everyone|everybody|all of us|(?:the|our) (?:whole )?(?:team|workspace|company))(?=\s*[.!]*$)/i;
/** What is saved as one of these is a file or a page. */
const FILES =
  /\b(?:pdf|csv|excel|xlsx|html|png|svg|picture|image|report|dashboard|sql|script|notebook|file|dataset|table|spreadsheet|workbook|parquet|json|definition|view)\b/i;
const LIST =
  /^\W*(?:(?:what|which) workflows (?:are there|do (?:i|we) have|exist)|(?:show|list|see)(?: me)?(?: all)?(?: the| my| our)? workflows)\W*$/i;
const RUN =
  /^\W*(?:please |can you |could you )?(?:run|start|execute|rerun|re-run)(?: the)?(?: workflow)? ["“']?(?<what>[^"”']{1,160}?)["”']?(?: again| now)?\s*[.!?]*$/i;
const WITH = /^(?<name>.+?)\s+(?:for|with|of|in)\s+(?<values>.+)$/i;
/** How long a run is waited for before it is said that it runs. */
const WAIT_MS = 60_000;
const LOOK_MS = 150;

/** "Save this as monthly sales", "run monthly sales for May", "which workflows are there?" */
export async function recogniseWorkflow(scene: RequestScene): Promise<RunRequest | undefined> {
  const {store, asker, earlier} = scene;
  const text = scene.message.text
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (!asker || text.length > 300) return undefined;
  if (LIST.test(text)) return () => list(scene, asker);
  const saved = SAVE.exec(text.replace(FOR_ALL, ""));
  if (saved && !FILES.test(text) && earlier.length > 0)
    return () => save(scene, asker, saved.groups?.name?.trim(), FOR_ALL.test(text));
  const run = RUN.exec(text)?.groups?.what;
  if (run === undefined) return undefined;
  // "Run a t-test on sales" names no workflow.
  const workflows = await listWorkflows(store, asker).catch(() => []);
  const whole = workflowNamed(run, workflows);
  const parts = WITH.exec(run)?.groups;
  const named = whole ?? (parts && workflowNamed(parts.name!, workflows));
  if (!named) return undefined;
  return (emit) => runNow(scene, asker, named, whole ? undefined : parts?.values, emit);
}

async function save(
  scene: RequestScene,
  asker: Principal,
  called: string | undefined,
  isForAll: boolean,
): Promise<Answer> {
  await demandAnswered(scene, {doing: "save", say: `save the last answer${called ? ` as ${called}` : ""}`});
  const {store, earlier, setting} = scene;
  const last = earlier.at(-1)!;
  const {asOf, timeZone} = setting;
  const isShared = isForAll || scene.audience === "several";
  const kept = await saveAnswer(store, asker, last, {called, asOf, timeZone, isShared});
  const {document, version, isNew, isPrivate} = kept;
  const asked = Object.entries(document.parameters).map(([name, one]) =>
    one.default === undefined ? name : `${name} (now: ${one.default})`,
  );
  const parameters = asked.length > 0 ? ` It asks for ${asked.join(", ")}.` : "";
  const head = isNew
    ? `Saved “${document.title}” as the workflow ${document.name}${version > 1 ? `, version ${version}` : ""}.`
    : `“${document.title}” is saved already, as the workflow ${document.name}.`;
  return {
    ...emptyAnswer(harmless(`${head}${isPrivate ? " Only you see it." : ""}${parameters}`)),
    suggestions: [`run ${document.name}`, "every Monday at 9"],
  };
}

async function list({store, audience}: RequestScene, asker: Principal): Promise<Answer> {
  const all = await listWorkflows(store, asker);
  const workflows = audience === "one" ? all : all.filter(({visibility}) => visibility !== "private");
  if (workflows.length === 0)
    return emptyAnswer('There are no workflows yet. Ask something, then say "save this as ...".');
  const lines = workflows.map(
    ({name, document, version}) => `- ${name}: ${document.title} (version ${version})`,
  );
  return {
    ...emptyAnswer(harmless(lines.join("\n"))),
    suggestions: workflows.slice(0, 3).map(({name}) => `run ${name}`),
  };
}

async function runNow(
  {store, workspace, conversation, audience, runs, setting}: RequestScene,
  asker: Principal,
  {id, name, document, published, version}: SeenWorkflow,
  said: string | undefined,
  emit: (event: TurnEvent) => void,
): Promise<Answer> {
  const parameters = said === undefined ? {} : valuesIn(document, said);
  if (!runs)
    throw new TabletalkError(
      "unavailable",
      "Nothing here takes runs of workflows.",
      `Run it with: tabletalk workflows run ${name}`,
    );
  const elsewhere = `Say it to me alone: "run ${name}".`;
  if (audience === "several") {
    const {document: run} = await openWorkflow(store, asker, id, "published");
    const hidden = await hiddenFrom(store, asker, JSON.stringify(run.nodes), conversation);
    if (hidden.length > 0) throw notForAll(hidden, "here", elsewhere);
  }
  emit({type: "status", text: harmless(`Running ${document.title}`)});
  const {startRun} = await import("../workflow_runs/start_run.ts");
  const {run} = await startRun(runs, {
    workflow: id,
    parameters,
    principal: asker,
    version: published ?? version,
  });
  for (const until = Date.now() + WAIT_MS; Date.now() < until; ) {
    const now = await runById(store, workspace, run.id);
    if (now?.state === "failed")
      throw new TabletalkError(
        "bad_plan",
        now.error?.message ?? "The run failed.",
        now.error?.next ?? "Look at the run.",
      );
    if (now?.state === "done" || now?.waitsFor !== undefined) {
      // What came over the asker's own connections is known only now.
      const hidden = audience === "several" ? await readBeyond(store, workspace, now, conversation) : [];
      if (hidden.length > 0) throw notForAll(hidden, "here", elsewhere);
      return answerOfRun(store, workspace, {run: run.id});
    }
    await new Promise<void>((resolve) => setTimeout(resolve, LOOK_MS));
    setting.signal.throwIfAborted();
  }
  return emptyAnswer(`“${harmless(document.title)}” runs (${run.id}); it takes longer than a minute.`);
}

/** "May", "North and 2026": to the parameters that take them. @throws TabletalkError bad_use for what no parameter takes */
function valuesIn(document: SeenWorkflow["document"], said: string): Record<string, string | number> {
  const left = Object.entries(document.parameters);
  const values: Record<string, string | number> = {};
  for (const piece of said.split(/\s*(?:,|;|\band\b)\s*/i).filter(Boolean)) {
    const [, key, given] = /^([\w ]+?)\s*(?:=|:|\bis\b)\s*(.+)$/i.exec(piece) ?? [];
    const at = left.findIndex(([name, {type, choices}]) => {
      if (key !== undefined) return name === key.trim().toLowerCase().replaceAll(" ", "_");
      if (name in values) return false;
      if (type === "number") return /^-?\d+(\.\d+)?$/.test(piece);
      if (type === "month")
        return /\d{4}|month|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(piece);
      if (type === "date") return /\d|day|month/i.test(piece);
      return (
        choices === undefined || choices.some((one) => String(one).toLowerCase() === piece.toLowerCase())
      );
    });
    const found = left[at];
    if (!found)
      throw new TabletalkError(
        "bad_use",
        `"${piece}" is no value of a parameter of ${document.name}.`,
        left.length > 0
          ? `It asks for ${left.map(([name]) => name).join(", ")}.`
          : "It asks for nothing: run it by its name.",
      );
    const [name, {type}] = found;
    const value = given ?? piece;
    values[name] = type === "number" ? Number(value) : value.trim();
  }
  return values;
}
