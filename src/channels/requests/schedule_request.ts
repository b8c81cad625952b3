import type {Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import {type InsideStore, inTransaction} from "../../store/store.ts";
import {changeSchedule, type StoredSchedule, schedulesOf} from "../../store/workflow_schedules.ts";
import {alertSchema} from "../../workflows/schedule/alert.ts";
import {sayMoment} from "../../workflows/schedule/say_times.ts";
import {nextTime, type Times} from "../../workflows/schedule/times.ts";
import {listWorkflows, openWorkflow, type SeenWorkflow} from "../../workflows/versions.ts";
import {emptyAnswer} from "../answer.ts";
import type {Answer, TurnEvent} from "../channel.ts";
import {harmless} from "../harmless.ts";
import {makeSchedule, sayNextTimes, saySchedule} from "../schedules/make_schedule.ts";
import {hiddenFrom, saveAnswer} from "../schedules/save_answer.ts";
import {mayChangeSchedule, schedulesFor} from "../schedules/schedule_rights.ts";
import {timesOf} from "../schedules/stored_times.ts";
import {titleOf} from "../schedules/tell_schedule.ts";
import {toldPlace} from "../schedules/told_place.ts";
import {isNamed, knownNames} from "./known_names.ts";
import {type AskedSchedule, readScheduleRequest} from "./read_schedule_request.ts";
import type {RequestScene, RunRequest} from "./request.ts";
import {demandAnswered} from "./unanswered.ts";
import {answerUnsure, readUnsureSchedule} from "./unsure_schedule.ts";

/** Where nothing was said of when an alert is looked at. */
const LOOK_HOURLY = "0 * * * *";

/** "Every Monday at 9 in #sales", "tell me when revenue falls below 10k", "what is scheduled here?", "stop the Monday one". */
export async function recogniseSchedule(scene: RequestScene): Promise<RunRequest | undefined> {
  const {setting, message} = scene;
  const {timeZone, asOf: now} = setting;
  const names = knownNames(scene);
  const asked =
    readScheduleRequest(message.text, {timeZone, now, names}) ?? (await readWithWorkflows(scene, names));
  if (!asked) {
    const unsure = readUnsureSchedule(message.text, {timeZone, now});
    return unsure && answerUnsure(scene, unsure);
  }
  const {asker} = scene;
  if (asked.kind === "make") {
    // Without an answer above, "every Monday at 9" speaks of nothing; a filter may be meant.
    if (asked.what === undefined && scene.earlier.length === 0) return undefined;
    return (emit) => make(scene, demandAsker(asker), asked, emit);
  }
  if (asked.kind === "list") return () => list(scene, demandAsker(asker));
  const found = asker ? await schedulesHere(scene, asker) : [];
  // "Stop the second one" is something else where nothing is scheduled.
  const speaksOfThem = /schedul|alert|remind/i.test(message.text);
  const isOfData = ["schedule", "alert", "reminder"].some((noun) => isNamed(noun, names));
  if (found.length === 0 && (!speaksOfThem || isOfData)) return undefined;
  // Nor is "remove the small ones", where no schedule is called so.
  if (!speaksOfThem && asked.which !== "all" && !found.some((one) => isMeant(one, asked.which)))
    return undefined;
  return () => stop(scene, demandAsker(asker), found, asked);
}

/** "Run monthly sales every Monday" is a question, unless a workflow is called so. */
async function readWithWorkflows(
  {asker, message, store, setting}: RequestScene,
  names: readonly string[],
): Promise<AskedSchedule | undefined> {
  if (!asker || !/\b(?:run|repeat|post|send|share)\b/i.test(message.text)) return undefined;
  const known = await listWorkflows(store, asker).catch(() => []);
  const workflows = known.flatMap(({name, document}) => [name, document.title]);
  const {timeZone, asOf: now} = setting;
  return readScheduleRequest(message.text, {timeZone, now, names, workflows});
}

function demandAsker(asker: Principal | undefined): Principal {
  if (asker) return asker;
  throw new TabletalkError(
    "forbidden",
    "It is not known who asks, so nothing can be done for them later.",
    "Ask at the terminal, over HTTP or in chat.",
  );
}

async function make(
  scene: RequestScene,
  asker: Principal,
  asked: Extract<AskedSchedule, {kind: "make"}>,
  emit: (event: TurnEvent) => void,
): Promise<Answer> {
  const {store, setting} = scene;
  const times = timesIn(asked, setting.timeZone);
  const told = toldPlace(scene, asked.place);
  const {answer, ...meant} = await whatIsMeant(scene, asker, asked, emit);
  // What is refused leaves nothing behind: no workflow that was saved for it either.
  const {workflow, schedule, title} = await inTransaction(store, async (inside) => {
    const workflow = "workflow" in meant ? meant.workflow : await saveFor(scene, inside, asker, asked, meant);
    const {document} = workflow;
    const hidden =
      told.audience === "several"
        ? await hiddenFrom(inside, asker, JSON.stringify(document.nodes), told.conversation)
        : [];
    if (hidden.length > 0)
      throw new TabletalkError(
        "forbidden",
        `${hidden.join(", ")} is not for everybody who can read ${told.said}.`,
        'Have it told to you alone: "... to me".',
      );
    const title = asked.title ?? document.title;
    const schedule = await makeSchedule(
      inside,
      asker,
      {
        workflow: workflow.id,
        version: workflow.version,
        times,
        title,
        told,
        ...(asked.alert && {alert: {...asked.alert, ...watched(asked)}}),
        ...(answer?.plan && {result: answer.artifacts[answer.plan.headline]?.table}),
      },
      setting.asOf,
    );
    return {workflow, schedule, title};
  });
  const {document} = workflow;
  const alert = asked.alert && alertSchema.parse(schedule.alert);
  const saved = workflow.isNew ? ` It is saved as the workflow ${document.name}.` : "";
  const text = [
    `“${title}” is ${alert ? "watched" : "scheduled"} ${saySchedule(schedule, alert)}; ${alert ? "told" : "posted"} ${told.said}.${saved}`,
    `${sayNextTimes(schedule, setting.asOf)} It runs with your rights${scene.message.platform === "terminal" ? ", while `tabletalk serve` is there" : ""}.`,
    ...(answer ? ["", answer.answer] : []),
  ].join("\n");
  return {
    ...(answer ?? emptyAnswer("")),
    answer: harmless(text),
    evidence: [],
    suggestions: ["what is scheduled here?", `stop the ${title} schedule`],
  };
}

/** The value that an alert names, where it names one. */
const watched = ({alert, what}: Extract<AskedSchedule, {kind: "make"}>) =>
  alert && what !== undefined ? {of: what} : {};

/** @throws TabletalkError bad_use for what cannot be had */
function timesIn({times: found}: Extract<AskedSchedule, {kind: "make"}>, timeZone: string): Times {
  if (!found) return {cron: LOOK_HOURLY, timeZone};
  if ("times" in found) return found.times;
  throw new TabletalkError("bad_use", found.problem, found.next);
}

interface MeantWorkflow {
  id: string;
  version: number;
  document: SeenWorkflow["document"];
  isNew: boolean;
}
type Meant = {answer?: Answer} & ({workflow: MeantWorkflow} | AnswerToSave);

/** What is saved as a workflow when it is scheduled. */
type AnswerToSave = Parameters<typeof saveAnswer>[2];

function saveFor(
  {setting: {asOf, timeZone}, audience}: RequestScene,
  store: InsideStore,
  asker: Principal,
  {title}: Extract<AskedSchedule, {kind: "make"}>,
  {question, plan}: AnswerToSave,
): Promise<MeantWorkflow> {
  const isShared = audience === "several";
  return saveAnswer(store, asker, {question, plan}, {called: title, asOf, timeZone, isShared});
}

/** What is scheduled: a workflow that is named, the answer above, or a question that is asked now. */
async function whatIsMeant(
  scene: RequestScene,
  asker: Principal,
  {what, whole, alert}: Extract<AskedSchedule, {kind: "make"}>,
  emit: (event: TurnEvent) => void,
): Promise<Meant> {
  const {store, setting, earlier, parts} = scene;
  const last = earlier.at(-1);
  if (what === undefined) {
    await demandAnswered(scene, {doing: "schedule", say: "post the last answer every Monday at 9"});
    return {question: last!.question, plan: last!.plan};
  }
  const named = workflowNamed(what, await listWorkflows(store, asker));
  if (named) return {workflow: {...(await openWorkflow(store, asker, named.id, "published")), isNew: false}};
  // "Revenue" of an alert is what the answer above is about, where it is.
  if (alert && last && speaksOf(last.question, what)) return {question: last.question, plan: last.plan};
  const {runTurn} = await import("../turn.ts");
  const question = alert ? `what is the ${what}` : (whole ?? what);
  const answer = await runTurn(parts, {...setting, question}, (event) => {
    if (event.type !== "answer" && event.type !== "choices") emit(event);
  });
  if (answer.plan && !answer.declined && answer.choices.length === 0)
    return {question, plan: answer.plan, answer};
  throw new TabletalkError(
    "bad_use",
    `Nothing is scheduled: "${what}" is not clear enough to be asked again and again. ${answer.declined?.reason ?? ""}`.trim(),
    "Ask it first; when the answer is right, say when it is to be posted.",
  );
}

const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const speaksOf = (question: string, what: string) => ` ${plain(question)} `.includes(` ${plain(what)} `);

/** A workflow by its name or title, in any case and however its words are joined. */
export function workflowNamed(said: string, workflows: readonly SeenWorkflow[]): SeenWorkflow | undefined {
  const wanted = plain(said.replace(/^the\s+/i, "").replace(/\s+workflow$/i, ""));
  return workflows.find(({name, document}) => plain(name) === wanted || plain(document.title) === wanted);
}

/** What is told here; where whoever asks is alone, all of their own. */
async function schedulesHere(scene: RequestScene, asker: Principal): Promise<StoredSchedule[]> {
  if (scene.audience === "one") return schedulesFor(scene.store, asker);
  const {platform, installation, conversation: place} = scene.message;
  const channel = channelOf(scene.standing[0]?.target) ?? place;
  const all = await schedulesOf(scene.store, asker.workspace);
  // Whoever asks here reads here what they tell.
  return all.filter(
    (one) =>
      one.audience === "several" &&
      (one.conversation === scene.conversation ||
        (one.platform === platform &&
          one.installation === installation &&
          channelOf(one.target) === channel)),
  );
}

const channelOf = (target: unknown) => (target as {channel?: string} | undefined)?.channel;

async function list(scene: RequestScene, asker: Principal): Promise<Answer> {
  const {asOf} = scene.setting;
  const found = await schedulesHere(scene, asker);
  if (found.length === 0)
    return {
      ...emptyAnswer("Nothing is scheduled here. Ask something, then say when it is to be posted."),
      suggestions: ["every Monday at 9"],
    };
  const lines = found.map((one) => {
    const alert = alertSchema.safeParse(one.alert).data;
    const next = one.isEnabled ? sayMoment(nextTime(timesOf(one), asOf) ?? asOf, one.timeZone) : undefined;
    const state = next === undefined ? `off${one.offWhy ? `: ${one.offWhy}` : ""}` : `next ${next}`;
    return `- ${titleOf(one)}: ${saySchedule(one, alert)} (${state})`;
  });
  return {
    ...emptyAnswer(harmless(lines.join("\n"))),
    suggestions: found
      .slice(0, 3)
      .flatMap((one) => (one.isEnabled ? [`stop the ${titleOf(one)} schedule`] : [])),
  };
}

async function stop(
  {store, setting}: RequestScene,
  asker: Principal,
  found: readonly StoredSchedule[],
  {kind, which}: Extract<AskedSchedule, {kind: "stop" | "resume"}>,
): Promise<Answer> {
  const isOn = kind === "stop";
  const open = found.filter((one) => one.isEnabled === isOn && mayChangeSchedule(asker, one));
  const meant = which === "all" ? open : open.filter((one) => which === "" || isMeant(one, which));
  if (meant.length === 0)
    return emptyAnswer(
      open.length === 0
        ? `There is no schedule here that you could ${kind}.`
        : harmless(`None of these is "${which}": ${open.map(titleOf).join("; ")}.`),
    );
  if (meant.length > 1 && which !== "all")
    return {
      ...emptyAnswer(
        harmless(`Which one? ${meant.map((one) => `${titleOf(one)} (${saySchedule(one)})`).join("; ")}.`),
      ),
      suggestions: meant.slice(0, 3).map((one) => `${kind} the ${titleOf(one)} schedule`),
    };
  for (const one of meant) {
    const next = nextTime(timesOf(one), setting.asOf);
    await changeSchedule(
      store,
      asker.workspace,
      one.id,
      isOn ? {isEnabled: false} : {isEnabled: true, failures: 0, offWhy: null, nextAt: next ?? null},
    );
  }
  const names = meant.map((one) => `“${titleOf(one)}” (${saySchedule(one)})`).join(", ");
  const first = meant[0]!;
  return {
    ...emptyAnswer(
      harmless(
        isOn
          ? `Stopped: ${names}.`
          : `On again: ${names}. ${sayNextTimes({...first, isEnabled: true}, setting.asOf)}`,
      ),
    ),
    ...(isOn && {suggestions: [`resume the ${titleOf(first)} schedule`]}),
  };
}

/** "Monday", "monthly sales", "9" of a schedule: its title and its times in words have it. */
function isMeant(schedule: StoredSchedule, which: string): boolean {
  const words = plain(which).split(" ");
  const known = ` ${plain(`${titleOf(schedule)} ${saySchedule(schedule)}`)} `;
  return words.every((word) => known.includes(` ${word}`));
}
