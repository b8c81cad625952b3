import {z} from "zod";
import type {ColumnProfile} from "../../data/profile.ts";
import {groups as isGroup} from "../../data/roles.ts";
import type {Cell} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {Driver, DriverColumn} from "../../statistics/insights/drivers.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import {knownAs, unknownColumn} from "../nearest.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {loadColumns} from "./load_columns.ts";
import {rowNotes} from "./load_groups.ts";

const keyDriversInputSchema = z.strictObject({
  method: z.literal("key_drivers"),
  ...sourceFields,
  target: z.string().describe("the outcome: a number, a label or a yes/no"),
  columns: z.array(z.string()).max(60).optional().describe("default: every number and category"),
  seed: z.number().int().min(0).max(4_294_967_295).default(42),
});
type KeyDriversInput = z.infer<typeof keyDriversInputSchema>;

/** What goes with an outcome, the strongest first. */
export const keyDriversMethod = defineMethod<KeyDriversInput>({
  name: "key_drivers",
  description:
    "What goes with an outcome: every column's strength (0 to 1), corrected p, and its strength on held-out rows; copies of the outcome set aside. Association, no proof of cause.",
  input: keyDriversInputSchema as z.ZodType<KeyDriversInput>,
  run: keyDrivers,
});

const MOST_LABELS = 50;
const MOST_COLUMNS = 60;
const LEAST_ROWS = 20;
/** A column that goes with the outcome this closely tells it: another form of it, most often. */
const COPY = 0.98;

/**
 * A row a column: strength, p (Benjamini and Hochberg), strength on held-out rows, rows. Those with p over 0.05, and copies of
 * the outcome, come last.
 * @throws TabletalkError bad_plan where the outcome never varies, fewer than 20 rows have it, or no column is left
 */
async function keyDrivers(input: KeyDriversInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const profile = await context.profile(input.table);
  const names = profile.columns.map((column) => column.name);
  const known = (name: string): ColumnProfile => {
    const found = knownAs(name, names);
    if (found === undefined) throw unknownColumn(name, input.table, names);
    return profile.columns.find((column) => column.name === found)!;
  };
  const target = known(input.target);
  if (!isNumber(target) && !isLabel(target))
    throw new TabletalkError(
      "bad_plan",
      `${target.name} is neither a number nor a label with up to ${MOST_LABELS} values.`,
      "Name a number, a category or a yes/no column.",
    );
  const asked = input.columns?.map(known);
  const usable = (asked ?? profile.columns).filter(
    (column) => column.name !== target.name && (isNumber(column) || isLabel(column)),
  );
  const columns = usable.slice(0, MOST_COLUMNS);
  if (columns.length === 0)
    throw new TabletalkError(
      "bad_plan",
      `No column could go with ${target.name}.`,
      "Name numbers, or labels with a few values.",
    );
  const all = [target, ...columns];
  const [numbers, labels] = [all.filter((column) => !isLabelled(column)), all.filter(isLabelled)];
  const loaded = await loadColumns(
    {
      ...input,
      columns: numbers.map(({name}) => ({name, of: {column: name}})),
      groups: labels.map(({name}) => ({name, of: {column: name}})),
    },
    context,
  );
  const columnOf = (column: ColumnProfile): DriverColumn =>
    isLabelled(column)
      ? coded(column.name, loaded.groups[labels.indexOf(column)]!.cells)
      : {name: column.name, numbers: loaded.numbers[numbers.indexOf(column)]!};
  const outcome = columnOf(target);
  checkOutcome(outcome, target.name);
  const found = await offload(
    "statistics/insights/drivers",
    "drivers",
    [outcome, columns.map(columnOf), input.seed],
    workOf(context),
  );
  const {adjust} = await import("../../statistics/multiple/adjust.ts");
  const p = adjust(
    found.map((one) => one.p),
    "benjamini_hochberg",
  );
  const rated = found.map((one, at) => ({...one, p: p[at]!}));
  const copies = rated.filter((one) => one.strength >= COPY);
  const place = (one: Driver): number => (one.strength >= COPY ? 2 : one.p < 0.05 ? 0 : 1);
  const order = [...rated].sort((a, b) => place(a) - place(b) || b.strength - a.strength);
  const rows = order.map((one): Cell[] => [one.name, one.strength, one.p, one.heldOut, one.n, one.measure]);
  const certain = order.filter((one) => place(one) === 0 && one.heldOut > 0);
  const left = profile.columns.length - 1 - usable.length;
  return artifactOf(
    {
      tool: "run_statistics",
      method: "key_drivers",
      kind: "statistic",
      title: `What goes with ${target.name}`,
      table: {
        columns: [
          {name: "column", type: "text"},
          {name: "strength", type: "number"},
          {name: "p", type: "number"},
          {name: "strength on held-out rows", type: "number"},
          {name: "rows", type: "integer"},
          {name: "measured by", type: "text"},
        ],
        rows,
      },
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [
        certain.length === 0
          ? `Nothing goes with ${target.name} by more than chance.`
          : `${certain.length} of ${found.length} columns go with ${target.name} by more than chance, on held-out rows too.`,
        ...rowNotes(loaded, 0),
        ...(copies.length > 0
          ? [
              `${copies.map((one) => one.name).join(", ")} tells ${target.name} almost alone: a form of it, most often, and no driver.`,
            ]
          : []),
        ...(left > 0 && !asked
          ? [`${left} columns were left out: identifiers, dates, free text, or over ${MOST_LABELS} values.`]
          : []),
        `p is corrected for ${found.length} columns (Benjamini and Hochberg). What goes together need not cause one another.`,
      ],
      begun,
    },
    context,
  );
}

const isNumber = (column: ColumnProfile): boolean =>
  column.role === "measure" && (column.type === "integer" || column.type === "number");
const isLabel = (column: ColumnProfile): boolean =>
  (isGroup(column) || column.type === "boolean") && column.distinct > 1 && column.distinct <= MOST_LABELS;
const isLabelled = (column: ColumnProfile): boolean => !isNumber(column);

function coded(name: string, cells: readonly Cell[]): DriverColumn {
  const codes = new Map<string, number>();
  const own = Int32Array.from(cells, (cell) => {
    if (cell === null) return -1;
    const key = String(cell);
    const code = codes.get(key) ?? codes.size;
    codes.set(key, code);
    return code;
  });
  return {name, codes: own, count: codes.size};
}

function checkOutcome(outcome: DriverColumn, name: string): void {
  const values =
    "numbers" in outcome
      ? outcome.numbers.filter(Number.isFinite)
      : outcome.codes.filter((code) => code >= 0);
  if (values.length < LEAST_ROWS)
    throw new TabletalkError(
      "bad_plan",
      `${values.length} rows have a ${name}; ${LEAST_ROWS} are needed to look for what goes with it.`,
      "Take more rows, or another outcome.",
    );
  if (values.every((value) => value === values[0]))
    throw new TabletalkError(
      "bad_plan",
      `${name} is the same in every row.`,
      "Choose an outcome that varies.",
    );
}
