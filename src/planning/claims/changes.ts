import {goes, onlyThose, throughout, type Way} from "./change_steps.ts";
import type {Fault} from "./fault.ts";
import {FALLS, MORE, RISES, STEADY} from "./relation_words.ts";
import {
  amountOf,
  chronological,
  type Entity,
  entityRows,
  measuresFor,
  type Pair,
  pairsAround,
  partAt,
  type Scene,
  saidFor,
  wholeOf,
} from "./scene.ts";
import {hasListAfter} from "./shown_lists.ts";
import type {Token} from "./tokens.ts";

const THROUGHOUT =
  /\b(?:every|each|steadily|continuously|continually|consistently|always|all along|without (?:a )?break|year after year|month after month|uninterrupted|non-?stop|in all)\b/i;
const WHOLE =
  /\b(?:whole (?:span|period|time|stretch|range)|overall|over (?:the|this|that|all) (?:\S+ )?(?:period|span|years|months|decades?|time|range|quarters|weeks|days)|in the long run|from start to (?:end|finish)|end to end)\b/i;

/** Rises and falls that the cells contradict, or that nothing in the cells can bear out. */
export function changeFaults(scene: Scene): Fault[] {
  const from = scene.tokens.find((token) => token.word === "from" || token.word === "between");
  if (from && isBackwards(scene, wholeOf(scene)))
    return [{token: from, why: "it goes from the later to the earlier"}];
  return scene.tokens.flatMap((token, at) => {
    if (token.kind !== "word") return [];
    const way = wayOf(scene.tokens, at);
    if (!way) return [];
    const fault = judge(scene, token, at, way);
    return fault ? [fault] : [];
  });
}

function wayOf(tokens: readonly Token[], at: number): Way | undefined {
  const {word} = tokens[at]!;
  const before = tokens[at - 1]?.word ?? "";
  const next = tokens[at + 1]?.word ?? "";
  if (
    word === "up" &&
    (/^(?:ma[dk]e[s]?|making|set|add|adds|added|end|ends|ended|sum|sums|break|pick|back|follow|next|start|come|comes)$/.test(
      before,
    ) ||
      (next === "to" && tokens[at + 2]?.kind !== "number") ||
      /^(?:the|of)$/.test(next))
  )
    return undefined;
  if (
    word === "up" &&
    next === "to" &&
    tokens[at + 2]?.kind === "number" &&
    !/^(?:is|was|are|were|went|go|goes|and|,)$/.test(before)
  )
    return undefined;
  if (word === "down" && /^(?:break|breaks|broken|breaking|close|slow)$/.test(before)) return undefined;
  if (
    /^(?:fell|fall|falls|falling)$/.test(word) &&
    /^(?:on|within|into|between|under|in(?=$)|short|behind|below|above|outside|due)$/.test(next) &&
    next !== "in"
  )
    return undefined;
  if (
    /^(?:fall|falls)$/.test(word) &&
    next === "in" &&
    /^(?:the|a|this|that|these)$/.test(tokens[at + 2]?.word ?? "")
  )
    return undefined;
  if (/^(?:added|adds)$/.test(word) && /^(?:to|up|together)$/.test(next)) return undefined;
  if (word === "loses" || word === "lost" || word === "lose") {
    if (/^(?:money|the|a)$/.test(next)) return undefined;
  }
  if (word === "growth" && !/^(?:of|was|is|in|by)$/.test(next)) return undefined;
  if (word === "fall" && /^(?:in|the|of|last|this)$/.test(before)) return undefined;
  if (
    /^(?:rise|drop|decline|increase|decrease|gain|gains|drops|declines|increases|decreases|growth)$/.test(
      word,
    ) &&
    /^(?:the|largest|biggest|steepest|no|any|highest|sharpest)$/.test(before)
  )
    return undefined;
  // "got heavier"
  if (
    /^(?:heavier|lighter|longer|shorter|higher|lower|larger|smaller|warmer|colder|cheaper|older|younger|bigger|taller)$/.test(
      word,
    ) &&
    tokens
      .slice(Math.max(0, at - 3), at)
      .some((token) =>
        /^(?:got|get|gets|getting|became|become|becomes|becoming|grew|turned)$/.test(token.word),
      )
  )
    return MORE.has(word) ? "up" : "down";
  if (RISES.has(word)) return isNegated(tokens, at) ? undefined : "up";
  if (FALLS.has(word)) return isNegated(tokens, at) ? undefined : "down";
  if (
    STEADY.has(word) &&
    /^(?:is|was|were|are|remained|stayed|stays|remains|held|kept|almost|nearly|roughly|about|largely|broadly|virtually|essentially)$/.test(
      before,
    )
  )
    return "steady";
  return undefined;
}

