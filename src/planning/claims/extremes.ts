import {
  type Extreme,
  isLocal,
  isPerPart,
  mostChanged,
  namedExtreme,
  otherEnd,
  steepestChange,
} from "./extreme_kinds.ts";
import {isExtreme} from "./extreme_rows.ts";
import type {Fault} from "./fault.ts";
import {perExtreme} from "./per_amounts.ts";
import {type End, rankFaults, rankOf} from "./ranks.ts";
import {
  isReversed,
  isSuperlative,
  LEADS,
  LEAST,
  LESS,
  MORE,
  MOST,
  ORDINALS,
  PEAKS,
  placedWord,
  TRAILS,
  TROUGHS,
} from "./relation_words.ts";
import {amountOf, type Entity, entitiesIn, measuresFor, partAt, type Scene, wholeOf} from "./scene.ts";
import type {ColumnView, TableView} from "./table_view.ts";
import type {Token} from "./tokens.ts";
import {isAkin, isSynonym} from "./vocabulary.ts";

/** Columns of which less is better. */
export const UNWELCOME =
  /cost|delay|error|loss|missing|churn|complaint|defect|death|crime|time|duration|wait|rank|price|late|cancel|refund|return|accident|strike|injur|unemploy|pollution|bounce|debt|age|days?$/i;
const HAVING = new Set(
  "has have had having is was are were be with saw sees shows show showed posted posts recorded records recording reached reaches hit hits gets got takes took earns earned remains remained stands stood being brings brought makes made holds held boasts sets set as marks marked registers registered enjoys enjoyed by far recording's".split(
    " ",
  ),
);

/** Claims of the most and the least, of who leads and who trails, and of the order in a list, that the cells contradict. */
export function extremeFaults(scene: Scene): Fault[] {
  const found = extremesIn(scene);
  const faults = found.flatMap((extreme) => {
    const fault = judge(scene, extreme);
    return fault ? [fault] : [];
  });
  const leader = found.find((extreme) => extreme.end !== "either" && subjectOf(scene, extreme));
  return [...faults, ...rankFaults(scene, leader)];
}

function extremesIn({tokens}: Scene): Extreme[] {
  return tokens.flatMap((token, at): Extreme[] => {
    if (token.kind !== "word") return [];
    const found = extremeOf(tokens, at);
    return found ? [{at, ...found}] : [];
  });
}

