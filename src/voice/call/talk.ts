import type {CallMember} from "../../channels/calls/call.ts";
import type {CallState} from "../../channels/calls/wire.ts";
import type {TurnEvent} from "../../channels/channel.ts";
import type {StoredAnswer} from "../../channels/chat/stored_answer.ts";
import {TabletalkError} from "../../errors.ts";
import type {Doubted, Move, Situation} from "../conduct/move.ts";
import {moveOf} from "../conduct/move_of.ts";
import type {Vocabulary} from "../speech/vocabulary.ts";
import {spokenChoices} from "../words/spoken_choices.ts";
import {captionOf} from "./caption_of.ts";
import {farewells} from "./farewell.ts";
import {startFiller} from "./filler.ts";
import type {Mouth} from "./mouth.ts";
import {moveHeard} from "./move_heard.ts";
import {paceOf} from "./pace.ts";
import {perMinute} from "./per_minute.ts";
import {failure, failureOf, goodbyeTo, greeting, MEANT, PHRASES} from "./phrases.ts";
import type {CallQuestions} from "./questions.ts";
import type {Said} from "./said.ts";
import type {CallScreen} from "./screen.ts";
import {type Silence, watchSilence} from "./silence.ts";
import {silent, startTelling, type Told} from "./telling.ts";
import type {TurnTimings} from "./timings.ts";
import {type Failing, troubleTold} from "./trouble.ts";
import {workInOrder} from "./work_in_order.ts";

export interface TalkParts {
  questions: CallQuestions;
  screen: CallScreen;
  mouth: Mouth;
  vocabulary: () => Vocabulary;
  /** What there is to ask about, as it is said. */
  tables: () => readonly string[];
  /** Whether more than one person hears the answers. */
  isHeardByOthers: () => boolean;
  /** The identities of who else is there; absent: nobody is. */
  others?: (by: CallMember) => readonly string[];
  /** Whether somebody is talking now. */
  isSomebodyTalking: () => boolean;
  /** Posts an answer where the call was started from, false where it is there already; absent where it was started elsewhere. */
  send?: ((turn: string, by: CallMember) => Promise<boolean>) | undefined;
  /** Told when something is begun to be worked on, and when nothing is any more. What is said is told by the mouth. */
  onWork?: (isWorking: boolean) => void;
  /** Ends the call for everybody. */
  hangUp: (why: "goodbye" | "silence") => void;
  onTiming?: ((timings: TurnTimings) => void) | undefined;
  onTrouble?: (error: unknown) => void;
}

/** The conduct of a call: what is done with what people say, and what is said to them. */
export interface Talk {
  greet(): void;
  /** Whether what was heard is no words for the analyst: speech goes on, nothing is done. */
  isNothing(text: string, confidence?: number): boolean;
  hear(said: Said): Promise<void>;
  /** Takes a choice, and answers it aloud. @throws TabletalkError not_found where none such was offered */
  choose(turn: string, number: number, by: CallMember): void;
  /** What is said ends, and what is worked on for whoever says so. */
  stop(by: CallMember): void;
  again(): void;
  /** Posts an answer where the call was started from. @throws TabletalkError where it cannot be */
  send(turn: string, by: CallMember): Promise<void>;
  /** Goes on from what an agent before this one answered: it can be said again, and seen. */
  restore(answered: readonly StoredAnswer[]): void;
  /** Tells the answer of a question that an agent before this one was asked. */
  goOn(id: string): Promise<void>;
  state(): CallState["state"];
  /** Tells what does not work any more, aloud where that is not the voice itself. The call goes on. */
  trouble(what: Failing, error: unknown): void;
  /** Somebody does something: it is not silent. */
  stir(): void;
  /** Nobody is there to hear: what is worked on is finished, and not said. */
  leave(): void;
  /** Somebody is there again: what they missed is said. */
  comeBack(): void;
  close(): void;
}

