import type {Fault} from "./fault.ts";
import {FALLS, RISES} from "./relation_words.ts";
import type {Scene} from "./scene.ts";

const COEFFICIENT =
  /^(?:r|rho|tau|r_.*|corr.*|.*correlation.*|pearson.*|spearman.*|slope|coefficient|coef|estimate)$/i;

/** "Falls as weight goes up", "a positive correlation": the sign of the coefficient beside it. */
export function correlationFaults(scene: Scene): Fault[] {
  const columns = scene.views.flatMap((view) =>
    view.measures.filter((column) => COEFFICIENT.test(column.name)),
  );
  if (columns.length === 0) return [];
  const {tokens} = scene;
  const shown = tokens.flatMap((token) => {
    const [cell] = (token.number && scene.bound.get(token.number)?.cells) ?? [];
    const column = columns.find((one) => one.step === cell?.step && one.name === cell?.column);
    const value = column && cell ? column.numbers[cell.row] : undefined;
    return value === undefined ? [] : [value];
  });
  const values =
    shown.length > 0
      ? shown
      : columns.flatMap((column) => column.numbers.filter((value) => value !== undefined));
  const said = signSaid(scene);
  if (!said || values.length === 0) return [];
  const fits =
    shown.length > 0
      ? values.some((value) => Math.sign(value) === said.sign || value === 0)
      : values.some((value) => Math.sign(value) === said.sign);
  return fits ? [] : [{token: tokens[said.at]!, why: "the coefficient has the other sign"}];
}

function signSaid({tokens}: Scene): {sign: number; at: number} | undefined {
  const way = (word: string): number =>
    RISES.has(word) || /^(?:more|higher|greater|heavier|older|longer|larger)$/.test(word)
      ? 1
      : FALLS.has(word) || /^(?:less|lower|fewer|lighter|younger|shorter|smaller)$/.test(word)
        ? -1
        : 0;
  for (const [at, {word}] of tokens.entries()) {
    const near = tokens
      .slice(at + 1, at + 5)
      .some((token) =>
        /^(?:correlat\w*|relation\w*|association|associated|link|related|slope|effect|trend)$/.test(
          token.word,
        ),
      );
    const isNegated = tokens
      .slice(Math.max(0, at - 3), at)
      .some((token) => /^(?:not|no|neither|nor)$/.test(token.word));
    if (near && !isNegated && /^(?:positive|positively|direct)$/.test(word)) return {sign: 1, at};
    if (near && !isNegated && /^(?:negative|negatively|inverse|inversely)$/.test(word)) return {sign: -1, at};
    if (!/^(?:as|when|with|the)$/.test(word)) continue;
    const before = tokens.slice(0, at).findLastIndex((token) => way(token.word) !== 0);
    const after = tokens.findIndex((token, index) => index > at && way(token.word) !== 0);
    if (/^(?:as|when)$/.test(word) && before >= 0 && after >= 0)
      return {sign: way(tokens[before]!.word) * way(tokens[after]!.word), at: before};
  }
  return undefined;
}
