import {localPrincipal, type Principal} from "../access/principal.ts";
import type {Planner, PlannerInput} from "../agents/contracts.ts";
import {TabletalkError} from "../errors.ts";
import {type ComparisonLedger, withTestsOf} from "../planning/comparison_ledger.ts";
import type {Plan} from "../planning/plan.ts";
import type {Reading} from "../planning/reading.ts";
import {artifactDigest} from "../planning/recipe.ts";
import {acceptMessage, conversationFor} from "../store/conversations.ts";

import {deletedDatasets} from "../store/datasets.ts";
import {definitionsOf} from "../store/definitions.ts";
import {hasPins} from "../store/pins.ts";
import {isUnreachable} from "../store/postgres/failure.ts";
import type {Store} from "../store/store.ts";
import {artifactsOfKind, earlierTurns, type StoredArtifact, saveTurn} from "../store/turns.ts";
import type {Artifact} from "../tools/tool.ts";
import type {FileFolders} from "../workspace/memory/forget_files.ts";
import type {SimilarOptions} from "../workspace/memory/similar.ts";
import {withAskedBefore} from "./asked_before.ts";
import type {Answer, Channel, ImportedFile, InboundMessage, TurnEvent} from "./channel.ts";
import {isNo, leftAlone} from "./confirming.ts";
import {taughtWords} from "./conversation_definitions.ts";
import {earlierIn, keptOf, type Memory, memoryOf, TURNS_READ, takenOf} from "./conversation_memory.ts";
import {questionsIn, runParts} from "./conversation_parts.ts";
import {withKnown} from "./conversation_planner.ts";
import {type TalkScene, talkOf} from "./conversation_talk.ts";
import {harmless} from "./harmless.ts";
import {requestOf} from "./requests/find.ts";
import type {RequestScene} from "./requests/request.ts";
import {runTurn} from "./turn.ts";
import type {TurnParts, TurnSetting} from "./turn_parts.ts";
import {nameOfUse, noteAsker} from "./who_asks.ts";

/** The turns that leave something to go on from: a declined question is joined to the next. */
const REMEMBERED = ["answered", "choices", "declined"] as const;

/** What became of a message. */
export type TurnResult =
  | {state: "repeated"}
  | {state: "answered" | "choices" | "declined"; answer: Answer; turn: string}
  | {state: "failed" | "aborted"; error: TabletalkError; turn: string};

export interface ConversationOptions {
  store: () => Promise<Store>;
  workspace: string;
  /** The parts for a message: its session is over the datasets that its conversation has active. */
  parts: (message: InboundMessage) => Promise<TurnParts>;
  asOf?: Date;
  timeZone: string;
  turnMs: number;
  /** What compares questions; default: their words and pieces of words. */
  embedder?: SimilarOptions["embedder"];
  /** Where pictures and made tables lie: those of a forgotten conversation are removed there. */
  folders?: FileFolders;
}

export interface HandleOptions {
  signal?: AbortSignal;
  charts?: "asked" | "always";
  /** The reading that the person chose of those that competed. */
  reading?: Reading;
  /** The plan of the choice, where it has one. */
  plan?: Plan;
  /** What the choice says that it `confirms`. */
  confirmed?: readonly string[];
  /** What became of the files that came with the message: told with its answer. */
  imported?: readonly ImportedFile[];
  /** Who can read the answer, at a place of a chat platform: elsewhere it is the asker alone. */
  audience?: "one" | "several";
  /** False: the words that the workspace was taught are not changed by this message. */
  mayTeach?: boolean;
  /** Who sent it, with their rights; default at the terminal: whoever sits there. */
  sender?: Principal;
  /** Where on a chat platform what is done later is told. */
  standing?: RequestScene["standing"];
  /** What begins runs of workflows, where workers take them. */
  runs?: RequestScene["runs"];
  /** The message was accepted before: its turn is kept by this. Undefined: another worker answered it already. */
  keep?: KeepTurn;
}