/** So often in a row it is said that nothing was understood. */
const MOST_UNCLEAR = 2;
/** What each of the people may ask or tell in a minute. */
const MOST_A_MINUTE = 30;

export function createTalk(parts: TalkParts): Talk {
  const {questions, screen, mouth, others: othersOf = () => [], onTrouble = () => {}} = parts;
  const work = workInOrder();
  const limit = perMinute(MOST_A_MINUTE);
  const farewell = farewells(parts.isSomebodyTalking);
  const troubleOf = troubleTold();
  /** Who said goodbye while others stay. */
  const parted = new Set<string>();
  let last: (Told & {turn: string}) | undefined;
  let offered: {turn: string; said: readonly string[]; to: string | undefined} | undefined;
  let unclear = 0;
  let doubted: Doubted | undefined;
  const pace = paceOf(mouth);
  let isClosed = false;
  const silence: Silence = watchSilence({
    isBusy: () => !work.isEmpty() || mouth.isSpeaking() || parts.isSomebodyTalking(),
    prompt: () => void say(PHRASES.stillThere),
    end: () => void leave(PHRASES.silentGoodbye, "silence"),
  });
  let isSilenceEnding = false;
  const telling = startTelling(mouth, silence.begin);
  const {say} = telling;

  const talk: Talk = {
    greet: () => void say(last ? PHRASES.hereAgain : greeting(parts.tables())),
    restore(answered) {
      const shown = answered
        .filter(({turn}) => turn.state !== "aborted")
        .map((stored) => ({stored, caption: captionOf(stored)}));
      screen.restore(shown);
      const newest = shown.at(-1);
      if (newest) remember(newest.stored, newest.caption, {by: undefined, utterance: silent});
    },
    isNothing: (text, confidence) => heardMove(text, confidence).kind === "nothing",
    async hear(said) {
      if (isClosed) return;
      silence.stir();
      const move = said.isTyped
        ? moveOf(said.text, {...situation(), isTyped: true})
        : heardMove(said.text, said.confidence);
      if (ALWAYS.has(move.kind) || isWithin(said.by)) await take(move, said);
    },
    choose(turn, number, by) {
      const chosen = offeredBy(turn)?.[number];
      if (chosen === undefined)
        throw new TabletalkError("not_found", PHRASES.noSuchChoice, "Take one that is on the screen.");
      talk.stir();
      if (limit.take(by.principal.actor) !== "taken")
        throw new TabletalkError("limit_reached", PHRASES.tooMany, "Wait a minute.");
      void ask({text: chosen, by}, {turn, number});
    },
    stop(by) {
      talk.stir();
      farewell.stay();
      telling.drop();
      telling.release();
      mouth.hush();
      if (stopWork(by)) say(PHRASES.stopped);
    },
    again() {
      talk.stir();
      farewell.stay();
      if (telling.release()) return;
      if (!last) return void say(PHRASES.nothingToRepeat);
      mouth.hush();
      last.utterance = say(last.caption, last.by);
    },
    async send(turn, by) {
      talk.stir();
      if (!parts.send) throw new TabletalkError("bad_use", PHRASES.noChannel, "Start the next call there.");
      await parts.send(turn, by);
    },
    async goOn(id) {
      await attend((signal) => questions.follow(id, signal), Date.now());
    },
    state: () => (mouth.isSpeaking() ? "speaking" : work.isEmpty() ? "listening" : "working"),
    trouble(what, error) {
      const told = isClosed ? undefined : troubleOf(what, error);
      if (!told) return;
      screen.tell(told);
      if (what === "listen") telling.deliver({caption: failure(told), by: undefined});
    },
    stir() {
      silence.stir();
      if (isSilenceEnding) farewell.stay();
      isSilenceEnding = false;
    },
    leave() {
      mouth.hush();
      telling.alone(true);
    },
    comeBack() {
      talk.stir();
      if (!telling.isAlone()) return;
      telling.alone(false);
      telling.release();
    },
    close() {
      isClosed = true;
      telling.close();
      silence.end();
      mouth.hush();
      farewell.stay();
      // What is worked on is finished, and stored where the call's conversation is read.
      work.forget();
    },
  };
  return talk;

  function heardMove(text: string, confidence?: number): Move {
    return moveHeard(text, confidence, situation(), parts.vocabulary());
  }

  function situation(): Situation {
    const isCut = last && telling.isCutLately(last.utterance);
    const state = talk.state();
    return {
      choices: offered?.said ?? [],
      state: state === "listening" && isCut ? "speaking" : state,
      hasAnswer: last !== undefined,
      isHeld: telling.isHeld(),
      doubted,
    };
  }

  async function take(move: Move, said: Said): Promise<void> {
    if (!PASSING.has(move.kind)) {
      farewell.stay();
      parted.delete(said.by.identity);
    }
    if (move.kind !== "nothing" && move.kind !== "unclear") unclear = 0;
    if (move.kind !== "nothing") doubted = move.kind === "unclear" ? move.maybe : undefined;
    switch (move.kind) {
      case "nothing":
        return;
      case "ask":
        return ask({...said, text: move.question});
      case "choose": {
        const chosen = offered?.said[move.number];
        if (!offered || chosen === undefined) return void say(PHRASES.noSuchChoice);
        return ask({...said, text: chosen}, {turn: offered.turn, number: move.number});
      }
      case "again":
        return talk.again();
      case "slower":
      case "faster":
        return paced(move.kind);
      case "send":
        return void say(await sent(said.by));
      case "stop":
        return talk.stop(said.by);
      case "wait":
        telling.hold(last);
        return void say(PHRASES.waiting);
      case "goOn":
        if (!telling.release()) say(work.isEmpty() ? PHRASES.listening : PHRASES.stillWorking);
        return;
      case "goodbye":
        return part(said.by);
      case "courtesy":
        return void say(move.reply);
      case "unclear":
        if (move.maybe) return void say(MEANT[move.maybe]);
        unclear += 1;
        return void say(unclear > MOST_UNCLEAR ? PHRASES.typeInstead : PHRASES.notCaught);
    }
  }

  async function ask(
    {text, by, endedAt}: Pick<Said, "text" | "by" | "endedAt">,
    choice?: {turn: string; number: number},
  ): Promise<void> {
    const {actor} = by.principal;
    farewell.stay();
    parted.delete(by.identity);
    stopWork(by);
    // They go on to something else; what others asked is not theirs to end.
    telling.drop(actor);
    if (telling.isFor(actor) || othersOf(by).length === 0) mouth.hush();
    telling.release();
    if (choice && offered?.turn === choice.turn) offered = undefined;
    const isHeardByOthers = parts.isHeardByOthers();
    await attend(
      (signal) => questions.ask({text, member: by, isHeardByOthers, signal, ...(choice && {choice})}),
      endedAt ?? Date.now(),
      actor,
    );
  }

  /** Waits for an answer and tells it, unless whoever asked has moved on by then. */
  async function attend(
    begin: (signal: AbortSignal) => AsyncGenerator<TurnEvent, StoredAnswer>,
    endedAt: number,
    by?: string,
  ): Promise<void> {
    const own = work.begin(by);
    parts.onWork?.(true);
    const heardAt = Date.now();
    const filler = startFiller((text) => {
      if (work.isFirst(own) && !mouth.isSpeaking() && !telling.isHeld() && !telling.isAlone()) say(text, by);
    }, heardAt - endedAt);
    try {
      const events = begin(own.signal);
      let step = await events.next();
      for (; !step.done; step = await events.next()) filler.hear(step.value);
      filler.end();
      await own.turn;
      if (work.end(own)) await tell(step.value, {endedAt, heardAt}, by);
    } catch (error) {
      if (!(error instanceof TabletalkError)) onTrouble(error);
      await own.turn;
      if (work.end(own)) deliver({caption: failureOf(error), by});
    } finally {
      filler.end();
    }
  }

  async function tell(
    stored: StoredAnswer,
    at: {endedAt: number; heardAt: number},
    by: string | undefined,
  ): Promise<void> {
    const answeredAt = Date.now();
    const {turn} = stored;
    if (turn.state === "aborted") return rest();
    const caption = captionOf(stored);
    const shown = screen.show({stored, caption});
    const told = deliver({turn: turn.id, caption, by});
    remember(stored, caption, told);
    const spokenAt = await told.utterance.started;
    await shown;
    parts.onTiming?.({turn: turn.id, ...at, answeredAt, ...(spokenAt !== undefined && {spokenAt})});
  }

  function remember(
    {turn, answer}: StoredAnswer,
    caption: string,
    told: Pick<Told, "by" | "utterance">,
  ): void {
    last = Object.assign(told, {turn: turn.id, caption});
    if (answer && answer.choices.length > 0)
      offered = {turn: turn.id, said: spokenChoices(answer), to: told.by};
    // What another was offered is still theirs to choose.
    else if (offered?.to === told.by) offered = undefined;
  }

  function deliver(what: Omit<Told, "utterance">): Told {
    const told = telling.deliver(what);
    if (told.utterance === silent) rest();
    return told;
  }

  /** One of several goes alone; the last one ends the call. */
  async function part(by: CallMember): Promise<void> {
    const stay = othersOf(by).filter((identity) => !parted.has(identity));
    if (stay.length === 0) return leave(PHRASES.goodbye, "goodbye");
    parted.add(by.identity);
    say(goodbyeTo(by.name), by.principal.actor);
  }

  function isWithin(by: CallMember): boolean {
    const counted = limit.take(by.principal.actor);
    if (counted === "first") say(PHRASES.tooMany, by.principal.actor);
    return counted === "taken";
  }

  function offeredBy(turn: string): readonly string[] | undefined {
    return offered?.turn === turn
      ? offered.said
      : screen
          .results()
          .find((one) => one.turn === turn)
          ?.choices.map(({said}) => said);
  }

  /** Ends what is worked on for one of the people: all of it where nobody else is there. @returns whether there was some */
  function stopWork(by: CallMember): boolean {
    const isOnly = othersOf(by).length === 0;
    const stopped = work.stop((one) => isOnly || one.by === undefined || one.by === by.principal.actor);
    if (stopped) rest();
    return stopped;
  }

  function rest(): void {
    if (work.isEmpty()) parts.onWork?.(false);
  }

  function paced(kind: "slower" | "faster"): void {
    pace(kind);
    if (last) talk.again();
    else say(PHRASES[kind]);
  }

  async function sent(by: CallMember): Promise<string> {
    if (!parts.send) return PHRASES.noChannel;
    if (!last) return PHRASES.nothingToSend;
    try {
      return (await parts.send(last.turn, by)) ? PHRASES.sent : PHRASES.sentBefore;
    } catch (error) {
      if (!(error instanceof TabletalkError)) onTrouble(error);
      return failureOf(error);
    }
  }

  async function leave(words: string, why: "goodbye" | "silence"): Promise<void> {
    isSilenceEnding = why === "silence";
    mouth.hush();
    if (work.stop()) rest();
    const hangUp = () => isClosed || parts.hangUp(why);
    await farewell.begin(() => say(words), hangUp);
  }
}

/** Moves that change nothing: a goodbye that is being said goes on. */
const PASSING: ReadonlySet<Move["kind"]> = new Set(["nothing", "unclear", "courtesy", "goodbye"]);
/** Nobody is kept from these. */
const ALWAYS: ReadonlySet<Move["kind"]> = new Set(["nothing", "stop", "wait", "goOn", "goodbye"]);