function isNegated(tokens: readonly Token[], at: number): boolean {
  return tokens
    .slice(Math.max(0, at - 3), at)
    .some((token) => /^(?:not|never|no|neither|nor|didn't|did't|hasn't|without)$/.test(token.word));
}

function judge(scene: Scene, token: Token, at: number, way: Way): Fault | undefined {
  const span = spanOf(scene, at);
  const words = scene.text.slice(scene.tokens[span.from]!.start, scene.tokens[span.to - 1]!.end);
  if (isCounted(scene, at)) return undefined;
  const only = onlyThose(scene, words, way);
  if (only !== undefined)
    return only ? undefined : {token, why: "other times went that way, or these did not"};
  if (scene.views.some((view) => isCorrelation(view.columns.map((column) => column.name)))) return undefined;
  if (boundToChange(scene, at)) return undefined;
  if (THROUGHOUT.test(words)) return throughout(scene, token, at, way);
  if (hasListAfter(scene, at)) return undefined;
  const verbs = scene.tokens.slice(span.from, span.to).filter(({word}) => RISES.has(word) || FALLS.has(word));
  const shown = shownVerdict(scene, verbs.length > 1 ? partAt(scene, at) : span, way);
  if (shown !== undefined) return shown ? undefined : {token, why: "its own numbers go the other way"};
  if (isOfSign(scene, token, at)) return undefined;
  const derived = derivedVerdict(scene, at, span, way);
  if (derived !== undefined) return derived ? undefined : {token, why: "the cells go the other way"};
  const pairs = WHOLE.test(words) ? wholePairs(scene) : pairsOf(scene, at, span);
  const verdicts =
    pairs.map((pair) => verdictsOf(scene, at, pair, way)).find((some) => some.length > 0) ?? [];
  if (verdicts.length > 0)
    return verdicts.includes(true) ? undefined : {token, why: "the cells go the other way"};
  const between = scene.entities.flatMap(({view, rows}) => {
    const [first, second] = view.measures;
    const [row] = rows;
    if (view.time || view.measures.length !== 2 || !first || !second || rows.size !== 1) return [];
    const [before, now] = [first.numbers[row!], second.numbers[row!]];
    return before === undefined || now === undefined ? [] : [goes(before, now, way)];
  });
  const every =
    scene.entities.length > 0 || !/\b(?:all|every|each|both)\b/i.test(words) ? [] : allColumns(scene, way);
  if (every.length > 0)
    return every.includes(true) ? undefined : {token, why: "not all of them went that way"};
  if (between.length > 0)
    return between.includes(true) ? undefined : {token, why: "its two columns go the other way"};
  if (scene.views.some((view) => view.artifact.kind !== "table")) return undefined;
  if (scene.views.every((view) => view.rows < 2 && view.measures.length < 2)) return undefined;
  return {token, why: "no two cells show such a change"};
}

/** "all five fell", of two columns without time: every row from the first to the second. */
function allColumns({views}: Scene, way: Way): boolean[] {
  return views.flatMap(({time, measures}) => {
    const [first, second] = measures;
    if (time || measures.length !== 2 || !first || !second) return [];
    return [
      first.numbers.every((before, row) => {
        const now = second.numbers[row];
        return before !== undefined && now !== undefined && goes(before, now, way);
      }),
    ];
  });
}

/** The stretch of the sentence that a change is said in: a whole clause with its commas. */
function spanOf(scene: Scene, at: number): {from: number; to: number} {
  const {tokens} = scene;
  const isCut = (token: Token) => /^(?:while|whereas|but|although|though|;)$/.test(token.word);
  let from = at;
  let to = at + 1;
  while (from > 0 && !isCut(tokens[from - 1]!)) from--;
  while (to < tokens.length && !isCut(tokens[to]!)) to++;
  return {from, to};
}

function isCounted(scene: Scene, at: number): boolean {
  const {tokens} = scene;
  return tokens
    .slice(at + 1, at + 8)
    .some(
      (token, place, all) =>
        token.word === "of" &&
        all[place - 1] !== undefined &&
        /^(?:the|its|all)$/.test(all[place + 1]?.word ?? "") &&
        /^(?:number|word)$/.test(all[place - 1]!.kind) &&
        all[place + 2]?.kind === "number",
    );
}

function isCorrelation(names: readonly string[]): boolean {
  return names.some((name) => /^(?:r|r_.*|rho|tau|corr.*|slope|coefficient|.*correlation.*)$/i.test(name));
}

/** A number beside the word that is a cell of changes has been judged with its sign. */
function boundToChange(scene: Scene, at: number): boolean {
  return scene.tokens.slice(at, at + 8).some((token) => {
    const [cell] = (token.number && scene.bound.get(token.number)?.cells) ?? [];
    const view = scene.views.find((one) => one.step === cell?.step);
    return view?.measures.some((column) => column.name === cell?.column && column.isChange) ?? false;
  });
}

/** "lost $17,725", "a gain of 12": the sign of the amount beside it, where the cells are gains and losses. */
function isOfSign(scene: Scene, {word}: Token, at: number): boolean {
  const isLoss = /^(?:los[te]s?|loses|losing)$/.test(word);
  if (!isLoss && !/^(?:gain|gained|gains|added)$/.test(word)) return false;
  return scene.tokens.slice(Math.max(0, at - 6), at + 6).some((token) => {
    const cells = (token.number && scene.bound.get(token.number)?.cells) ?? [];
    const values = cells.map(
      (cell) =>
        scene.views
          .find((view) => view.step === cell.step)
          ?.measures.find((column) => column.name === cell.column)?.numbers[cell.row] ?? 0,
    );
    const sum = values.reduce((all, value) => all + value, 0);
    const isMixed = scene.views.some((view) =>
      view.measures.some((column) => column.numbers.some((value) => value !== undefined && value < 0)),
    );
    return values.length > 0 && isMixed && (isLoss ? sum < 0 : sum > 0);
  });
}

/** The rows that a change lies between, as its own stretch of the sentence says. */
function pairsOf(scene: Scene, at: number, span: {from: number; to: number}): Pair[] {
  const entities = scene.entities.filter((entity) => entity.at >= span.from && entity.at < span.to);
  const part = partAt(scene, at);
  const own = entities.filter((entity) => entity.at >= part.from && entity.at < part.to);
  const [sole] = own.filter((entity) => entity.rows.size === 1);
  // "dipped in 2015 but has grown since"
  const since = scene.entities.find((entity) => entity.rows.size === 1 && entity.at < at && entity.view.time);
  if (
    since &&
    /^\s+since\s*(?:then\s*)?[.,;)]?\s*$/i.test(
      scene.text.slice(scene.tokens[at]!.end, scene.tokens.at(-1)!.end),
    )
  ) {
    const last = chronological(since.view, entityRows({...scene, entities: []}, since.view)).at(-1);
    if (last !== undefined && !since.rows.has(last))
      return [{subject: {...since, at: -1, rows: new Set([last])}, base: since}];
  }
  if (own.length === 1 && sole?.view.time && !sole.isAgainst && entities.length > 1)
    return pairsAround({...scene, entities: [sole]}, at);
  const narrowed: Scene = {
    ...scene,
    entities: entities.length > 0 || span.to - span.from === scene.tokens.length ? entities : [],
  };
  if (entities.length === 0 && scene.entities.length > 0) {
    const pairs = pairsAround(scene, at);
    return pairs.slice(0, 1);
  }
  const single = entities.filter((entity) => entity.rows.size === 1);
  const [only] = single;
  if (single.length === 1 && only?.view.time) {
    const [row] = only.rows;
    const order = chronological(only.view, entityRows(scene, only.view));
    const place = order.indexOf(row!);
    const lead = scene.text.slice(Math.max(0, only.token.start - 14), only.token.start).toLowerCase();
    const to = (other: number): Entity => ({...only, at: -1, rows: new Set([other]), isAgainst: true});
    if (/\b(?:since|from|after)\s+(?:the\s+)?$/.test(lead) && place < order.length - 1)
      return [{subject: to(order.at(-1)!), base: only}];
    if (/\b(?:by|until|till|through|to)\s+$/.test(lead) && place > 0)
      return [{subject: only, base: to(order[0]!)}];
  }
  return pairsAround(narrowed, at);
}

function wholePairs(scene: Scene): Pair[] {
  return pairsAround({...scene, entities: scene.entities.filter((entity) => entity.rows.size > 1)}, 0);
}

function verdictsOf(scene: Scene, at: number, {subject, base}: Pair, way: Way): boolean[] {
  if (subject.view !== base.view) return [];
  const [said, saidBase] = [saidFor(scene, subject), saidFor(scene, base)];
  if (said !== undefined && saidBase !== undefined) return [goes(saidBase, said, way)];
  const columns = measuresFor(scene, subject.view, partAt(scene, at), subject);
  return columns.flatMap((column) => {
    if (column.isChange) {
      const value = amountOf(subject, column);
      return value === undefined ? [] : [goes(0, value, way)];
    }
    const [now, before] = [amountOf(subject, column), amountOf(base, column)];
    return now === undefined || before === undefined ? [] : [goes(before, now, way)];
  });
}

/** The change that a number beside the word was derived as: the first of its cells against the second. */
function derivedVerdict(
  scene: Scene,
  at: number,
  span: {from: number; to: number},
  way: Way,
): boolean | undefined {
  const near = [
    ...scene.tokens.slice(at, Math.min(span.to, at + 9)),
    ...scene.tokens.slice(Math.max(span.from, at - 6), at).reverse(),
  ].flatMap((token) => (token.number ? [scene.bound.get(token.number)] : []));
  for (const binding of near) {
    if (binding?.how !== "difference" && binding?.how !== "percent change") continue;
    const [subject, base] = binding.cells;
    if (!subject || !base || binding.cells.length !== 2) continue;
    const value = (cell: typeof subject) =>
      scene.views
        .find((view) => view.step === cell.step)
        ?.measures.find((column) => column.name === cell.column)?.numbers[cell.row];
    const [now, before] = [value(subject), value(base)];
    if (now !== undefined && before !== undefined) return goes(before, now, way);
  }
  return undefined;
}

/** "from 5.9 to 3.0": what the sentence itself shows. */
function shownVerdict(scene: Scene, span: {from: number; to: number}, way: Way): boolean | undefined {
  const numbers = scene.tokens
    .slice(span.from, span.to)
    .flatMap((token, place) =>
      token.number &&
      token.number.kind !== "date" &&
      token.number.kind !== "ordinal" &&
      scene.bound.has(token.number)
        ? [{value: token.number.value, lead: scene.tokens[span.from + place - 1]?.word ?? ""}]
        : [],
    );
  const from = numbers.find((one) => one.lead === "from");
  const to = numbers.find((one) => one.lead === "to");
  const [other] = numbers.filter((one) => one !== from);
  if (from && !to && other && numbers.length === 2) return goes(from.value, other.value, way);
  if (from && to && from.value === to.value) return undefined;
  return from && to ? goes(from.value, to.value, way) : undefined;
}

/** "from 3.0 to 5.9" where 5.9 came first. */
function isBackwards(scene: Scene, span: {from: number; to: number}): boolean {
  if (isUpsideDown(scene)) return true;
  if (
    scene.tokens.some((token) =>
      /^(?:rang\w+|between|var(?:y|ies|ied)|spread|anywhere|differs?)$/.test(token.word),
    )
  )
    return false;
  const cells = ["from", "to"].map((lead) => {
    const at = scene.tokens.findIndex(
      (token, place) =>
        place > span.from &&
        place < span.to &&
        token.number !== undefined &&
        scene.tokens[place - 1]!.word === lead,
    );
    const binding = at < 0 ? undefined : scene.bound.get(scene.tokens[at]!.number!);
    return binding?.how ? undefined : binding?.cells[0];
  });
  const [from, to] = cells;
  const view = scene.views.find((one) => one.step === from?.step);
  if (!from || !to || !view || from.step !== to.step) return false;
  if (from.column !== to.column)
    return from.row === to.row && LATER.test(from.column) && !LATER.test(to.column);
  const order = view.time?.order;
  return order !== undefined && order[from.row]! > order[to.row]!;
}
/** "between 43 and 16" */
function isUpsideDown({text, tokens, bound}: Scene): boolean {
  return tokens.some((token, at) => {
    if (
      token.word !== "between" ||
      /\b(?:difference|gap|change|from)\b/i.test(text.slice(tokens[0]!.start, token.start))
    )
      return false;
    const low = tokens[at + 1];
    const and = tokens.findIndex((one, place) => place > at + 1 && place <= at + 4 && one.word === "and");
    const high = tokens[and + 1];
    if (and < 0 || !low?.number || !high?.number || low.number.kind !== high.number.kind) return false;
    const isBound = [low, high].every((one) => bound.get(one.number!)?.cells.length);
    return isBound && low.number.value > high.number.value;
  });
}
const LATER = /\b(?:last|end|final|close|closing|new|after|current|latest)|(?:last|end|final|after|latest)_/i;
