import type {EarlierTurn, Planner, PlannerOutput, Writer} from "../agents/contracts.ts";
import type {Session} from "../data/engine.ts";
import type {TableProfile} from "../data/profile.ts";
import {TabletalkError} from "../errors.ts";
import type {ComparisonLedger} from "../planning/comparison_ledger.ts";
import {confidenceOf} from "../planning/confidence.ts";
import {type Execution, executePlan, headlineOf} from "../planning/execute.ts";
import {lackingOf} from "../planning/outputs.ts";
import type {Plan} from "../planning/plan.ts";
import type {Reading} from "../planning/reading.ts";
import {sayReading} from "../planning/say_reading.ts";
import {deriveHeadlineAgain, type SecondRoute} from "../planning/second_route.ts";
import {tellTests, withTestsKept, withTestsTold} from "../planning/tell_tests.ts";
import type {ToolLookup} from "../planning/validate.ts";
import type {Verification} from "../planning/verify.ts";
import type {Artifact, ToolContext} from "../tools/tool.ts";
import {emptyAnswer} from "./answer.ts";
import type {Answer, RenderedChart, TurnEvent} from "./channel.ts";
import {type Candidate, type Weighed, weigh} from "./competing.ts";
import {draftAndVerify} from "./drafting.ts";
import {harmless} from "./harmless.ts";
import {runMended} from "./mending.ts";

/** What a turn works with. Everything heavy comes as a function, called when it is first needed. */
export interface TurnParts {
  session: Session;
  registry: ToolLookup;
  planner: () => Promise<Planner>;
  writer: () => Promise<Writer>;
  /** Draws the chart of an artifact; an error is told, and never loses the answer. */
  drawChart: (step: string, artifact: Artifact, signal: AbortSignal) => Promise<RenderedChart>;
  /** Keeps the recipe of an executed plan and returns its id. */
  keepRecipe: KeepRecipe;
  /** What models were asked in the turn of this signal. */
  usage?: (signal: AbortSignal) => Promise<ModelUsage | undefined>;
  limits: {timeMs: number; rows: number};
  /** The most that one step of long work gets. */
  longStepMs?: number;
}

/** What a recipe is made of: the question, its executed plan and the verified reply. */
export interface Finished {
  question: string;
  plan: Plan;
  execution: Execution;
  written: Verification;
  /** The tests of earlier turns, where the reply tells of tests. */
  tests?: ComparisonLedger;
  /** The writer's name. */
  writer: string;
  asOf: Date;
  timeZone: string;
}
export type KeepRecipe = (finished: Finished) => Promise<string>;

/** Tokens and cost of the models of a turn, and what left the machine. */
export interface ModelUsage {
  tokens: unknown;
  sent: unknown;
}

export interface TurnSetting {
  question: string;
  earlier: readonly EarlierTurn[];
  /** The tests of earlier turns, which those of this one are counted with. */
  tests?: ComparisonLedger;
  asOf: Date;
  timeZone: string;
  signal: AbortSignal;
  /** `asked`: only where the question asks for one; `always`: where the plan has one. */
  charts: "asked" | "always";
  /** A choice that was made: this reading is taken, and the planner is not asked. */
  reading?: Reading;
}

/**
 * One question and the work done to answer it: plan, run (competing readings side by side), write, verify, draw. What
 * happens is told to `emit` in order; the last event is `answer`.
 * @throws TabletalkError what keeps the turn from any answer: aborted, time_limit, the headline step's failure
 */
