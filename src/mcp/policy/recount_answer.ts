import type {Answer} from "../../channels/channel.ts";
import {TabletalkError} from "../../errors.ts";
import type {Plan} from "../../planning/plan.ts";
import {aggregateInputSchema} from "../../tools/aggregate_input.ts";
import type {Artifact} from "../../tools/tool.ts";
import {runCall} from "../call_registry.ts";
import {FEWEST_ROWS} from "../guarded_select.ts";
import type {McpCalling} from "../mcp_tool.ts";
import {fewestValues} from "./fewest_values.ts";
import {isPlainMeasure} from "./plain_measure.ts";
import {isPlainCondition, isPlainGroup} from "./plain_parts.ts";

/** What may be told of the table of an answer. */
export interface Recounted {
  /** Row by row, cell by cell. */
  isTold: boolean[][];
  /** How many groups are too small, those that the answer does not show included. */
  small: number;
  /** Nothing of it is withheld. */
  isWhole: boolean;
}

const COUNTED = "result";
const MOST_GROUPS = 10_000;

/**
 * Counts again, over the data, of how many rows and values each cell of an answer is; undefined where that cannot be known.
 * @throws TabletalkError aborted
 */
export async function recountAnswer(
  answer: Answer,
  headline: Artifact,
  calling: McpCalling,
): Promise<Recounted | undefined> {
  const {plan} = answer;
  const step = plan?.steps.find(({id}) => id === plan.headline);
  const parsed = aggregateInputSchema.safeParse(step?.input);
  if (!plan || step?.tool !== "aggregate" || !parsed.success || headline.truncated) return undefined;
  const input = parsed.data;
  const {table, joins, groups, measures, windows, where, period, includeMissing} = input;
  if (typeof table !== "string") return undefined;
  // A row of a joined table may stand for many.
  const isOwn = ({of}: (typeof measures)[number]) =>
    !of || joins.length === 0 || ("table" in of && of.table === table);
  const conditions = new Set(measures.flatMap((one) => (one.where ? [JSON.stringify(one.where)] : [])));
  const plain = measures.map(
    (one) => isPlainMeasure(one) && isOwn(one) && (!one.where || conditions.size === 1),
  );
  if (!groups.every(isPlainGroup) || (where && !isPlainCondition(where))) return undefined;
  const counting: Plan = {
    steps: [
      {
        id: COUNTED,
        tool: "aggregate",
        input: {
          table,
          joins,
          includeMissing,
          ...(where && {where}),
          ...(period && {period}),
          groups: groups.map((group, at) => ({...group, name: `group_${at}`})),
          measures: [
            {name: "rows_counted", fn: "count"},
            ...measures.flatMap(({of, where: only}, at) => [
              {
                name: `values_${at}`,
                fn: "count",
                ...(plain[at] && of && {of}),
                ...(plain[at] && only && {where: only}),
              },
              {name: `in_all_${at}`, fn: "count", ...(plain[at] && of && {of})},
            ]),
          ],
        },
      },
    ],
    headline: COUNTED,
  };
  const counted = await runCall(calling, counting, async ({artifact}) => artifact, {rows: MOST_GROUPS}).catch(
    (error: unknown) => {
      if (error instanceof TabletalkError && error.code !== "aborted") return undefined;
      throw error;
    },
  );
  if (!counted || counted.truncated) return undefined;
  const keyOf = (row: readonly unknown[]): string => JSON.stringify(row.slice(0, groups.length));
  const counts = new Map(counted.table.rows.map((row) => [keyOf(row), row.slice(groups.length).map(Number)]));
  const small = counted.table.rows.filter((row) => Number(row[groups.length]) < FEWEST_ROWS).length;
  const isCellTold = (place: number, [rows = 0, ...values]: number[]): boolean => {
    if (rows < FEWEST_ROWS) return false;
    const measure = measures[place];
    // The rows behind a group come last.
    if (!measure) return place === measures.length + windows.length;
    const [behind = 0, inAll = 0] = values.slice(2 * place);
    const least = fewestValues(measure.fn, measure.q);
    const left = inAll - behind;
    return (
      plain[place] === true && least !== undefined && behind >= least && (left === 0 || left >= FEWEST_ROWS)
    );
  };
  const cells = (row: readonly unknown[]): boolean[] => {
    const own = counts.get(keyOf(row));
    return row.map((_, at) => {
      if (!own) return false;
      return at < groups.length ? (own[0] ?? 0) >= FEWEST_ROWS : isCellTold(at - groups.length, own);
    });
  };
  const told = headline.table.rows.map(cells);
  // Shares and changes are of groups that are not shown, too: they are told where every number that they are made of is.
  const ofMeasures = told.every((row) => row.every((one, at) => one || isWindow(at)));
  const areAllLarge = [...counts.values()].every((own) =>
    measures.every((_, place) => isCellTold(place, own)),
  );
  function isWindow(at: number): boolean {
    const place = at - groups.length - measures.length;
    return place >= 0 && place < windows.length;
  }
  const withWindows = ofMeasures && areAllLarge && small === 0;
  const isTold = told.map((row) => row.map((one, at) => one || (withWindows && isWindow(at))));
  return {isTold, small, isWhole: isTold.every((row) => row.every(Boolean))};
}