/** Keeps a finished turn with its artifacts; its id. */
export type KeepTurn = (
  turn: Parameters<typeof saveTurn>[2],
  artifacts: readonly StoredArtifact[],
) => Promise<string | undefined>;

/** Where every channel brings its messages. */
export interface Conversations {
  /**
   * Answers one message through its channel. The messages of one conversation are answered one after the other, in the
   * order they came; a message that came before (same platform, installation, conversation and id) does nothing.
   */
  handle(message: InboundMessage, channel: Channel, options?: HandleOptions): Promise<TurnResult>;
}

/** The turn that all channels share: store, queue, remember, run, store. */
export function createConversations(options: ConversationOptions): Conversations {
  const queues = new Map<string, Promise<unknown>>();

  return {
    async handle(message, channel, handling = {}) {
      const key = JSON.stringify([
        message.platform,
        message.installation,
        message.conversation,
        message.thread ?? "",
      ]);
      const before = queues.get(key) ?? Promise.resolve();
      const turn = before.then(() => answer(options, message, channel, handling));
      const settled = turn.catch(() => {});
      queues.set(key, settled);
      try {
        return await turn;
      } finally {
        if (queues.get(key) === settled) queues.delete(key);
      }
    },
  };
}

async function answer(
  options: ConversationOptions,
  message: InboundMessage,
  channel: Channel,
  handling: HandleOptions,
): Promise<TurnResult> {
  const begunParts = options.parts(message);
  begunParts.catch(() => {});
  const store = await options.store();
  if (!handling.keep && !(await acceptMessage(store, options.workspace, message))) return {state: "repeated"};
  const keep: KeepTurn =
    handling.keep ?? ((turn, artifacts) => saveTurn(store, options.workspace, turn, artifacts));
  const conversation = await conversationFor(store, options.workspace, message);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(tooLong(options.turnMs)), options.turnMs);
  const signal = handling.signal ? AbortSignal.any([handling.signal, limit.signal]) : limit.signal;
  const telling = tellInOrder(message, channel);
  const base = {
    conversation,
    messageId: message.messageId,
    question: message.text,
    person: nameOfUse(message.actor),
  };
  noteAsker(signal, message.actor);

  try {
    const parts = await begunParts;
    const {workspace} = options;
    const turns = await earlierTurns(store, workspace, conversation, TURNS_READ, REMEMBERED);
    const memory = memoryOf(turns);
    const setting: TurnSetting = {
      question: message.text,
      earlier: earlierIn(memory),
      tests: await testsSoFar(store, workspace, conversation),
      asOf: options.asOf ?? new Date(),
      timeZone: options.timeZone,
      signal,
      charts: handling.charts ?? "asked",
      ...(handling.reading && {reading: handling.reading}),
      ...(handling.plan && {plan: handling.plan}),
      ...(handling.confirmed && {confirmed: handling.confirmed}),
    };
    if (await hasPins(store, workspace)) {
      const {pinnedAnswers} = await import("../workspace/memory/pinned.ts");
      setting.pins = await pinnedAnswers(store, workspace);
    }
    const definitions = taughtWords(await definitionsOf(store, workspace));
    const deleted = await deletedDatasets(store, workspace);
    const knowing = withKnown(parts, {definitions, deleted});
    const {folders, embedder} = options;
    const {audience, mayTeach = true, standing = [], runs} = handling;
    const asker =
      handling.sender ?? (message.platform === "terminal" ? localPrincipal(workspace) : undefined);
    const scene = {
      ...{store, workspace, message, memory, conversation, mayTeach, audience: audience ?? "one", standing},
      ...(asker && {asker}),
      ...(runs && {runs}),
      ...(folders && {folders}),
    } as const;
    const own = await answerMessage(knowing, setting, scene, (event) => {
      // The answer is told last, with what is said beside it.
      if (event.type !== "answer") telling.emit(event);
    });
    const datasets = parts.session.datasets.map(({name}) => name);
    const askedAt = audience && {audience, conversation, actor: message.actor};
    const question = message.text;
    const asked = {store, workspace, question, datasets, embedder, signal, ...(askedAt && {askedAt})};
    // What was asked before is no reason to lose an answer.
    const known = await withAskedBefore(own, asked).catch(() => own);
    const answered = handling.imported
      ? await withImported(known, handling.imported, knowing, setting)
      : known;
    telling.emit({type: "answer", answer: answered});
    await telling.done();
    const state = stateOf(answered);
    const turn = await keep(
      {
        ...base,
        state,
        plan: answered.plan,
        reading: answered.plan?.reading,
        answer: keptOf(answered),
        summary: answered.answer,
        recipe: answered.recipe,
        confidence: answered.confidence,
        timings: answered.timings,
        ...(await parts.usage?.(signal)),
      },
      artifactsOf(answered),
    );
    return turn === undefined ? {state: "repeated"} : {state, answer: answered, turn};
  } catch (thrown) {
    // An accepted message is answered later, by whoever reaches the store again.
    if (handling.keep && isUnreachable(thrown)) throw thrown;
    const error = asError(thrown, limit.signal);
    telling.emit({type: "error", code: error.code, message: error.message, next: error.next});
    await telling.done();
    const state = error.code === "aborted" ? "aborted" : "failed";
    const used = await begunParts.then((parts) => parts.usage?.(signal)).catch(() => undefined);
    const {imported} = handling;
    const {code, next} = error;
    const kept = imported && {answer: {text: error.message, error: {code, next}, imported}};
    const turn = await keep({...base, state, summary: error.message, ...kept, ...used}, []);
    return turn === undefined ? {state: "repeated"} : {state, error, turn};
  } finally {
    clearTimeout(timer);
  }
}