function extremeOf(tokens: readonly Token[], at: number): Omit<Extreme, "at"> | undefined {
  const placed = placedWord(tokens[at]!.word);
  if (placed)
    return {
      end: LEAST.has(placed.word) ? "least" : MOST.has(placed.word) ? "most" : "either",
      side: "beside",
      place: placed.place,
    };
  const word = tokens[at]!.word;
  // "faster than any other", "more than all others"
  if (
    /^than (?:any|all) (?:of the )?others?\b/.test(
      tokens
        .slice(at + 1, at + 6)
        .map((token) => token.word)
        .join(" "),
    )
  ) {
    if (MORE.has(word) || LESS.has(word)) return {end: MORE.has(word) ? "most" : "least", side: "before"};
  }
  const before = tokens[at - 1]?.word ?? "";
  const next = tokens[at + 1]?.word ?? "";
  if (/^(?:from|to)$/.test(before) && tokens.some((token) => token.text === ":")) return undefined;
  if (/^(?:max|min)$/.test(word) && /\d$/.test(tokens[at - 1]?.text ?? "")) return undefined;
  if (
    /^(?:maximum|minimum|max|min|highest|lowest|peak|top)$/.test(word) &&
    /^(?:average|mean|median|total|daily|monthly)$/.test(before)
  )
    return undefined;
  if (word === "most" || word === "least") {
    if (
      before === "at" ||
      (/^(?:recent|recently|likely|common|of)$/.test(next) &&
        !(next === "of" && tokens[at + 2]?.word === "all"))
    )
      return undefined;
    if (next === "of" && tokens[at + 2]?.word !== "all") return undefined;
    const end = word;
    if (
      next === "of" &&
      tokens.slice(0, at).some((token) => /^(?:negative|loss|losses|unprofitable)$/.test(token.word))
    )
      return {end: "either", side: "beside"};
    const isMinor = tokens[at + 1]?.kind === "word" && LEAST.has(next);
    return {end: isMinor ? (end === "most" ? "least" : "most") : end, side: "beside"};
  }
  if (word === "top" || word === "bottom") {
    if (/^(?:at|on)$/.test(before) || (before === "the" && /^(?:at|on)$/.test(tokens[at - 2]?.word ?? "")))
      return {
        end: word === "top" ? "most" : "least",
        side: next === ":" || next === "," || next === "is" ? "after" : "before",
      };
    if (tokens[at + 1]?.kind === "number" || next in ORDINALS) return undefined;
    return /^(?:the|is|was|'s|its)$/.test(before) || at === 0
      ? {end: word === "top" ? "most" : "least", side: "beside"}
      : undefined;
  }
  if (LEADS.has(word)) {
    if (word === "led" && next === "to") return undefined;
    if (/^(?:lead|leads|led|won|wins)$/.test(word) && /^(?:of|a|an|its)$/.test(before)) return undefined;
    if (/^(?:lead)$/.test(word) && /^(?:the|is|its|narrow|clear|big|small|wide)$/.test(before))
      return undefined;
    return {end: "most", side: "before"};
  }
  if (TRAILS.has(word))
    return tokens[at + 1]?.kind === "row" || (next === "behind" && tokens[at + 2]?.kind === "row")
      ? undefined
      : {end: "least", side: "before"};
  if (word === "bottomed") return {end: "least", side: "after"};
  if (PEAKS.has(word) && !(word === "high" && !/^(?:a|its|the|their)$/.test(before)))
    return word === "high" &&
      /^(?:school|season|level|levels|share|price|prices|street|speed|number|end|correlation)$/.test(next)
      ? undefined
      : {end: "most", side: "after"};
  if (TROUGHS.has(word) && !(word === "low" && !/^(?:a|its|the|their)$/.test(before)))
    return word === "low" && /^(?:season|level|levels|share|price|prices|income|cost|end)$/.test(next)
      ? undefined
      : {end: "least", side: "after"};
  if (word === "first" || word === "last") {
    const verb = /^(?:ranks?|ranked|comes?|came|places?|placed|finish(?:es|ed)?|is|was|stands?)$/.test(
      before,
    );
    if (before === "in" && next === "place")
      return {end: word === "first" ? "most" : "least", side: "before"};
    return verb && !/^(?:month|year|week|quarter|day|date|time|full|of|to|in(?!))/.test(next)
      ? {end: word === "first" ? "most" : "least", side: "before"}
      : undefined;
  }
  if (word === "one" && before === "number") return {end: "most", side: "before"};
  if (MOST.has(word)) return {end: word === "best" ? "most" : "most", side: "beside"};
  if (LEAST.has(word)) return {end: "least", side: "beside"};
  return isSuperlative(word) ? {end: "either", side: "beside"} : undefined;
}

function judge(scene: Scene, extreme: Extreme): Fault | undefined {
  const token = scene.tokens[extreme.at]!;
  const subject = subjectOf(scene, extreme);
  const part = partAt(scene, extreme.at);
  if (isColumnWord(scene, extreme.at)) return undefined;
  const by =
    subject &&
    perExtreme(scene, extreme.at, extreme.end === "either" ? ["most", "least"] : [extreme.end], subject);
  if (by !== undefined)
    return by ? undefined : {token, why: `${subject!.token.text} is not the ${token.word} by that`};
  if (
    /\bper \p{L}/iu.test(scene.text.slice(scene.tokens[part.from]!.start, token.end)) ||
    isPerPart(scene, part)
  )
    return undefined;
  const ends: End[] = extreme.end === "either" ? ["most", "least"] : [extreme.end];
  const changed =
    subject && /^(?:most|least|more|less|faster|slower)$/.test(token.word)
      ? mostChanged(scene, extreme, subject)
      : undefined;
  if (changed !== undefined)
    return changed ? undefined : {token, why: `${subject!.token.text} did not change the ${token.word}`};
  const named = namedExtreme(scene, extreme, part);
  if (named !== undefined) return named ? undefined : {token, why: "its number is of the other extreme"};
  const steepest = subject ? steepestChange(scene, extreme, subject) : undefined;
  if (steepest !== undefined)
    return steepest ? undefined : {token, why: `${subject!.token.text} did not change so`};
  if (!subject) return withoutSubject(scene, extreme, token, ends);
  const {view} = subject;
  const columns = new Set([
    ...measuresFor(scene, view, part, subject),
    ...shownColumns(scene, view, part, subject),
  ]);
  const before = scene.tokens[extreme.at - 1];
  const place =
    extreme.place ??
    ORDINALS[before?.word ?? ""] ??
    (before?.number?.kind === "ordinal" ? before.number.value : 1);
  const isLoss =
    /^(?:loss|losses|loss-makers?|losers?|losing|loss-making|deficits?|drop|fall|decline|decrease)$/.test(
      scene.tokens[extreme.at + 1]?.word ?? "",
    );
  const holds = [...columns].some((column) => {
    if (place > 1 && isLoss)
      return rankOf(subject, column, "least") === place && (amountOf(subject, column) ?? 0) < 0;
    if (place > 1) return ends.some((end) => rankOf(subject, column, end) === place);
    if (isLoss && !column.words.some((word) => /^(?:loss|drop|fall|decline|decrease)/.test(word)))
      return isExtreme(scene, subject, column, "least") && (amountOf(subject, column) ?? 0) < 0;
    const either =
      /^(?:best|worst|poorest|weakest|strongest)$/.test(token.word) && UNWELCOME.test(column.name);
    const flipped = isReversed(token.word, column) ? ends.map(otherEnd) : ends;
    if (isLocal(scene, extreme, subject, column)) return true;
    return (either ? (["most", "least"] as const) : flipped).some((end) =>
      isExtreme(scene, subject, column, end),
    );
  });
  if (!holds) return {token, why: `the cells have ${subject.token.text} not as the ${token.word}`};
  return undefined;
}

/** "a maximum of 35.6 °C" where a column is called so. */
function isColumnWord({tokens, views}: Scene, at: number): boolean {
  const {word} = tokens[at]!;
  const before = tokens[at - 1]?.word ?? "";
  if (
    /^(?:its|their|whose|own|'s)$/.test(before) &&
    views.some((view) => view.measures.some(({words}) => words.includes(word)))
  )
    return true;
  const isName = views.some((view) =>
    view.measures.some(({words}) => words.includes(word) && words.some((part) => isAkin(part, before))),
  );
  if (isName) return true;
  const isPeakColumn = views.some((view) =>
    view.measures.some(({words}) => words.some((part) => isSynonym(part, word))),
  );
  if (/^(?:peaks?)$/.test(word) && isPeakColumn) return true;
  if (before === "the" || !/^(?:max\w*|min\w*|peak|high|low|top)$/.test(word)) return false;
  return views.some(
    (view) =>
      view.measures.length > 1 &&
      view.measures.some((column) => column.words.some((part) => part === word || isSynonym(part, word))),
  );
}

/** The measures of the numbers that stand in a part or right after it, for the entity's rows. */
function shownColumns(
  scene: Scene,
  view: TableView,
  part: {from: number; to: number},
  entity: Entity,
): ColumnView[] {
  const cells = scene.tokens
    .slice(part.from, part.to + 2)
    .flatMap((token) => (token.number ? (scene.bound.get(token.number)?.cells ?? []) : []));
  return view.measures.filter((column) =>
    cells.some((cell) => cell.step === view.step && cell.column === column.name && entity.rows.has(cell.row)),
  );
}

function subjectOf(scene: Scene, {at, side}: Extreme): Entity | undefined {
  const part = partAt(scene, at);
  const here = entitiesIn(scene, part);
  const left = here.findLast((entity) => entity.at < at);
  const right = here.find((entity) => entity.at > at);
  const chosen =
    side === "before"
      ? (left ?? right)
      : side === "after"
        ? (right ?? left)
        : besideOf(scene, at, left, right);
  if (chosen) return chosen;
  // "..., the highest of all", "which is the lowest": what the sentence named before.
  const all = entitiesIn(scene, wholeOf(scene));
  const joined = all.find((entity) => entity.at > part.to && entity.at <= part.to + 4);
  if (scene.tokens[part.to]?.word === "with" && joined && side === "beside") return joined;
  const open = all.filter((entity) => entity.at < part.from);
  const isRelative =
    /^(?:which|who|that|making|the|its|their|it|with|ranking|and|a|while|whereas|but|yet|though|although)$/.test(
      scene.tokens[part.from]?.word ?? "",
    );
  if (open.length > 0 && (isRelative || side === "before"))
    return hasOwnNumber(scene, part) ? undefined : open.at(-1);
  // "The highest was, at 42, East": the next part.
  const next = all.find((entity) => entity.at >= part.to);
  return next && !hasOwnNumber(scene, part) ? next : undefined;
}

function besideOf(
  scene: Scene,
  at: number,
  left: Entity | undefined,
  right: Entity | undefined,
): Entity | undefined {
  if (!left || !right) return left ?? right;
  const between = scene.tokens.slice(left.at + 1, at);
  const isLinked =
    between.every((token) => token.word === "the" || token.kind === "sign") ||
    between.some((token) => HAVING.has(token.word));
  const isSetting =
    /^(?:in|of|for|among|between|during|over|across|from|to|by)$/.test(
      scene.tokens[left.at - 1]?.word ?? "",
    ) &&
    !between.some(
      (token) => token.word === "has" || token.word === "had" || token.word === "is" || token.word === "was",
    );
  return isLinked && !isSetting ? left : right;
}

function hasOwnNumber(scene: Scene, part: {from: number; to: number}): boolean {
  return scene.tokens
    .slice(part.from, part.to)
    .some(
      (token) =>
        token.number &&
        (scene.bound.get(token.number)?.cells.length ?? 0) > 0 &&
        token.number.kind !== "ordinal",
    );
}

/** No row is named: the number itself must be the extreme; several at once ("the three hottest days") follow the query's order. */
function withoutSubject(
  scene: Scene,
  extreme: Extreme,
  token: Token,
  ends: readonly End[],
): Fault | undefined {
  const part = partAt(scene, extreme.at);
  if (scene.text.slice(scene.tokens.at(-1)!.start).startsWith(":")) return undefined;
  const ordered = orderedFault(scene, extreme, token, ends);
  if (ordered !== undefined) return ordered === "fits" ? undefined : ordered;
  const cells = scene.tokens
    .slice(part.from, part.to)
    .flatMap((one) => (one.number ? (scene.bound.get(one.number)?.cells ?? []) : []));
  let judged = false;
  for (const cell of cells) {
    const view = scene.views.find((one) => one.step === cell.step);
    const column = view?.measures.find((one) => one.name === cell.column);
    if (!view || !column) continue;
    if (view.rows === 1) return undefined;
    judged = true;
    const entity: Entity = {at: 0, token, view, rows: new Set([cell.row]), isAgainst: false};
    if (ends.some((end) => isExtreme(scene, entity, column, end))) return undefined;
  }
  if (judged) return {token, why: "the number is not the extreme of its column"};
  if (scene.views.every((view) => view.rows < 2 || view.measures.length === 0)) return undefined;
  if (cells.length > 0 || scene.views.some((view) => view.artifact.kind !== "table")) return undefined;
  return {token, why: "it is not said of anything that the cells name"};
}

/** "the three hottest days", where the query took so many from one end. */
function orderedFault(
  scene: Scene,
  extreme: Extreme,
  token: Token,
  ends: readonly End[],
): Fault | "fits" | undefined {
  const before = scene.tokens[extreme.at - 1];
  if (before?.kind !== "number" || before.number!.kind === "ordinal") return undefined;
  for (const view of scene.views) {
    const direction = directionOf(view);
    if (!direction) continue;
    return ends.includes(direction) ? "fits" : {token, why: "the rows were taken from the other end"};
  }
  return undefined;
}

/** Which end of an order the rows of a limited query come from. */
function directionOf(view: TableView): End | undefined {
  const sql = view.artifact.provenance.sql.at(-1) ?? "";
  const match = /order\s+by\s+([^)]*?)\s+limit\s+\d+/i.exec(sql);
  if (!match) return undefined;
  return /\bdesc\b/i.test(match[1]!.split(",")[0]!) ? "most" : "least";
}
