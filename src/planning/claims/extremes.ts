import type {Fault} from "./fault.ts";
import {isSuperlative, LEADS, LEAST, MOST, ORDINALS, PEAKS, TRAILS, TROUGHS} from "./relation_words.ts";
import {rowsUpTo} from "./row_sets.ts";
import {
  amountOf,
  type Entity,
  entitiesIn,
  entityRows,
  measuresFor,
  partAt,
  type Scene,
  wholeOf,
} from "./scene.ts";
import type {ColumnView, TableView} from "./table_view.ts";
import type {Token} from "./tokens.ts";

type End = "most" | "least" | "either";
/** Where the thing that has the extreme stands: before the word, after it, or as an adjective may. */
type Side = "before" | "after" | "beside";

interface Extreme {
  at: number;
  end: End;
  side: Side;
}

/** Columns of which less is better. */
const UNWELCOME =
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
  return [...faults, ...rankFaults(scene, found)];
}

function extremesIn({tokens}: Scene): Extreme[] {
  return tokens.flatMap((token, at): Extreme[] => {
    if (token.kind !== "word") return [];
    const found = extremeOf(tokens, at);
    return found ? [{at, ...found}] : [];
  });
}

function extremeOf(tokens: readonly Token[], at: number): Omit<Extreme, "at"> | undefined {
  const word = tokens[at]!.word;
  const before = tokens[at - 1]?.word ?? "";
  const next = tokens[at + 1]?.word ?? "";
  if (/^(?:max|min)$/.test(word) && tokens[at - 1]?.kind === "number") return undefined;
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
  const ends: End[] = extreme.end === "either" ? ["most", "least"] : [extreme.end];
  if (!subject) return withoutSubject(scene, extreme, token, ends);
  const {view} = subject;
  const columns = measuresFor(scene, view, part, subject);
  const holds = columns.some((column) => {
    const either =
      /^(?:best|worst|poorest|weakest|strongest)$/.test(token.word) && UNWELCOME.test(column.name);
    return (either ? (["most", "least"] as const) : ends).some((end) =>
      isExtreme(scene, subject, column, end),
    );
  });
  if (!holds) return {token, why: `the cells have ${subject.token.text} not as the ${token.word}`};
  return undefined;
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
  const open = all.filter((entity) => entity.at < part.from);
  const isRelative = /^(?:which|who|that|making|the|its|their|it|with|ranking|and|a|while|whereas)$/.test(
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

/** Whether an entity's row has the extreme of a column, among all rows or among those that share its other keys. */
export function isExtreme(scene: Scene, entity: Entity, column: ColumnView, end: End): boolean {
  const {view} = entity;
  if (!view.whole && !isFromEnd(view, end, column)) return false;
  const everyRow = rowsUpTo(view.rows);
  const named = new Set(
    [...everyRow].filter((row) =>
      view.keys.every(
        (key) =>
          view.artifact.table.rows[row]![key.at] !== null && view.artifact.table.rows[row]![key.at] !== "",
      ),
    ),
  );
  const domains = [everyRow, named, entityRows(scene, view)];
  for (const other of scene.entities)
    if (other.view === view && other.rows.size > 1) domains.push(new Set(other.rows));
  return domains.some((rows) => {
    const values = [...rows].flatMap((row) => column.numbers[row] ?? []);
    if (values.length === 0) return false;
    const extreme = end === "most" ? Math.max(...values) : Math.min(...values);
    return [...entity.rows].some((row) => rows.has(row) && column.numbers[row] === extreme);
  });
}

/** A cut table that is sorted still shows one end. */
function isFromEnd(view: TableView, end: End, column: ColumnView): boolean {
  const values = column.numbers.filter((value) => value !== undefined);
  const falls = values.every((value, at) => at === 0 || value <= values[at - 1]!);
  const rises = values.every((value, at) => at === 0 || value >= values[at - 1]!);
  return view.rows > 1 && (end === "most" ? falls : rises);
}

/** The order of what follows a leader: "followed by East", "then West", "Central second", "Top 3 by sales: A, B, C". */
function rankFaults(scene: Scene, extremes: readonly Extreme[]): Fault[] {
  const {tokens} = scene;
  const faults: Fault[] = [];
  const list = topList(scene);
  if (list) {
    list.entities.forEach((entity, place) => {
      const columns = measuresFor(scene, entity.view, wholeOf(scene), entity);
      if (!columns.some((column) => rankOf(entity, column, list.end) === place + 1))
        faults.push({token: entity.token, why: `it is not number ${place + 1} of the list`});
    });
    return faults;
  }
  const leader = extremes.find((extreme) => extreme.end !== "either" && subjectOf(scene, extreme));
  const leading = leader && subjectOf(scene, leader);
  const end = leader?.end ?? "most";
  let place = 1;
  tokens.forEach((token, at) => {
    const entity = nextEntity(scene, at);
    const isNext =
      (token.word === "followed" && tokens[at + 1]?.word === "by") ||
      (token.word === "then" && (tokens[at + 1]?.kind === "row" || tokens[at + 1]?.word === "comes")) ||
      (token.word === "ahead" && tokens[at + 1]?.word === "of" && leader !== undefined && leader.at < at);
    if (isNext && leading && leader.at < at) {
      place += 1;
      if (!entity) {
        faults.push({token, why: "what follows is no row of the result"});
        return;
      }
      const columns = measuresFor(scene, entity.view, partAt(scene, entity.at), entity);
      if (
        !columns.some((column) => rankOf(entity, column, end) === place || isTied(entity, column, end, place))
      )
        faults.push({token: entity.token, why: `it does not come as number ${place}`});
      return;
    }
    const ordinal =
      token.word in ORDINALS
        ? ORDINALS[token.word]!
        : token.number?.kind === "ordinal"
          ? token.number.value
          : 0;
    if (ordinal < 2 || !/^(?:place|with|at|in|,|\.|\(|overall|by|and|;)?$/.test(tokens[at + 1]?.text ?? ""))
      return;
    const before = entitiesIn(scene, partAt(scene, at)).findLast((one) => one.at < at);
    if (!before || /^(?:a|one|per|two|three|four)$/.test(tokens[at - 1]?.word ?? "")) return;
    const columns = measuresFor(scene, before.view, partAt(scene, at), before);
    if (
      !columns.some(
        (column) => rankOf(before, column, "most") === ordinal || rankOf(before, column, "least") === ordinal,
      )
    )
      faults.push({token, why: `${before.token.text} is not number ${ordinal}`});
  });
  return faults;
}

function nextEntity(scene: Scene, at: number): Entity | undefined {
  const next = scene.entities.find((entity) => entity.at > at);
  if (!next) return undefined;
  const between = scene.tokens.slice(at + 1, next.at);
  return between.length <= 4 && between.every((token) => token.kind !== "number") ? next : undefined;
}

interface TopList {
  end: "most" | "least";
  entities: Entity[];
}

/** "Top 3 by sales: A, B, C", "the bottom two are A and B". */
function topList(scene: Scene): TopList | undefined {
  const {tokens} = scene;
  const at = tokens.findIndex(
    (token, index) => /^(?:top|bottom)$/.test(token.word) && tokens[index + 1]?.kind === "number",
  );
  if (at < 0) return undefined;
  const count = tokens[at + 1]!.number!.value;
  const named = scene.entities.filter((entity) => entity.at > at && entity.rows.size === 1);
  if (named.length !== count) return undefined;
  return {end: tokens[at]!.word === "top" ? "most" : "least", entities: named};
}

/** The place of a row by a column, counted from the end; ties share the better place. */
export function rankOf(entity: Pick<Entity, "rows">, column: ColumnView, end: End): number | undefined {
  const value = amountOf(entity, column);
  if (value === undefined) return undefined;
  const better = column.numbers.filter(
    (other) => other !== undefined && (end === "least" ? other < value : other > value),
  );
  return better.length + 1;
}

function isTied(entity: Entity, column: ColumnView, end: End, place: number): boolean {
  const rank = rankOf(entity, column, end);
  const value = amountOf(entity, column);
  const equals = column.numbers.filter((other) => other === value).length;
  return rank !== undefined && rank <= place && place < rank + equals;
}