/** An answer with what became of the files of its message, and what can be asked of what was in them. */
async function withImported(
  answer: Answer,
  imported: readonly ImportedFile[],
  parts: TurnParts,
  setting: TurnSetting,
): Promise<Answer> {
  const {answerableSuggestions} = await import("../agents/offline/talk/offered.ts");
  const fresh = new Set(imported.flatMap(({datasets}) => datasets.map(({name}) => name)));
  const input = await inputFor(parts, setting);
  const profiles = input.profiles.filter(({table}) => fresh.has(table));
  // Without suggestions it is still an answer.
  const suggestions = await answerableSuggestions({...input, profiles}).catch(() => []);
  const isDescribed = setting.reading?.intent === "describe";
  const others = suggestions.filter((one) => !isDescribed || !/^what is in/i.test(one));
  return {...answer, imported: [...imported], ...(others.length > 0 && {suggestions: others.map(harmless)})};
}

function stateOf(answer: Answer): "answered" | "choices" | "declined" {
  if (answer.declined) return "declined";
  return answer.choices.length > 0 ? "choices" : "answered";
}

/** Talk is answered with words; each question of a message is a turn of its own. A choice that was made is no talk. */
async function answerMessage(
  parts: TurnParts,
  setting: TurnSetting,
  scene: Omit<TalkScene, "input" | "offline"> &
    Pick<RequestScene, "audience" | "asker" | "standing" | "runs">,
  emit: (event: TurnEvent) => void,
): Promise<Answer> {
  if (setting.reading || setting.plan || !/\S/.test(setting.question)) return runTurn(parts, setting, emit);
  const taken = takenOf(setting.question, scene.memory.open);
  if (taken && scene.memory.open) {
    const {reading, plan, confirms: confirmed} = taken;
    const {question} = scene.memory.open;
    const chosen = {...setting, question, reading, ...(plan && {plan}), ...(confirmed && {confirmed})};
    return {...(await runTurn(parts, chosen, emit)), question};
  }
  if (scene.memory.open?.offered.some(({confirms}) => confirms) && isNo(setting.question)) {
    const answer = leftAlone();
    emit({type: "answer", answer});
    return answer;
  }
  const planner = await parts.planner();
  let input: Promise<PlannerInput> | undefined;
  const inputOf = () => {
    input ??= inputFor(parts, setting);
    return input;
  };
  const asked = await requestOf({...scene, earlier: setting.earlier, parts, setting, input: inputOf});
  if (asked) {
    const answer = await asked(emit);
    emit({type: "answer", answer});
    return answer;
  }
  const talked = await talkOf({...scene, input: inputOf, offline: planner.name === "offline"});
  if (talked && "answer" in talked) {
    emit({type: "answer", answer: talked.answer});
    return talked.answer;
  }
  if (talked) {
    const {question, plan} = talked.again;
    return runTurn(parts, {...setting, question, plan}, emit);
  }
  const whole = scene.memory.open && (await completed(planner, scene.memory.open, inputOf));
  if (whole !== undefined) {
    const answer = await runTurn(parts, {...setting, question: whole, earlier: []}, (event) => {
      if (event.type !== "answer") emit(event);
    });
    const told = {...answer, question: whole, answer: `${answer.answer}\n(Taken as: ${whole})`};
    emit({type: "answer", answer: told});
    return told;
  }
  const questions = await questionsIn(planner, setting.question, inputOf);
  return questions ? runParts(questions, parts, setting, emit) : runTurn(parts, setting, emit);
}

