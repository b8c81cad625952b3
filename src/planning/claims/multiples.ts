import type {Fault} from "./fault.ts";
import {soleRows, sumOf} from "./quantities.ts";
import {FALLS, FRACTIONS, HEDGES, MULTIPLYING, ORDINALS, RISES, SMALL_NUMBERS} from "./relation_words.ts";
import {allOf} from "./row_sets.ts";
import {
  amountOf,
  chronological,
  type Entity,
  entitiesIn,
  entityRows,
  measuresFor,
  pairsAround,
  partAt,
  type Scene,
} from "./scene.ts";
import type {Token} from "./tokens.ts";

/** How near a said multiple or fraction must be. */
interface Said {
  value: number;
  /** About: near on both sides. More, less: on that side. Bare: as near as the word is exact. */
  how: "bare" | "about" | "more" | "less" | "nearly" | "not";
}

/** "doubled", "three times", "more than half", "two thirds of the women" that the cells contradict. */
export function multipleFaults(scene: Scene): Fault[] {
  return [...times(scene), ...fractions(scene)];
}

function times(scene: Scene): Fault[] {
  const {tokens} = scene;
  return tokens.flatMap((token, at) => {
    const value = multipleAt(tokens, at);
    if (value === undefined) return [];
    if (isRepeated(tokens, at)) return repeatFaults(scene, at, value);
    const hedge = hedgeBefore(tokens, at);
    const falls = /^halv/.test(token.word);
    const said = {
      value,
      how:
        falls && hedge === "more"
          ? "less"
          : falls && hedge === "less"
            ? "more"
            : falls && hedge === "nearly"
              ? "about"
              : hedge,
    };
    const ratios = ratiosAt(scene, at, token);
    if (ratios.length === 0) {
      if (scene.views.some((view) => view.artifact.kind !== "table")) return [];
      return [{token, why: "no two cells show such a multiple"}];
    }
    const isFall = /^(?:half|halv)/.test(token.word);
    const fits = ratios.some((ratio) => meets(ratio, said, isFall ? 0.07 : 0.1));
    return fits ? [] : [{token, why: "the cells show another multiple"}];
  });
}

/** "fell twice": how often it went that way, not by how much. */
function isRepeated(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.word ?? "";
  const isTimes = /^times?$/.test(tokens[at + 1]?.word ?? "");
  const next = tokens[isTimes ? at + 2 : at + 1]?.word ?? "";
  const isOften = isTimes || /^(?:twice|thrice)$/.test(tokens[at]!.word);
  return (
    isOften && (RISES.has(before) || FALLS.has(before)) && !/^(?:as|the|that|what|its|their|over)$/.test(next)
  );
}

function repeatFaults(scene: Scene, at: number, value: number): Fault[] {
  const isUp = RISES.has(scene.tokens[at - 1]!.word);
  const series = scene.views.filter((view) => view.time && view.rows > 2);
  const counts = series.flatMap((view) =>
    measuresFor(scene, view, partAt(scene, at)).map((column) => {
      const order = chronological(view, entityRows(scene, view));
      return order.slice(1).filter((row, place) => {
        const [before, now] = [column.numbers[order[place]!], column.numbers[row]];
        return before !== undefined && now !== undefined && (isUp ? now > before : now < before);
      }).length;
    }),
  );
  return counts.length === 0 || counts.includes(value)
    ? []
    : [{token: scene.tokens[at]!, why: `the rows show it ${counts[0]} times`}];
}

function multipleAt(tokens: readonly Token[], at: number): number | undefined {
  const token = tokens[at]!;
  const next = tokens[at + 1]?.word ?? "";
  if (token.word in MULTIPLYING)
    return token.word === "double" && /^(?:digit|check|counted?)/.test(next)
      ? undefined
      : MULTIPLYING[token.word];
  const fold = /^([a-z]+?)-?fold$/.exec(token.word);
  if (fold && fold[1]! in SMALL_NUMBERS) return SMALL_NUMBERS[fold[1]!];
  const count = token.number?.kind === "word" ? token.number.value : undefined;
  if (count !== undefined && /^times?$/.test(next)) return count;
  if (count !== undefined && (next === "fold" || (next === "-" && tokens[at + 2]?.word === "fold")))
    return count;
  return undefined;
}

