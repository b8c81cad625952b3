import {askedNotDone} from "../agents/asked_words.ts";
import type {PlannerOutput} from "../agents/contracts.ts";
import type {TableProfile} from "../data/profile.ts";
import {publishedBehind} from "../data/published.ts";
import {TabletalkError} from "../errors.ts";
import {confidenceOf} from "../planning/confidence.ts";
import type {Doubt, DoubtParts} from "../planning/doubt.ts";
import {doubtsOf} from "../planning/doubts.ts";
import {type Execution, executePlan, headlineOf} from "../planning/execute.ts";
import {outsideOfData} from "../planning/outside_data.ts";
import type {Plan} from "../planning/plan.ts";
import type {Reading} from "../planning/reading.ts";
import {deriveHeadlineAgain} from "../planning/second_route.ts";
import {tellTests, withTestsKept, withTestsTold} from "../planning/tell_tests.ts";
import {unsureOf} from "../planning/unsure.ts";
import type {Artifact, ToolContext} from "../tools/tool.ts";
import type {Answer, TurnEvent} from "./channel.ts";
import {type Candidate, type Weighed, weigh} from "./competing.ts";
import {askToRun, unconfirmed} from "./confirming.ts";
import {dataLines} from "./data_lines.ts";
import {draftAndVerify} from "./drafting.ts";
import {drawCharts} from "./draw_charts.ts";
import {harmless, harmlessAnswer, harmlessEvent} from "./harmless.ts";
import {leftOutLines} from "./left_out.ts";
import {runMended} from "./mending.ts";
import {nearestCandidates, nearestOffer} from "./nearest_offer.ts";
import {type ChoiceScene, candidateOf, choiceOf, offer, saidOf} from "./offer_choices.ts";
import {otherCandidates} from "./other_candidates.ts";
import {declinedAnswer, disagreement, doubted, orRefusal, refusedAnswer, unanswered} from "./refusals.ts";
import {stopwatch} from "./stopwatch.ts";
import type {TurnParts, TurnSetting} from "./turn_parts.ts";

/**
 * One question and the work done to answer it: plan, run (competing readings side by side), write, verify, draw. What
 * happens is told to `emit` in order; the last event is `answer`.
 * @throws TabletalkError what keeps the turn from any answer: aborted, time_limit, the headline step's failure
 */
export async function runTurn(
  parts: TurnParts,
  setting: TurnSetting,
  tell: (event: TurnEvent) => void,
): Promise<Answer> {
  const {pins = [], ...plain} = setting;
  if (pins.length === 0 || setting.plan || setting.reading) return runOnce(parts, plain, tell);
  const {runPinned} = await import("./pinned_turn.ts");
  return runPinned(runOnce, pins, parts, plain, tell);
}

