import type {Fault} from "./fault.ts";
import {isReversed, isSuperlative, LEAST, MOST, ORDINALS} from "./relation_words.ts";
import {amountOf, type Entity, entitiesIn, measuresFor, partAt, type Scene, wholeOf} from "./scene.ts";
import type {ColumnView} from "./table_view.ts";

export type End = "most" | "least" | "either";

/** The word that says who is first, and from which end. */
export interface Leader {
  at: number;
  end: End;
}

/** The order of what follows a leader: "followed by East", "then West", "Central second", "Top 3 by sales: A, B, C". */
export function rankFaults(scene: Scene, leader: Leader | undefined): Fault[] {
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
  const end = leader?.end ?? "most";
  const ends: End[] = [leader?.end ?? "most"];
  let place = 1;
  tokens.forEach((token, at) => {
    const entity = nextEntity(scene, at);
    const isNext =
      (token.word === "followed" && tokens[at + 1]?.word === "by") ||
      (token.word === "then" && (tokens[at + 1]?.kind === "row" || tokens[at + 1]?.word === "comes")) ||
      (token.word === "ahead" && tokens[at + 1]?.word === "of" && leader !== undefined && leader.at < at);
    if (isNext && leader && leader.at < at) {
      place += 1;
      if (!entity) {
        faults.push({token, why: "what follows is no row of the result"});
        return;
      }
      if (entity.rows.size > 1) return;
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
    if (
      ordinal < 2 ||
      !/^(?:place|with|at|in|on|for|among|,|\.|\(|overall|by|and|;)?$/.test(tokens[at + 1]?.text ?? "")
    )
      return;
    const here = entitiesIn(scene, partAt(scene, at)).findLast((one) => one.at < at);
    const isByMeasure = /^(?:by|on|for|in)$/.test(tokens[at + 1]?.word ?? "");
    const winner = OUTDOES.test(scene.text.slice(tokens[0]!.start, token.start))
      ? entitiesIn(scene, partAt(scene, at)).find((one) => one.at < at)
      : undefined;
    const before =
      winner ?? here ?? (isByMeasure ? scene.entities.findLast((one) => one.at < at) : undefined);
    if (!before || /^(?:a|one|per|two|three|four)$/.test(tokens[at - 1]?.word ?? "")) return;
    const columns = measuresFor(scene, before.view, partAt(scene, at), before);
    if (!columns.some((column) => ends.some((one) => rankOf(before, column, one) === ordinal)))
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

/** "Cuba edges out Chile for second place": the place is of the one that wins. */
const OUTDOES = /\b(?:edg(?:es|ed) out|beats?|beaten|pips|pipped|overtakes|overtook|outdoes)\b/i;

interface TopList {
  end: "most" | "least";
  entities: Entity[];
}

/** "Top 3 by sales: A, B, C", "the bottom two are A and B". */
function topList(scene: Scene): TopList | undefined {
  const {tokens} = scene;
  const orderAt = tokens.findIndex((token) =>
    /^(?:ranked|ranking|order|ordered|sorted|from)$/.test(token.word),
  );
  if (
    tokens[orderAt]?.word === "order" &&
    !/^(?:in|this|that|descending|ascending|following|decreasing|increasing)$/.test(
      tokens[orderAt - 1]?.word ?? "",
    )
  )
    return undefined;
  if (tokens[orderAt]?.word === "from" && !isFromEnd(tokens, orderAt)) return undefined;
  const colon = tokens.findIndex((token, index) => orderAt >= 0 && index > orderAt && token.text === ":");
  const ordered =
    colon < 0 ? [] : scene.entities.filter((entity) => entity.at > colon && entity.rows.size === 1);
  if (ordered.length > 1) {
    const isRising = tokens
      .slice(0, colon)
      .some(
        (token, at) =>
          /^(?:ascending|rising|increasing)$/.test(token.word) ||
          (LEAST.has(token.word) && tokens[at - 1]?.word !== "to"),
      );
    const [view] = ordered.map((entity) => entity.view);
    const said = tokens[orderAt + 1]?.word ?? "";
    const isTurned = view!.measures.length > 0 && view!.measures.some((column) => isReversed(said, column));
    return {end: isRising !== isTurned ? "least" : "most", entities: ordered};
  }
  const at = tokens.findIndex(
    (token, index) => /^(?:top|bottom)$/.test(token.word) && tokens[index + 1]?.kind === "number",
  );
  if (at < 0) return undefined;
  const count = tokens[at + 1]!.number!.value;
  const named = scene.entities.filter((entity) => entity.at > at && entity.rows.size === 1);
  if (named.length !== count) return undefined;
  return {end: tokens[at]!.word === "top" ? "most" : "least", entities: named};
}

/** "from fastest to slowest:" */
function isFromEnd(tokens: Scene["tokens"], at: number): boolean {
  const isEnd = (word: string) => MOST.has(word) || LEAST.has(word) || isSuperlative(word);
  return (
    isEnd(tokens[at + 1]?.word ?? "") && tokens[at + 2]?.word === "to" && isEnd(tokens[at + 3]?.word ?? "")
  );
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