function hedgeBefore(tokens: readonly Token[], at: number): Said["how"] {
  const lead = tokens
    .slice(Math.max(0, at - 4), at)
    .map((token) => token.word)
    .join(" ");
  if (/\b(?:not|never|n't|didn't|without|hasn't)(?: \w+)?$/.test(lead)) return "not";
  if (
    /\b(?:more than|over|better than|greater than|above|at least|well over|upwards of)(?: a| an| the)?$/.test(
      lead,
    )
  )
    return "more";
  if (/\b(?:less than|under|below|fewer than|at most|not even)(?: a| an| the)?$/.test(lead)) return "less";
  if (/\b(?:nearly|almost|just under|close to)(?: a| an| the)?$/.test(lead)) return "nearly";
  return tokens.slice(Math.max(0, at - 3), at).some((token) => HEDGES.has(token.word)) ? "about" : "bare";
}

function meets(actual: number, {value, how}: Said, bare: number, about = 0.16): boolean {
  const near = (share: number) => Math.abs(actual - value) <= share * Math.abs(value);
  switch (how) {
    case "more":
      return actual > value * 0.9999;
    case "less":
      return actual < value * 1.0001;
    case "nearly":
      return actual <= value * 1.005 && actual >= value * 0.84;
    case "about":
      return near(about);
    case "not":
      return value >= 1 ? actual < value : actual > value;
    case "bare":
      return near(bare);
  }
}

/** "twelve times its budget": two columns of the row that is spoken of. */
function ofItsColumns(scene: Scene, at: number): number[] {
  const {tokens} = scene;
  const of = tokens.findIndex(
    (token, place) => place > at && place <= at + 3 && /^(?:its|their|his|her)$/.test(token.word),
  );
  if (of < 0) return [];
  const subject = scene.entities.findLast((entity) => entity.at < at) ?? scene.carried[0];
  const base = tokens.slice(of, of + 8).flatMap((token) => token.columns ?? [])[0];
  if (!subject || !base) return [];
  const bottom = amountOf(subject, base);
  return subject.view.measures.flatMap((column) => {
    const top = amountOf(subject, column);
    return column === base || top === undefined || !bottom || column.unit.sign !== base.unit.sign
      ? []
      : [top / bottom];
  });
}

/** The ratios that the operands of a multiple fix: subject over base. */
function ratiosAt(scene: Scene, at: number, token: Token): number[] {
  const found: number[] = [];
  // "$26,600, ten times the $2,636 for": the sentence shows both.
  const next = scene.tokens.slice(at + 1, at + 6);
  const base = /^times? the$/.test(
    next
      .slice(0, 2)
      .map((one) => one.word)
      .join(" "),
  )
    ? next.slice(2).find((one) => one.kind !== "sign")?.number
    : undefined;
  const top = scene.tokens
    .slice(0, at)
    .findLast((one) => one.number && scene.bound.get(one.number)?.cells.length)?.number;
  if (base && top && base.kind === top.kind && scene.bound.has(base) && base.value !== 0)
    return [top.value / base.value];
  for (const {subject, base} of pairsAround(scene, at)) {
    if (subject.view !== base.view) continue;
    for (const column of measuresFor(scene, subject.view, partAt(scene, at))) {
      const [one, other] = [amountOf(subject, column), amountOf(base, column)];
      if (one === undefined || other === undefined || other === 0) continue;
      found.push(one / other);
    }
    if (found.length > 0) break;
  }
  if (found.length > 0) return found;
  found.push(...ofItsColumns(scene, at));
  if (found.length > 0) return found;
  const shown = scene.tokens.flatMap((one) => {
    const binding = one.number && scene.bound.get(one.number);
    return one.number &&
      one !== token &&
      binding &&
      binding.cells.length > 0 &&
      !["date", "ordinal", "word"].includes(one.number.kind)
      ? [one.number.value]
      : [];
  });
  if (shown.length >= 2) {
    const isChange = /\bfrom\b|went|then\b|to\b/i.test(
      scene.text.slice(scene.tokens[0]!.start, scene.tokens.at(-1)!.end),
    );
    const [a, b] = [shown[0]!, shown[1]!];
    found.push(isChange ? b / a : a / b);
  }
  return found;
}

/** "about a third of the 10,000", "more than half of sales", "the majority", "most". */
function fractions(scene: Scene): Fault[] {
  const {tokens} = scene;
  return tokens.flatMap((token, at) => {
    const value = fractionAt(tokens, at);
    if (value === undefined) return [];
    const numerator = tokens[at - 1]?.number?.value ?? SMALL_NUMBERS[tokens[at - 1]?.word ?? ""];
    const lead = numerator !== undefined && /s$/.test(token.word) && token.word !== "halves" ? at - 1 : at;
    const said = {
      value,
      how: /^(?:majority|most)$/.test(token.word) ? ("more" as const) : hedgeBefore(tokens, lead),
    };
    const shares = sharesAt(scene, at);
    if (shares.length === 0) {
      if (scene.views.some((view) => view.artifact.kind !== "table")) return [];
      return [{token, why: "no cell shows such a part"}];
    }
    return shares.some((share) => meets(share, said, 0.06, 0.1))
      ? []
      : [{token, why: "the cells show another part"}];
  });
}

/** "two out of three", "one in five": both numbers are words, or small. */
export function isOdds(tokens: readonly Token[], at: number): boolean {
  return [at, at - 2, at - 3].some((start) => oddsAt(tokens, start) !== undefined && at <= start + 3);
}

function oddsAt(tokens: readonly Token[], at: number): number | undefined {
  const small = (token: Token | undefined) =>
    token?.number?.kind === "word" ? token.number.value : SMALL_NUMBERS[token?.word ?? ""];
  const of =
    tokens[at + 1]?.word === "in"
      ? at + 2
      : tokens[at + 1]?.word === "out" && tokens[at + 2]?.word === "of"
        ? at + 3
        : -1;
  const [part, whole] = [small(tokens[at]), small(tokens[of])];
  return part && whole && part < whole && whole <= 20 ? part / whole : undefined;
}

function fractionAt(tokens: readonly Token[], at: number): number | undefined {
  const token = tokens[at]!;
  const odds = oddsAt(tokens, at);
  if (odds !== undefined) return odds;
  const before = tokens[at - 1];
  const next = tokens[at + 1]?.word ?? "";
  if (token.word === "majority" && /^(?:the|a|vast|clear|large|great)$/.test(before?.word ?? "")) return 0.5;
  if (token.word === "most" && next === "of" && tokens[at + 2]?.word !== "all") return 0.5;
  const unit = FRACTIONS[token.word];
  if (unit === undefined || token.kind !== "word") return undefined;
  const count = before?.number?.kind === "word" ? before.number.value : SMALL_NUMBERS[before?.word ?? ""];
  if (/s$/.test(token.word)) return count !== undefined && count > 0 ? count * unit : undefined;
  if (token.word === "half") {
    if (/^(?:first|second|other|later|latter|top|bottom|and)$/.test(before?.word ?? "")) return undefined;
    return /^(?:of|the|as|its|that|what|a)$/.test(next) ||
      /^(?:about|roughly|than|nearly|almost|over|under|by|is|just)$/.test(before?.word ?? "")
      ? unit
      : undefined;
  }
  if (token.word === "quarter" && !/^(?:a|one|of)$/.test(before?.word ?? "")) return undefined;
  if (token.word === "quarter" && next !== "of" && next !== "as") return undefined;
  return before && /^(?:a|an|one)$/.test(before.word) && token.word in ORDINALS !== (next === "place")
    ? unit
    : before && /^(?:a|an|one)$/.test(before.word)
      ? unit
      : undefined;
}

/** The parts that the words of a fraction may be about: what is shown beside it in percent, else what the rows fix. */
function sharesAt(scene: Scene, at: number): number[] {
  const {tokens} = scene;
  const part = partAt(scene, at);
  const percents = tokens
    .slice(at, Math.min(tokens.length, at + 14))
    .flatMap((token, place) =>
      token.number?.kind === "percent" && at + place < part.to + 6 && scene.bound.has(token.number)
        ? [token.number.value / 100]
        : [],
    );
  const stop = tokens.findIndex(
    (token, index) => index > at && token.kind === "word" && token.word in FRACTIONS,
  );
  if (percents.length > 0 && stop < 0) return percents.slice(0, 1);
  if (isBetweenQuartiles(scene)) return [0.5];
  const parts = partOfWhole(scene, at);
  if (parts !== undefined) return [parts];
  const entities = entitiesIn(scene, part);
  const about = entities.length > 0 ? entities : [...scene.entities, ...scene.carried];
  const found: number[] = [];
  const rows = allOf(about);
  const [one, two] = about;
  if (about.length === 2 && one && two && one.at < at && two.at > at && one.view === two.view) {
    const ratios = measuresFor(scene, one.view, part).flatMap((column) => {
      const [a, b] = [amountOf(one, column), amountOf(two, column)];
      return a !== undefined && b ? [a / b] : [];
    });
    if (ratios.length > 0) return ratios;
  }
  const [first] = about;
  if (first) {
    const named = measuresFor(scene, first.view, part);
    const rates = named.filter((column) => column.unit.percent !== undefined);
    for (const column of isOfRow(scene, at) && rates.length > 0 ? rates : named) {
      if (column.unit.percent === "fraction" || column.unit.percent === "percent") {
        const scale = column.unit.percent === "percent" ? 100 : 1;
        const one = soleValue(about, column);
        if (one !== undefined) found.push(one / scale);
        continue;
      }
      const total = sumOf(column.numbers.filter((value) => value !== undefined));
      if (first.view.whole && total !== 0)
        found.push(sumOf([...rows].map((row) => column.numbers[row] ?? 0)) / total);
      if (about.length === 2) {
        const [a, b] = [amountOf(about[0]!, column), amountOf(about[1]!, column)];
        if (a !== undefined && b) found.push(a / b);
      }
    }
    if (found.length === 0)
      for (const column of first.view.measures)
        if (column.unit.percent !== undefined) {
          const one = soleValue(about, column);
          if (one !== undefined) found.push(one / (column.unit.percent === "percent" ? 100 : 1));
        }
  }
  for (const {view, rows: sole} of soleRows(scene)) {
    const [row] = sole;
    const named = new Set(tokens.slice(part.from, part.to).flatMap((token) => token.columns ?? []));
    const top = view.measures.filter((column) => named.has(column));
    for (const one of top.length > 0 ? top : view.measures)
      for (const other of view.measures) {
        const [a, b] = [one.numbers[row!], other.numbers[row!]];
        if (one !== other && a !== undefined && b && a <= b) found.push(a / b);
      }
  }
  return found;
}

/** "half of the days lie between 10.6 and 22.2" */
function isBetweenQuartiles({tokens, bound}: Scene): boolean {
  const names = tokens
    .flatMap((token) => (token.number ? (bound.get(token.number)?.cells ?? []) : []))
    .map((cell) => cell.column);
  return [/q1|p25|25/i, /q3|p75|75/i].every((pattern) => names.some((name) => pattern.test(name)));
}

/** "almost half of the list (1,194 of 2,492)": what the sentence itself shows. */
function partOfWhole({tokens, bound}: Scene, at: number): number | undefined {
  for (let place = at + 1; place < Math.min(tokens.length - 2, at + 12); place++) {
    const [one, of, all] = [tokens[place]!.number, tokens[place + 1]!.word, tokens[place + 2]!.number];
    if (one && all && of === "of" && bound.has(one) && bound.has(all)) return one.value / all.value;
  }
  return undefined;
}

/** "two thirds of the women": the row is the whole. */
function isOfRow({tokens, entities}: Scene, at: number): boolean {
  const of = tokens[at + 1]?.word === "of" ? at + 2 : -1;
  const next = tokens[of]?.word === "the" || tokens[of]?.word === "all" ? of + 1 : of;
  return of > 0 && entities.some((entity) => entity.at === next);
}

function soleValue(about: readonly Entity[], column: Parameters<typeof amountOf>[1]): number | undefined {
  const values = about.flatMap((entity) => amountOf(entity, column) ?? []);
  return values.length > 0 ? values[0] : undefined;
}
