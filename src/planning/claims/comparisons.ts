import {boundOf} from "./conditions.ts";
import {UNWELCOME} from "./extremes.ts";
import type {Fault} from "./fault.ts";
import {meanOf, medianOf} from "./quantities.ts";
import {FRACTIONS, isReversed, LESS, MORE, MULTIPLYING, WITHOUT_THAN} from "./relation_words.ts";
import {
  amountOf,
  type Entity,
  entitiesIn,
  measuresFor,
  partAt,
  type Scene,
  saidFor,
  shownBeside,
  wholeOf,
} from "./scene.ts";
import type {ColumnView} from "./table_view.ts";
import type {Token} from "./tokens.ts";

/** Comparisons of one row with another, with the average or with a number that the cells contradict. */
export function comparisonFaults(scene: Scene, counted: ReadonlySet<Token>): Fault[] {
  return scene.tokens.flatMap((token, at) => {
    if (token.kind !== "word") return [];
    const way = wayOf(scene.tokens, at);
    if (!way) return [];
    if (isOfCount(scene, at, counted)) return [];
    const fault = judge(scene, token, at, way);
    return fault ? [fault] : [];
  });
}

function wayOf(tokens: readonly Token[], at: number): "more" | "less" | "equal" | undefined {
  const {word} = tokens[at]!;
  const isNegated = tokens
    .slice(Math.max(0, at - 2), at)
    .some((token) => /^(?:not|no|never|isn't|wasn't)$/.test(token.word));
  if (isNegated) return undefined;
  if (/^(?:same|equal|equals|identical|tied|ties)$/.test(word) && tokens[at - 1]?.kind !== "row")
    return "equal";
  if (word === "over" && !tokens.slice(at + 1, at + 3).some((token) => token.kind === "row"))
    return undefined;
  if (word === "over" && /^(?:the|all)$/.test(tokens[at + 1]?.word ?? "")) return undefined;
  if (word === "under" && tokens[at + 1]?.kind === "word" && tokens[at + 1]?.word !== "the") return undefined;
  if (word === "above" && /^(?:all|and)$/.test(tokens[at + 1]?.word ?? "")) return undefined;
  const isMore = MORE.has(word);
  const isLess = LESS.has(word);
  if (isMore || isLess) return isMore ? "more" : "less";
  return undefined;
}

/** "3 of the 17 are above the average": judged as a count. */
function isOfCount(scene: Scene, at: number, counted: ReadonlySet<Token>): boolean {
  const part = partAt(scene, at);
  return scene.tokens.slice(part.from, at).some((token) => counted.has(token));
}

function judge(scene: Scene, token: Token, at: number, way: "more" | "less" | "equal"): Fault | undefined {
  const {tokens} = scene;
  const needsThan = way !== "equal" && !WITHOUT_THAN.has(token.word);
  const thanAt = tokens.findIndex((one, index) => index > at && index <= at + 12 && one.word === "than");
  if (needsThan && thanAt < 0) return withoutThan(scene, token, at, way);
  const from = needsThan ? thanAt : at;
  const isMultiple = tokens
    .slice(from + 1, from + 4)
    .some(
      (one, place, all) =>
        one.word in MULTIPLYING || one.word in FRACTIONS || (one.number && all[place + 1]?.word === "times"),
    );
  if (isMultiple) return undefined;
  const after = tokens.slice(from + 1, from + 7);
  const limit = averageIn(after);
  const object = objectOf(scene, from);
  const subject = subjectOf(scene, needsThan ? thanAt : at, object);
  if (limit) return againstAmount(scene, token, at, way, subject, (column) => limit(column));
  const number = after.findIndex((one) => one.number && !["date", "ordinal"].includes(one.number.kind));
  const base = object;
  if (
    number >= 0 &&
    (!base || from + 1 + number < base.at) &&
    !/^(?:of|in|for)$/.test(tokens[from + 2 + number]?.word ?? "")
  )
    if (!base || !/^(?:from|in|of|for)$/.test(tokens[base.at - 1]?.word ?? "")) {
      const bound = after[number]!;
      if (scene.bound.get(bound.number!)?.cells.length && base === undefined) return undefined;
      return againstAmount(scene, token, at, way, subject, (column) => boundOf(bound, column));
    }
  if (isTogether(scene, from)) return undefined;
  if (!subject || !object) return undecided(scene, token, at, object);
  if (subject.view !== object.view) return undefined;
  const [mine, theirs] = [shownBeside(scene, subject), shownBeside(scene, object)];
  if (mine && theirs && mine.how === theirs.how)
    return holds(mine.value, theirs.value, way) ? undefined : {token, why: "its own numbers say otherwise"};
  const [said, other] = [saidFor(scene, subject), saidFor(scene, object)];
  if (said !== undefined && other !== undefined && subject.rows.size === 1)
    return holds(said, other, way) ? undefined : {token, why: "its own numbers say otherwise"};
  const pairwise = rowByRow(scene, token, at, way, subject, object);
  if (pairwise !== undefined) return pairwise ? undefined : {token, why: "not in every one of them"};
  const verdicts = measuresFor(scene, subject.view, partAt(scene, at), undefined).flatMap((column) => {
    const [one, two] = [amountOf(subject, column), amountOf(object, column)];
    return one === undefined || two === undefined ? [] : [holds(one, two, wayFor(token, column, way))];
  });
  if (verdicts.length === 0) return undefined;
  return verdicts.includes(true)
    ? undefined
    : {
        token,
        why: `${subject.token.text} is not ${way === "equal" ? "equal to" : `${way} than`} ${object.token.text}`,
      };
}

