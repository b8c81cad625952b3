import type {Fault} from "./fault.ts";
import type {Scene} from "./scene.ts";

/** What columns of p-values are called. */
export const P_NAMES = /^(?:p|p[_ .-]?values?|pvalue|sig|p[_ .-]?adj\w*|adjusted[_ ]p\w*)$/i;
const NOT =
  /^(?:not|no|isn't|wasn't|aren't|weren't|never|without|nor|neither|fails|failed|lack|lacks|far|hardly|barely)$/;
const USUAL = 0.05;

/** "significant" and "not significant", against the p-value beside it or the only one there is. */
export function significanceFaults(scene: Scene): Fault[] {
  const columns = scene.views.flatMap((view) => view.measures.filter((column) => P_NAMES.test(column.name)));
  const {tokens} = scene;
  const shown = tokens.flatMap((token) => {
    const [cell] = (token.number && scene.bound.get(token.number)?.cells) ?? [];
    const column = columns.find((one) => one.step === cell?.step && one.name === cell?.column);
    return column && cell ? [column.numbers[cell.row]] : [];
  });
  const all = columns.flatMap((column) => column.numbers.filter((value) => value !== undefined));
  const values = shown.length > 0 ? shown : all.length === 1 ? all : [];
  const [p] = values;
  if (p === undefined || values.some((value) => value! < USUAL !== p < USUAL)) return [];
  return tokens.flatMap((token, at): Fault[] => {
    if (!/^(?:significant|significantly|insignificant|non-significant)$/.test(token.word)) return [];
    const before = tokens.slice(Math.max(0, at - 4), at);
    const isMarginal = before.some((one) => /^(?:marginally|borderline|weakly)$/.test(one.word));
    const isNot = /^(?:in|non)/.test(token.word) !== before.some((one) => NOT.test(one.word));
    const level = levelSaid(scene) ?? (isMarginal ? 0.1 : USUAL);
    return p < level === isNot ? [{token, why: `p is ${p < level ? "below" : "not below"} ${level}`}] : [];
  });
}

/** "at the 1 % level" */
function levelSaid({tokens}: Scene): number | undefined {
  const at = tokens.findIndex((token) => /^(?:level|alpha|α)$/.test(token.word));
  if (at < 0) return undefined;
  const number = tokens.slice(Math.max(0, at - 3), at + 4).find((token) => token.number)?.number;
  if (!number) return undefined;
  const level = number.kind === "percent" ? number.value / 100 : number.value;
  return level > 0 && level <= 0.2 ? level : undefined;
}