/** A message and the question before it, which was open, as one question; undefined where they make none. */
async function completed(
  planner: Planner,
  open: NonNullable<Memory["open"]>,
  inputOf: () => Promise<PlannerInput>,
): Promise<string | undefined> {
  if (planner.name !== "offline") return undefined;
  const {joinedQuestion} = await import("../agents/offline/talk/join_declined.ts");
  return joinedQuestion(planner, open, await inputOf());
}

async function inputFor({session}: TurnParts, setting: TurnSetting): Promise<PlannerInput> {
  const {question, earlier, asOf, timeZone, signal} = setting;
  const profiles = await Promise.all(session.datasets.map(({name}) => session.profile(name, {signal})));
  return {question, profiles, earlier, session, asOf, timeZone, signal};
}

/** The tests of a conversation's earlier turns, from the statistics that they kept. */
async function testsSoFar(store: Store, workspace: string, conversation: string): Promise<ComparisonLedger> {
  const kept = await artifactsOfKind(store, workspace, conversation, "statistic");
  return kept.map(({content}) => content as Artifact).reduce(withTestsOf, []);
}

function artifactsOf(answer: Answer): StoredArtifact[] {
  return Object.entries(answer.artifacts).map(([step, artifact]) => ({
    step,
    kind: artifact.kind,
    title: artifact.title,
    digest: artifactDigest(artifact),
    content: artifact,
  }));
}

/** Events reach the channel one after the other; a channel that fails to show one does not stop the turn. */
function tellInOrder(message: InboundMessage, channel: Channel) {
  let last: Promise<void> = Promise.resolve();
  let failure: unknown;
  return {
    emit(event: TurnEvent) {
      last = last
        .then(() => channel.render(message, event))
        .catch((error: unknown) => {
          failure ??= error;
        });
    },
    async done() {
      await last;
      if (failure) throw failure;
    },
  };
}

function asError(thrown: unknown, limit: AbortSignal): TabletalkError {
  if (limit.aborted && limit.reason instanceof TabletalkError) return limit.reason;
  if (thrown instanceof TabletalkError) return thrown;
  if (thrown instanceof Error && thrown.name === "AbortError") {
    return new TabletalkError("aborted", "Stopped.", "Ask again when you like.", {cause: thrown});
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new TabletalkError("internal", `The turn broke: ${message}`, "Report this with the question.", {
    cause: thrown,
  });
}

function tooLong(ms: number): TabletalkError {
  return new TabletalkError(
    "time_limit",
    `The turn took longer than ${ms} ms.`,
    "Ask for less, or raise TABLETALK_TURN_MS.",
  );
}
