import {withFinding} from "../../charts/finding.ts";
import type {ChartSpec} from "../../charts/spec.ts";
import type {Table} from "../../data/table.ts";
import {bindNumber} from "../../planning/bind_number.ts";
import type {Evidence} from "../../planning/evidence.ts";
import {scanNumbers} from "../../planning/scan_numbers.ts";
import {verifyDraft} from "../../planning/verify.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {BoundText} from "../document.ts";
import type {Tile} from "./spec.ts";
import {isOfSome, ownFinding} from "./tile_chart.ts";

/** A text and where each of some of its numbers is from, in the order that they stand there. */
export function boundAt(text: string, numbers: readonly {text: string; evidence: Evidence[]}[]): BoundText {
  let from = 0;
  const evidence = numbers.flatMap((number) => {
    const start = text.indexOf(number.text, from);
    if (start < 0) return [];
    from = start + number.text.length;
    return [{text: number.text, start, end: from, evidence: number.evidence}];
  });
  return {text, evidence};
}

/** Every number of a text bound to cells of an artifact; undefined where one of them is in none. */
export function boundIn(text: string, step: string, artifact: Artifact): BoundText | undefined {
  const artifacts = new Map([[step, artifact]]);
  const verified = verifyDraft({text, values: []}, artifacts);
  const evidence = scanNumbers(text).map((number) => {
    const known = verified.evidence.find(({start, end}) => start < number.end && number.start < end);
    if (known) return known;
    const context = {before: text.slice(0, number.start), after: text.slice(number.end)};
    const cells = bindNumber(number, artifacts, context);
    return cells.length > 0
      ? {text: number.text, start: number.start, end: number.end, evidence: cells}
      : undefined;
  });
  if (evidence.some((one) => one === undefined)) return undefined;
  const bound = evidence.filter((one) => one !== undefined);
  return {
    text,
    evidence: bound.map(({text: said, start, end, evidence: cells}) => ({
      text: said,
      start,
      end,
      evidence: cells,
    })),
  };
}

/**
 * What a chart shows as its title, each number of it bound to the chart's cells; its subject where nothing stands out, or
 * where a number could not be bound.
 */
export function boundTitle(
  tile: Tile,
  chart: ChartSpec,
  shown: Table,
  {step, artifact}: {step: string; artifact: Artifact},
): {spec: ChartSpec; title: BoundText} {
  const plain = {spec: {...chart, titleIsSubject: false}, title: {text: chart.title, evidence: []}};
  if (artifact.truncated) return plain;
  const own = ownFinding(tile, shown, artifact.units);
  if (own) {
    const numbers = own.numbers.map(({text, cells}) => ({
      text,
      evidence: cells.map((cell) => ({step, ...cell})),
    }));
    const spec = {...chart, title: own.text, subtitle: chart.title, titleIsSubject: false};
    return {spec, title: boundAt(own.text, numbers)};
  }
  const found = withFinding(chart, shown);
  if (found.title === chart.title || isOfSome(tile, shown, found.title)) return plain;
  const r = tile.kind === "scatter" ? /r = −?[\d.]+/.exec(found.title)?.[0] : undefined;
  const title = r
    ? boundAt(found.title, [
        {text: r, evidence: tile.columns.map(({name}) => ({step, row: 0, column: name}))},
      ])
    : boundIn(found.title, step, {...artifact, table: shown});
  if (!title) return plain;
  const isShare = tile.kind === "pie" || tile.kind === "donut";
  const whole = shown.rows.map((_, row) => ({step, row, column: tile.measures[0]?.name ?? ""}));
  // A share is of all the slices.
  const evidence = title.evidence.map((one) =>
    isShare && one.text.endsWith("%") ? {...one, evidence: whole} : one,
  );
  return {spec: {...found, titleIsSubject: false}, title: {...title, evidence}};
}