export async function runTurn(
  parts: TurnParts,
  setting: TurnSetting,
  emit: (event: TurnEvent) => void,
): Promise<Answer> {
  const clock = stopwatch();
  if (setting.question.trim() === "") {
    throw new TabletalkError(
      "bad_use",
      "The question is empty.",
      "Ask something, such as: what is in this data?",
    );
  }
  emit({type: "status", text: "Reading the question"});
  const profiles = await Promise.all(
    parts.session.datasets.map((dataset) => parts.session.profile(dataset.name, {signal: setting.signal})),
  );
  clock.lap("profile");
  const planned = await plannedFor(parts, setting, profiles);
  setting.signal.throwIfAborted();
  clock.lap("plan");

  if (planned.kind === "declined") {
    const {reason, suggestions, unplaced} = planned;
    const said =
      unplaced.length > 0 ? ` I could not place: ${unplaced.map((one) => `“${one}”`).join(", ")}.` : "";
    const lines = [`${reason}${said}`, ...suggestions.map((one) => `  - ${one}`)];
    const answer = {
      ...emptyAnswer(harmless(lines.join("\n"))),
      declined: {reason, suggestions, unplaced},
      timings: clock.done(),
    };
    emit({type: "answer", answer});
    return answer;
  }

  emit({type: "status", text: "Computing"});
  const valuesOf = async ({plan, execution}: Candidate) => {
    const {artifacts} = execution;
    const draft = {question: setting.question, plan, artifacts, signal: setting.signal};
    return (await draftAndVerify(await parts.writer(), draft)).values;
  };
  const run = (plan: Plan) => runPlan(parts, setting, profiles, plan, emit);
  const outcome = await orRefusal<Outcome>(
    planned.kind === "plan"
      ? runMended(planned.plan, run, await planningInput(parts, setting, profiles)).then((one) => ({
          kind: "one" as const,
          ...one,
        }))
      : weigh(planned.readings, profiles, run, valuesOf, planned.against),
  );
  if (outcome instanceof TabletalkError) return declinedBy(outcome, undefined, clock, emit);
  clock.lap("execute");

  if (outcome.kind === "choices") {
    const writer = await parts.writer();
    const choices = await Promise.all(
      outcome.candidates.map((one) => choiceOf(one, writer, setting, profiles)),
    );
    const question = "This can be read in more than one way. Which did you mean?";
    const lines = choices.map(
      (choice, at) => `  ${at + 1}. ${choice.said}${choice.line ? `\n     ${choice.line}` : ""}`,
    );
    emit({type: "choices", question, choices: choices.map(({line: _, ...choice}) => choice)});
    clock.lap("write");
    const answer: Answer = {
      ...emptyAnswer(harmless([question, ...lines].join("\n"))),
      choices: choices.map(({line: _, ...choice}) => choice),
      timings: clock.done(),
    };
    emit({type: "answer", answer});
    return answer;
  }

  const {plan, execution} = outcome;
  const headline = await orRefusal(Promise.resolve().then(() => headlineOf(plan, execution)));
  if (headline instanceof TabletalkError) return declinedBy(headline, plan, clock, emit);
  const derivation = await deriveHeadlineAgain(plan, headline, parts.session, profiles, setting.signal);
  if (derivation.kind === "differs") return declinedBy(disagreement(derivation), plan, clock, emit);
  clock.lap("second route");
  const refused = unanswered(plan, execution);
  if (refused) return declinedBy(refused, plan, clock, emit);
  emit({type: "status", text: "Writing"});
  const writer = await parts.writer();
  const verified = await draftAndVerify(writer, {
    question: setting.question,
    plan,
    artifacts: execution.artifacts,
    signal: setting.signal,
  });
  const tests = setting.tests ?? [];
  const told = tellTests(plan, execution.artifacts, tests);
  const written = {...verified, ...withTestsTold(verified, plan, told)};
  const artifacts = withTestsKept(execution.artifacts, told);
  clock.lap("write");
  const reading = plan.reading && sayReading(plan.reading, profileOf(plan.reading, profiles));
  const text = harmless(written.text);
  emit({type: "text", text});
  emit({
    type: "table",
    step: plan.headline,
    title: headline.title,
    table: headline.table,
    truncated: headline.truncated,
  });

  const recipe = await parts.keepRecipe({
    question: setting.question,
    plan,
    execution: {...execution, artifacts},
    written,
    ...(told && {tests}),
    writer: writer.name,
    asOf: setting.asOf,
    timeZone: setting.timeZone,
  });
  clock.lap("recipe");
  const confidence = confidenceOf({
    question: setting.question,
    plan,
    artifacts,
    profiles,
    derivation,
    ...(planned.kind === "readings" && {readings: planned.readings}),
    isFollowUp: setting.earlier.length > 0,
    isMended: planned.kind === "plan" && plan !== planned.plan,
  });
  const charts = await drawCharts(parts, setting, plan, execution, emit);
  if (charts.length > 0) clock.lap("chart");
  const answer: Answer = {
    answer: text,
    reading,
    values: written.values,
    choices: [],
    artifacts: Object.fromEntries(artifacts),
    charts,
    plan,
    recipe,
    evidence: written.evidence,
    derivation,
    confidence,
    timings: clock.done(),
  };
  emit({type: "answer", answer});
  return answer;
}

/** One plan that ran, or readings that compete. */
type Outcome = {kind: "one"; plan: Plan; execution: Execution} | Extract<Weighed, {kind: "choices"}>;

/** What was computed; or why a tool would not compute it, which is an answer to the person and no failure. */
async function orRefusal<Value>(computed: Promise<Value>): Promise<Value | TabletalkError> {
  return computed.catch((error: unknown) => {
    if (error instanceof TabletalkError && (error.code === "refused" || error.code === "bad_plan"))
      return error;
    throw error;
  });
}

/** Where two ways give two numbers, neither is said as the answer. */
function disagreement({column, first, second}: Extract<SecondRoute, {kind: "differs"}>): TabletalkError {
  return new TabletalkError(
    "refused",
    `Two ways of computing ${column} disagree (${String(first)} and ${String(second)}), so I give no number.`,
    "Please report this with the question; /sql shows the rows.",
  );
}