async function runOnce(
  parts: TurnParts,
  setting: TurnSetting,
  tell: (event: TurnEvent) => void,
): Promise<Answer> {
  const clock = stopwatch();
  const emit = (event: TurnEvent) => tell(harmlessEvent(event));
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
  const planned = await plannedFor(parts, setting, profiles, emit);
  setting.signal.throwIfAborted();
  clock.lap("plan");

  const ran = new Set<Artifact>();
  const {commercial} = parts;
  const ended = (answer: Answer): Answer => {
    const timed = harmlessAnswer({...withSources(answer, ran, commercial), timings: clock.done()});
    emit({type: "answer", answer: timed});
    return timed;
  };
  // Of the whole turn: what was agreed to once runs once, however often the plan is mended.
  const confirmed = new Set(setting.confirmed);
  const run = async (plan: Plan) => {
    const done = await runPlan(parts, setting, profiles, plan, confirmed, emit);
    for (const artifact of done.execution.artifacts.values()) ran.add(artifact);
    return done;
  };
  if (planned.kind === "declined") {
    if (planned.found) {
      const {offeredFromKaggle} = await import("./requests/kaggle_offered.ts");
      return ended(offeredFromKaggle(planned.found, parts));
    }
    const candidates = await nearestCandidates(planned, profiles, run);
    if (candidates.length === 0) return ended(declinedAnswer(planned));
    emit({type: "status", text: "Computing"});
    const scene = {
      writer: await parts.writer(),
      question: setting.question,
      profiles,
      signal: setting.signal,
    };
    return ended(await nearestOffer(planned, candidates, scene, emit));
  }

  if (planned.kind === "plan") {
    const asked = unconfirmed(planned.plan, parts.registry, confirmed);
    if (asked.length > 0) return ended(askToRun(planned.plan, asked, confirmed, emit));
  }
  emit({type: "status", text: "Computing"});
  const valuesOf = async ({plan, execution}: Candidate) => {
    const {artifacts} = execution;
    const draft = {question: setting.question, plan, artifacts, signal: setting.signal};
    return (await draftAndVerify(await parts.writer(), draft)).values;
  };
  const outcome = await orRefusal<Outcome>(
    planned.kind === "plan"
      ? runMended(planned.plan, run, await planningInput(parts, setting, profiles)).then((one) => ({
          kind: "one" as const,
          ...one,
        }))
      : weigh(planned.readings, profiles, run, valuesOf, planned.against),
  );
  if (outcome instanceof TabletalkError) return ended(refusedAnswer(outcome, undefined));
  clock.lap("execute");

  const writer = await parts.writer();
  const scene: ChoiceScene = {writer, question: setting.question, profiles, signal: setting.signal};
  if (outcome.kind === "choices") {
    const choices = await Promise.all(outcome.candidates.map((one) => choiceOf(one, scene)));
    clock.lap("write");
    return ended(offer("This can be read in more than one way. Which did you mean?", choices, emit));
  }

  const {plan, execution} = outcome;
  const outside = plan.reading && outsideOfData(plan.reading, profiles);
  if (outside) return ended(refusedAnswer(outside, plan));
  const headline = await orRefusal(Promise.resolve().then(() => headlineOf(plan, execution)));
  if (headline instanceof TabletalkError) return ended(refusedAnswer(headline, plan));
  const derivation = await deriveHeadlineAgain(plan, headline, parts.session, profiles, setting.signal);
  if (derivation.kind === "differs") return ended(refusedAnswer(disagreement(derivation), plan));
  clock.lap("second route");
  const refused = unanswered(plan, execution);
  if (refused) return ended(refusedAnswer(refused, plan));
  emit({type: "status", text: "Writing"});
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

  const before = setting.earlier.at(-1)?.plan.reading;
  const doubtedBy: DoubtParts = {
    question: setting.question,
    plan,
    artifacts,
    profiles,
    derivation,
    ...(planned.kind === "readings" && {readings: planned.readings}),
    isFollowUp: setting.earlier.length > 0,
    ...(before && {before}),
    isMended: planned.kind === "plan" && plan !== planned.plan,
  };
  const isChosen = setting.plan !== undefined || setting.reading !== undefined;
  const asked =
    setting.earlier.length > 0
      ? []
      : askedNotDone(plan.reading?.plainly ?? setting.question, plan, profiles, setting.asOf);
  const doubts = [...doubtsOf(doubtedBy), ...asked].filter(({about}) => !isChosen || about === "data");
  const byModel = (await parts.planner()).name !== "offline";
  const insisted = isChosen ? [] : insistedOn(planned);
  doubts.push(...insisted);
  const unsure = [...unsureOf(doubts, plan, byModel), ...insisted];
  const taken = {...outcome, ...(planned.kind === "plan" && {readAs: planned.readAs})};
  const offered = await offeredInstead(unsure, taken, scene, run, emit);
  const confidence = confidenceOf(doubtedBy, doubts);
  if (offered) return ended({...offered, confidence});
  if (insisted.length > 0) return ended(refusedAnswer(doubted(insisted), plan));

  const reading = plan.reading && saidOf(plan.reading, profiles);
  const lines = [...leftOutLines(parts.session.datasets, execution.artifacts)];
  lines.push(...dataLines(artifacts.values(), {commercial}));
  const text = harmless([written.text, ...lines].join("\n"));
  emit({type: "text", text});
  emit({
    type: "table",
    step: plan.headline,
    title: headline.title,
    table: headline.table,
    truncated: headline.truncated,
  });

  const used = await parts.usage?.(setting.signal);
  const recipe = await parts.keepRecipe({
    question: setting.question,
    plan,
    execution: {...execution, artifacts},
    written,
    ...(told && {tests}),
    writer: writer.name,
    ...(used && {prompts: used.prompts}),
    asOf: setting.asOf,
    timeZone: setting.timeZone,
  });
  clock.lap("recipe");
  const charts = await drawCharts(parts, setting, outcome, emit);
  if (charts.length > 0) clock.lap("chart");
  return ended({
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
    timings: {},
  });
}