/** "0.5 points less", after two rows: the first against the second. */
function withoutThan(
  scene: Scene,
  token: Token,
  at: number,
  way: "more" | "less" | "equal",
): Fault | undefined {
  const isPlainly = /^(?:at|by|with|in|,|:|\.|\(|;|and|overall|$)$/.test(scene.tokens[at + 1]?.text ?? "");
  const isSetAgainst =
    isPlainly &&
    scene.tokens.some((one) => /^(?:compared|relative|versus|vs|against|contrast)$/.test(one.word));
  if (
    !isSetAgainst &&
    scene.tokens[at - 1]?.kind !== "number" &&
    scene.tokens[at - 2]?.kind !== "number" &&
    scene.tokens[at - 3]?.kind !== "number"
  )
    return undefined;
  if (!isSetAgainst && scene.tokens.slice(at + 1, at + 3).some((token) => token.kind === "number"))
    return undefined;
  if (/^(?:than|of)$/.test(scene.tokens[at + 1]?.word ?? "")) return undefined;
  const before = scene.entities.filter(
    (entity) => (entity.at < at || isSetAgainst) && entity.rows.size === 1,
  );
  if (isSetAgainst && before.length !== 2) return undefined;
  const marked = before.filter((entity) => entity.isAgainst);
  const [subject, object] =
    marked.length === 1 ? [before.find((entity) => !entity.isAgainst), marked[0]] : [undefined, undefined];
  if (!subject || !object || subject.view !== object.view) return undefined;
  const [said, other] = [saidFor(scene, subject), saidFor(scene, object)];
  if (said !== undefined && other !== undefined)
    return holds(said, other, way) ? undefined : {token, why: "its own numbers say otherwise"};
  const verdicts = measuresFor(scene, subject.view, partAt(scene, at)).flatMap((column) => {
    const [one, two] = [amountOf(subject, column), amountOf(object, column)];
    return one === undefined || two === undefined ? [] : [holds(one, two, wayFor(token, column, way))];
  });
  return verdicts.length === 0 || verdicts.includes(true)
    ? undefined
    : {token, why: `${subject.token.text} is not ${way}`};
}

function wayFor(token: Token, column: ColumnView, way: "more" | "less" | "equal"): "more" | "less" | "equal" {
  if (/^(?:better|worse)$/.test(token.word) && way !== "equal" && UNWELCOME.test(column.name))
    return way === "more" ? "less" : "more";
  if (way === "equal" || !isReversed(token.word, column)) return way;
  return way === "more" ? "less" : "more";
}

function holds(one: number, other: number, way: "more" | "less" | "equal"): boolean {
  if (way === "equal")
    return one === other || Math.abs(one - other) <= 1e-3 * Math.max(Math.abs(one), Math.abs(other));
  return way === "more" ? one > other : one < other;
}

function averageIn(after: readonly Token[]): ((column: ColumnView) => number) | undefined {
  const at = after.findIndex((token) => /^(?:average|mean|median)$/.test(token.word));
  if (at < 0 || after.slice(0, at).some((token) => token.kind === "row" || token.kind === "number"))
    return undefined;
  if (
    after
      .slice(at + 1, at + 3)
      .some(
        (token) =>
          token.word !== "of" &&
          token.kind === "word" &&
          !/^(?:for|in|by|over|across|and|with|is|was)$/.test(token.word),
      )
  ) {
    // "higher than the average price of East" compares rows.
    if (after.some((token) => token.kind === "row")) return undefined;
  }
  const of = after[at]!.word === "median" ? medianOf : meanOf;
  return (column) => of(column.numbers.filter((value) => value !== undefined));
}

/** "in every species males are longer than females": row against row where the other keys are the same. */
function rowByRow(
  scene: Scene,
  token: Token,
  at: number,
  way: "more" | "less" | "equal",
  subject: Entity,
  object: Entity,
): boolean | undefined {
  if (subject.rows.size < 2 || subject.rows.size !== object.rows.size) return undefined;
  if (!/\b(?:every|each|all|both)\b/i.test(scene.text)) return undefined;
  const {view} = subject;
  const column = subject.token.mention?.column;
  const cells = view.artifact.table.rows;
  const others = view.keys.filter((key) => key.name !== column);
  const pairs = [...subject.rows].flatMap((row) =>
    [...object.rows].flatMap((other) =>
      others.every((key) => cells[row]![key.at] === cells[other]![key.at]) ? [[row, other] as const] : [],
    ),
  );
  if (pairs.length === 0) return undefined;
  return measuresFor(scene, view, partAt(scene, at)).some((measure) =>
    pairs.every(([row, other]) => {
      const [one, two] = [measure.numbers[row], measure.numbers[other]];
      return one !== undefined && two !== undefined && holds(one, two, wayFor(token, measure, way));
    }),
  );
}

/** "more than East and West put together": no row stands for that. */
function isTogether({tokens}: Scene, from: number): boolean {
  return tokens.slice(from, from + 24).some((token) => /^(?:combined|together|jointly)$/.test(token.word));
}

function subjectOf(scene: Scene, at: number, object?: Entity): Entity | undefined {
  const isAlike = (entity: Entity) =>
    !object || entity.token.mention?.column === object.token.mention?.column;
  const all = scene.entities.filter((entity) => entity.at < at);
  const before = all.some(isAlike) ? all.filter(isAlike) : all;
  const here = entitiesIn(scene, partAt(scene, at)).filter(
    (entity) => before.includes(entity) && !entity.isAgainst,
  );
  const open = before.filter((entity) => !entity.isAgainst);
  return here.at(-1) ?? open.at(-1) ?? before.at(-1) ?? scene.carried[0];
}

function objectOf(scene: Scene, from: number): Entity | undefined {
  const next = scene.entities.find((entity) => entity.at > from);
  if (!next || next.at - from > 9) return undefined;
  const isCut = scene.tokens.slice(from + 1, next.at).some((token) => /^[;:]$/.test(token.text));
  return isCut ? undefined : next;
}

function againstAmount(
  scene: Scene,
  token: Token,
  at: number,
  way: "more" | "less" | "equal",
  subject: Entity | undefined,
  amount: (column: ColumnView) => number,
): Fault | undefined {
  if (subject?.rows.size !== 1) return undefined;
  const verdicts = measuresFor(scene, subject.view, partAt(scene, at), subject).flatMap((column) => {
    const value = amountOf(subject, column);
    return value === undefined ? [] : [holds(value, amount(column), wayFor(token, column, way))];
  });
  return verdicts.length === 0 || verdicts.includes(true)
    ? undefined
    : {token, why: `${subject.token.text} is not ${way} than that`};
}

/** A comparison with something that the cells do not name. */
function undecided(scene: Scene, token: Token, at: number, object: Entity | undefined): Fault | undefined {
  const {tokens} = scene;
  if (
    scene.views.some((view) => view.artifact.kind !== "table") ||
    scene.views.every((view) => view.rows < 2)
  )
    return undefined;
  const next = tokens.slice(at + 1, at + 8);
  const isBare =
    next.some(
      (one) => one.number || one.word in MULTIPLYING || one.word in FRACTIONS || /fold$/.test(one.word),
    ) ||
    next.some((one) =>
      /^(?:that|this|those|others?|rest|it|half|third|quarter|twice|double|one|all|any|before|expected|usual|zero|none|ever|previous|prior|average|other|year|month|quarter|week|day)$/.test(
        one.word,
      ),
    );
  if (object || isBare) return undefined;
  const stated = entitiesIn(scene, wholeOf(scene));
  return stated.length > 0 && next.some((one) => one.word === "than")
    ? {token, why: "it is compared with nothing that the cells name"}
    : undefined;
}
