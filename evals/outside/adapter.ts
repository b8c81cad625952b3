import type {Answer} from "../../src/channels/channel.ts";

/** What a suite asks: some files, and what is said about them in one conversation. The reply to the last turn counts. */
export interface Case {
  /** As the suite names it; a number stays a number where it is written. */
  id: string | number;
  /** Absolute paths of the files it is about. */
  files: readonly string[];
  /** What is said, in order. */
  turns: readonly string[];
  level?: string;
  /** What it is about, for the table by concept. */
  concepts: readonly string[];
  /** False where the suite itself could not confirm its label: counted apart. */
  sound?: boolean;
  /** Wordings of one thing share a group: the score is then also a mean over groups. */
  group?: string;
  /** What the files must hold, by the hash of their content; otherwise it is another question. */
  hashes?: readonly string[];
  /** Choices are each taken, to see where they lead. */
  follow?: boolean;
}

/** What became of a case's last turn. */
export interface Asked {
  /** `asked`: choices were offered, which counts as declined. */
  state: "answered" | "declined" | "asked" | "error";
  /** Absent where the turn failed. */
  answer?: Answer;
  /** What each of the choices leads to, where it asked and the case has them followed. */
  options?: readonly Answer[];
  error?: string;
  /** Milliseconds of the last turn. */
  ms: number;
  /** What the models of the last turn used; absent offline. */
  usage?: {tokens: number; calls: number; dollars?: number};
}

/** One line of the replies file. */
export interface ReplyLine {
  id: string | number;
  declined: boolean;
}

export interface Judgement {
  verdict: "right" | "wrong" | "declined" | "error";
  /** What is missing or other, in a few words; empty where it is right. */
  why: string;
  /** Further scores from 0 to 1, by name: a tolerant rule, the share of values found. */
  scores?: Readonly<Record<string, number>>;
}

/**
 * A question set that others made, read by path. `reply` makes the line that the set's own judge reads; `judge` gives our
 * score of that line, from the line alone, so that a replies file can be judged again.
 */
export interface OutsideSet<One extends Case, Line extends ReplyLine> {
  name: string;
  /** @throws TabletalkError bad_use where the folder is not laid out as this set is */
  read(folder: string): One[];
  reply(one: One, asked: Asked): Line;
  judge(one: One, line: Line): Judgement;
}

/** A suite as the runner takes it: each case knows how its reply is written and judged. */
export interface Suite {
  name: string;
  cases: readonly SuiteCase[];
}

export interface SuiteCase extends Case {
  finish(asked: Asked): {line: ReplyLine; judgement: Judgement};
}

/** Binds a set to a folder. */
export function suiteOf<One extends Case, Line extends ReplyLine>(
  set: OutsideSet<One, Line>,
  folder: string,
): Suite {
  const cases = set.read(folder).map((one): SuiteCase => {
    const finish = (asked: Asked) => {
      const line = set.reply(one, asked);
      return {line, judgement: set.judge(one, line)};
    };
    const {id, files, turns, level, concepts, sound, group} = one;
    return {
      id,
      files,
      turns,
      concepts,
      ...(level !== undefined && {level}),
      ...(sound !== undefined && {sound}),
      ...(group !== undefined && {group}),
      finish,
    };
  });
  return {name: set.name, cases};
}