/** An answer with where its data was published. What is offered stands on the data of what ran for it, and says so too. */
function withSources(answer: Answer, ran: ReadonlySet<Artifact>, commercial?: boolean): Answer {
  const own = Object.values(answer.artifacts);
  const used = own.length > 0 ? own : [...ran];
  const sources = publishedBehind(used);
  if (sources.length === 0 || answer.declined) return answer;
  const isOffer = answer.choices.length > 0;
  const lines = isOffer ? dataLines(used, {commercial}) : [];
  return {...answer, answer: [answer.answer, ...lines].join("\n"), sources};
}

/** One plan that ran, or readings that compete. */
type Outcome = {kind: "one"; plan: Plan; execution: Execution} | Extract<Weighed, {kind: "choices"}>;

/** What a model's reading was asked again for, and kept to. */
const insistedOn = (planned: PlannerOutput): Doubt[] =>
  planned.kind === "declined"
    ? []
    : (planned.doubts ?? []).map((says) => ({kind: "insisted", about: "reading", weight: 1, says}));

/** An answer whose reading is in doubt, offered as a choice; nothing where it is in none. */
async function offeredInstead(
  unsure: readonly Doubt[],
  ran: {plan: Plan; execution: Execution; readAs?: Reading | undefined},
  scene: ChoiceScene,
  run: (plan: Plan) => Promise<{plan: Plan; execution: Execution}>,
  emit: (event: TurnEvent) => void,
): Promise<Answer | undefined> {
  const {plan, execution, readAs} = ran;
  const candidate = candidateOf(ran) ?? (readAs && {reading: readAs, plan, execution});
  if (unsure.length === 0 || !candidate) return undefined;
  const others = await otherCandidates(ran.plan, unsure, scene.profiles, run);
  const choices = await Promise.all([candidate, ...others].map((one) => choiceOf(one, scene)));
  const why = unsure.map(({says}) => says).join("; ");
  const asked = choices.length > 1 ? "Which did you mean?" : "Did you mean this?";
  return offer(`I am not sure that I read you right: ${why}. ${asked}`, choices, emit);
}

/** The plan or the reading that the person chose, else what the planner makes of the question. */
async function plannedFor(
  parts: TurnParts,
  setting: TurnSetting,
  profiles: readonly TableProfile[],
  emit: (event: TurnEvent) => void,
): Promise<PlannerOutput> {
  if (setting.plan) return {kind: "plan", plan: setting.plan};
  if (setting.reading) return {kind: "readings", readings: [setting.reading]};
  const {planner, input} = await planningInput(parts, setting, profiles);
  const {kaggle, commercial} = parts;
  if (!kaggle) return planner.plan(input);
  const looking = () => {
    emit({type: "status", text: "Looking on Kaggle"});
    return kaggle();
  };
  return planner.plan({...input, kaggle: looking, ...(commercial && {commercial})});
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
  confirmed: Set<string>,
  emit: (event: TurnEvent) => void,
): Promise<{plan: Plan; execution: Execution}> {
  const known = new Map(profiles.map((profile) => [profile.table, profile]));
  const purposes = new Map(plan.steps.map(({id, purpose}) => [id, purpose]));
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
    confirmed,
    ...(parts.longStepMs !== undefined && {longStepMs: parts.longStepMs}),
    onStep: (report) => {
      const purpose = report.state === "started" ? purposes.get(report.id) : undefined;
      emit({type: "step", ...report, ...(purpose !== undefined && {purpose})});
    },
  });
  return {plan, execution};
}
