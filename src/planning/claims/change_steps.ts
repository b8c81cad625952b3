import type {Fault} from "./fault.ts";
import {chronological, entityRows, measuresFor, type Scene, wholeOf} from "./scene.ts";
import type {Token} from "./tokens.ts";

export type Way = "up" | "down" | "steady";

export function goes(before: number, now: number, way: Way): boolean {
  if (way === "steady") return Math.abs(now - before) <= 0.05 * Math.max(Math.abs(before), Math.abs(now));
  return way === "up" ? now > before : now < before;
}

/** "June and October were the only months in which it fell": those steps and no others. */
export function onlyThose(scene: Scene, words: string, way: Way): boolean | undefined {
  if (!/\bonly (?:\p{L}+ )?(?:months?|years?|quarters?|weeks?|days?|times?|steps?)\b/iu.test(words))
    return undefined;
  const named = scene.entities.filter((entity) => entity.view.time && entity.rows.size === 1);
  const [first] = named;
  if (!first) return undefined;
  const {view} = first;
  const order = chronological(view, entityRows({...scene, entities: []}, view));
  const said = new Set(named.map((entity) => [...entity.rows][0]!));
  return measuresFor(scene, view, wholeOf(scene)).some((column) =>
    order.slice(1).every((row, place) => {
      const [before, now] = [column.numbers[order[place]!], column.numbers[row]];
      return before === undefined || now === undefined || goes(before, now, way) === said.has(row);
    }),
  );
}

/** Every step from row to row goes that way. */
export function throughout(scene: Scene, token: Token, at: number, way: Way): Fault | undefined {
  let judged = false;
  const exceptAt = scene.tokens.findIndex(
    (one, place) => place > at && /^(?:except|excepting|bar|besides|save|apart)$/.test(one.word),
  );
  const excepted = exceptAt < 0 ? [] : scene.entities.filter((entity) => entity.at > exceptAt);
  for (const view of scene.views) {
    if (!view.time || view.rows < 2) continue;
    const since = scene.entities.find(
      (entity) =>
        entity.view === view &&
        entity.rows.size === 1 &&
        /\b(?:since|after|from)\s+$/i.test(
          scene.text.slice(Math.max(0, entity.token.start - 8), entity.token.start),
        ),
    );
    const order = chronological(view, entityRows(scene, view));
    const until = scene.entities.find(
      (entity) =>
        entity.view === view &&
        entity.rows.size === 1 &&
        /\b(?:until|till|through)\s+$/i.test(
          scene.text.slice(Math.max(0, entity.token.start - 9), entity.token.start),
        ),
    );
    const stop = until ? order.indexOf([...until.rows][0]!) + 1 : order.length;
    const part = until
      ? order.slice(0, stop)
      : since
        ? order.slice(Math.max(0, order.indexOf([...since.rows][0]!)))
        : order;
    for (const column of measuresFor(scene, view, wholeOf(scene))) {
      const steps = part.filter((row) => column.numbers[row] !== undefined);
      judged = true;
      const holds = steps.every((row, place) => {
        const isOut = excepted.some((entity) => entity.rows.has(row));
        return place === 0 || goes(column.numbers[steps[place - 1]!]!, column.numbers[row]!, way) !== isOut;
      });
      if (holds) return undefined;
    }
  }
  if (judged) return {token, why: "not every step goes that way"};
  return {token, why: "no order of rows shows it"};
}