/** Why a procedure gives no answer: a reply in a form of its own is whole or none. */
function unanswered(plan: Plan, execution: Execution): TabletalkError | undefined {
  if (!plan.outputs) return undefined;
  const lacking = lackingOf(plan.outputs, execution.artifacts);
  if (lacking.length === 0 || (plan.outputs.form === "prose" && lacking.length < plan.outputs.all.length))
    return undefined;
  const failed = execution.steps.find((one) => one.error)?.error;
  return new TabletalkError(
    "refused",
    `There is no value for ${lacking.map((one) => one.said).join(", ")}.`,
    failed ? `${failed.message} ${failed.next}` : "No row counts, or the values do not allow it.",
  );
}

function declinedBy(
  error: TabletalkError,
  plan: Plan | undefined,
  clock: ReturnType<typeof stopwatch>,
  emit: (event: TurnEvent) => void,
): Answer {
  const reason = `${error.message} ${error.next}`;
  const declined = {reason, suggestions: [], unplaced: []};
  const answer: Answer = {
    ...emptyAnswer(harmless(reason)),
    declined,
    ...(plan && {plan}),
    timings: clock.done(),
  };
  emit({type: "answer", answer});
  return answer;
}

/** The reading that the person chose, else what the planner makes of the question. */
async function plannedFor(
  parts: TurnParts,
  setting: TurnSetting,
  profiles: readonly TableProfile[],
): Promise<PlannerOutput> {
  if (setting.reading) return {kind: "readings", readings: [setting.reading]};
  const {planner, input} = await planningInput(parts, setting, profiles);
  return planner.plan(input);
}

async function planningInput(parts: TurnParts, setting: TurnSetting, profiles: readonly TableProfile[]) {
  const {question, earlier, asOf, timeZone, signal} = setting;
  const input = {question, profiles, earlier, session: parts.session, asOf, timeZone, signal};
  return {planner: await parts.planner(), input};
}

async function runPlan(
  parts: TurnParts,
  setting: TurnSetting,
  profiles: readonly TableProfile[],
  plan: Plan,
  emit: (event: TurnEvent) => void,
): Promise<{plan: Plan; execution: Execution}> {
  const known = new Map(profiles.map((profile) => [profile.table, profile]));
  const context: Omit<ToolContext, "artifacts" | "signal"> = {
    session: parts.session,
    profile: async (table) => known.get(table) ?? parts.session.profile(table, {signal: setting.signal}),
    limits: parts.limits,
    asOf: setting.asOf,
    timeZone: setting.timeZone,
  };
  const execution = await executePlan(plan, {
    registry: parts.registry,
    context,
    signal: setting.signal,
    ...(parts.longStepMs !== undefined && {longStepMs: parts.longStepMs}),
    onStep: (report) => emit({type: "step", ...report}),
  });
  return {plan, execution};
}

async function choiceOf(
  candidate: Candidate,
  writer: Writer,
  setting: TurnSetting,
  profiles: readonly TableProfile[],
) {
  const {plan, execution} = candidate;
  const written = await draftAndVerify(writer, {
    question: setting.question,
    plan,
    artifacts: execution.artifacts,
    signal: setting.signal,
  });
  const reading = candidate.reading;
  const said = sayReading(reading, profileOf(reading, profiles)).replace(/^Read as: /, "");
  return {reading, said, values: written.values, line: written.text.split("\n")[0]};
}

async function drawCharts(
  parts: TurnParts,
  setting: TurnSetting,
  plan: Plan,
  execution: Execution,
  emit: (event: TurnEvent) => void,
): Promise<RenderedChart[]> {
  const step = plan.chart;
  const artifact = step === undefined ? undefined : execution.artifacts.get(step);
  const asked = plan.reading?.chart?.asked ?? !plan.reading;
  if (step === undefined || !artifact?.chart || (setting.charts === "asked" && !asked)) return [];
  emit({type: "status", text: "Drawing"});
  try {
    const chart = await parts.drawChart(step, artifact, setting.signal);
    emit({type: "chart", chart});
    return [chart];
  } catch (thrown) {
    if (setting.signal.aborted) throw thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const next =
      thrown instanceof TabletalkError ? thrown.next : "Run `tabletalk doctor` to see what is missing.";
    emit({type: "status", text: `The chart could not be drawn: ${message} ${next}`});
    return [];
  }
}

function profileOf(reading: Reading, profiles: readonly TableProfile[]): TableProfile | undefined {
  return profiles.find((profile) => profile.table === reading.table);
}

function stopwatch() {
  const begun = performance.now();
  const laps: Record<string, number> = {};
  let last = begun;
  return {
    lap(name: string) {
      const now = performance.now();
      laps[name] = Math.round((now - last) * 10) / 10;
      last = now;
    },
    done: () => ({...laps, total: Math.round((performance.now() - begun) * 10) / 10}),
  };
}
