import {altText} from "../charts/alt_text.ts";
import {chartSpecSchema} from "../charts/spec.ts";
import type {Block} from "./document.ts";
import type {ReportedAnswer} from "./from_answers.ts";

/** So many rows of a table stand in a finding; all of them in the workbook. */
const ROWS = 200;
const FEWEST_TO_DRAW = 2;

/** What an answer shows: its chart, and its table where the chart does not tell it whole. One number alone needs neither. */
export function answerBlocks(
  {plan, artifacts}: Pick<ReportedAnswer, "plan" | "artifacts">,
  keyOf: (step: string) => string,
): Block[] {
  const blocks: Block[] = [];
  const drawn = plan?.chart === undefined ? undefined : artifacts[plan.chart];
  const spec = chartSpecSchema.safeParse(drawn?.chart);
  const isDrawn =
    drawn && spec.success && (drawn.table.rows.length >= FEWEST_TO_DRAW || spec.data.kind === "kpi");
  if (isDrawn)
    blocks.push({
      kind: "chart",
      table: keyOf(plan!.chart!),
      spec: spec.data,
      altText: altText(spec.data, drawn.table),
    });
  const step = plan?.headline ?? Object.keys(artifacts).at(-1);
  const headline = step === undefined ? undefined : artifacts[step];
  if (!headline || headline.table.rows.length < 2) return blocks;
  if (isDrawn && headline.kind !== "table") return blocks;
  const told = new Set(isDrawn ? drawn.table.columns.map(({name}) => name) : []);
  const more = headline.table.columns.some(({name}) => !told.has(name));
  if (!isDrawn || more || headline.table.rows.length > drawn.table.rows.length)
    blocks.push({kind: "table", table: keyOf(step!), title: headline.title, rows: ROWS});
  return blocks;
}
