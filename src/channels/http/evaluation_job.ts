import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import {beginConversation, messageById} from "../../store/conversation_list.ts";
import {sharedDatasets} from "../../store/datasets.ts";
import {saveResult, suiteById} from "../../store/evaluations.ts";
import type {Job, JobHandler} from "../../store/jobs.ts";
import {forgetConversations} from "../../workspace/memory/forget.ts";
import type {Service} from "../service.ts";
import {toldTurn} from "./conversation_schemas.ts";

export const EVALUATION_JOB = "evaluation";

/** A question with what its answer must be like. */
export const caseSchema = z.strictObject({
  question: z.string().trim().min(1).max(2000),
  /** Default: those of the suite. */
  datasets: z.array(z.string().min(1).max(200)).max(20).optional(),
  expect: z
    .strictObject({
      /** How the turn must end. */
      state: z.enum(["answered", "choices", "declined"]).default("answered"),
      /** What the answer's text must hold, whatever the case of its letters. */
      contains: z.array(z.string().min(1).max(500)).max(20).default([]),
      /** What it must not hold. */
      lacks: z.array(z.string().min(1).max(500)).max(20).default([]),
    })
    .prefault({}),
});
export const suiteContentSchema = z.strictObject({
  datasets: z.array(z.string().min(1).max(200)).max(20).default([]),
  cases: z.array(caseSchema).min(1).max(500),
});
export type Case = z.infer<typeof caseSchema>;

const inputSchema = z.object({
  suite: z.string(),
  owner: z.string(),
  actor: z.string(),
  datasets: z.array(z.string()),
});

/** How one question went. */
export interface CaseResult {
  question: string;
  right: boolean;
  state: string;
  answer: string | null;
  /** What was missed; empty where it is right. */
  faults: string[];
  elapsedMs: number;
}

/** Holds an answer against what it must be like. */
export function faultsOf({expect}: Case, {state, text}: {state: string; text: string | null}): string[] {
  const said = (text ?? "").toLowerCase();
  return [
    ...(state === expect.state ? [] : [`it ended ${state}, not ${expect.state}`]),
    ...expect.contains.filter((one) => !said.includes(one.toLowerCase())).map((one) => `"${one}" is missing`),
    ...expect.lacks.filter((one) => said.includes(one.toLowerCase())).map((one) => `"${one}" is there`),
  ];
}

/** Asks every question of a suite, each in a conversation of its own that is forgotten after, and keeps how it went. */
export function runSuite(service: Pick<Service, "workspace" | "inbox">): JobHandler {
  return async (job, {signal, progress}) => {
    const input = inputSchema.parse(job.input);
    const {store} = service.workspace(job.workspace);
    const suite = await suiteById(store, job.workspace, input.suite);
    if (!suite) throw new TabletalkError("not_found", "The suite is gone.", "Make it again.");
    const {cases, datasets} = suiteContentSchema.parse(suite.content);
    // Whoever may read results reads the answers in them: they are of what everybody sees.
    const everybodys = new Set(await sharedDatasets(store, job.workspace));
    const results: CaseResult[] = [];
    for (const [at, one] of cases.entries()) {
      signal.throwIfAborted();
      progress(`Question ${at + 1} of ${cases.length}`, at / cases.length);
      const wanted = one.datasets ?? (datasets.length > 0 ? datasets : input.datasets);
      // What whoever started it may not see is not asked about, whatever the suite says.
      const names = wanted.filter((name) => input.datasets.includes(name) && everybodys.has(name));
      results.push(await askCase(service, job, {case: one, names, number: at, ...input}, signal));
    }
    const right = results.filter((one) => one.right).length;
    const content = {right, of: results.length, share: right / results.length, results};
    await saveResult(store, job.workspace, {
      id: job.id,
      suite: suite.id,
      state: right === results.length ? "passed" : "failed",
      content,
      startedBy: input.actor,
    });
    return {suite: suite.id, right, of: results.length};
  };
}

async function askCase(
  {workspace, inbox}: Pick<Service, "workspace" | "inbox">,
  job: Job,
  asked: {case: Case; names: string[]; number: number; owner: string; actor: string},
  signal: AbortSignal,
): Promise<CaseResult> {
  const {store} = workspace(job.workspace);
  const begun = performance.now();
  const {question} = asked.case;
  const {
    id: conversation,
    platform,
    installation,
    externalId,
  } = await beginConversation(store, job.workspace, {
    platform: "evaluation",
    installation: job.id,
    owner: asked.owner,
  });
  try {
    const {id} = await inbox.send(job.workspace, {
      platform,
      installation,
      conversation: externalId,
      messageId: `${job.id} ${job.attempts} ${asked.number}`,
      actor: asked.actor,
      text: question,
      options: {datasets: asked.names},
    });
    for await (const _ of inbox.events(job.workspace, id, {signal})) signal.throwIfAborted();
    const message = await messageById(store, job.workspace, id);
    const told = message?.turn ? toldTurn(message.turn) : {state: "failed", text: null};
    const faults = faultsOf(asked.case, told);
    const {state, text: answer} = told;
    return {
      question,
      right: faults.length === 0,
      state,
      answer,
      faults,
      elapsedMs: performance.now() - begun,
    };
  } finally {
    await forgetConversations(store, job.workspace, {conversations: [conversation], needed: "keep"}).catch(
      () => {},
    );
  }
}
