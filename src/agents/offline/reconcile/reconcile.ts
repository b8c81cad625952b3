import type {TableProfile} from "../../../data/profile.ts";
import {allOf} from "../../../planning/build_plan.ts";
import {periodCondition} from "../../../planning/compare_periods.ts";
import {formatValue} from "../../../planning/format_value.ts";
import type {Plan} from "../../../planning/plan.ts";
import type {Reading} from "../../../planning/reading.ts";
import {withStepTables} from "../../../planning/step_tables.ts";
import type {Condition} from "../../../tools/condition.ts";
import type {Measure} from "../../../tools/measure.ts";
import type {Artifact} from "../../../tools/tool.ts";
import type {PlannerInput, PlannerOutput} from "../../contracts.ts";
import {decline} from "../decline.ts";
import type {Claim} from "./claimed_number.ts";
import {pairsOf, type Variant, variantsOf} from "./variants.ts";

/** Measures of one query. */
const AT_ONCE = 100;
const MOST_TRIED = 1_500;
/** The id of the step that sets a claimed number beside the answer before: the writer knows it by that. */
export const RECONCILED = "reconciled";
export const RECONCILED_ONCE = "reconciled_once";

/**
 * Looks for the small change of the last answer that gives a number that someone else has: one change, else two. The plan sets
 * both side by side, with the rows between them.
 */
export async function reconcile(claim: Claim, input: PlannerInput): Promise<PlannerOutput> {
  const reading = input.earlier.at(-1)?.plan.reading;
  const profile = input.profiles.find((one) => one.table === reading?.table);
  if (!reading?.measures[0] || !profile || reading.joins.length > 0)
    return decline("There is no number before that this one could be held against.", input.profiles);
  const single = variantsOf(reading, profile);
  const same = {
    filters: reading.filters,
    period: reading.period,
    measure: reading.measures[0],
    said: "as it is",
    cost: 0,
  };
  const [now] = await tried(reading, [same], input);
  if (now && fitsClaim(now.value, claim))
    return decline(`That is what I have: ${claim.text} is the number of the answer before.`, input.profiles);
  const first = (await tried(reading, single, input)).filter(({value}) => value !== now?.value);
  const fits = matching(first, claim);
  const once = fits.length === 0 ? await withEachRowOnce(reading, profile, claim, input) : undefined;
  if (once) return once;
  const doubled = fits.length === 0 && now ? withTheTotals(reading, now.value, claim, input) : undefined;
  if (doubled) return doubled;
  const pairs = fits.length > 0 ? [] : pairsOf(reading, profile).slice(0, MOST_TRIED);
  const second = await tried(reading, pairs, input);
  const found = fits[0] ?? matching(second, claim)[0];
  if (found) return {kind: "plan", plan: besidePlan(reading, found.variant, claim, fits.slice(1, 3))};
  return noneFits(claim, [...first, ...second], reading);
}

/** Rows that are there twice, counted once. */
async function withEachRowOnce(
  reading: Reading,
  profile: TableProfile,
  claim: Claim,
  input: PlannerInput,
): Promise<PlannerOutput | undefined> {
  if (profile.duplicateRows === 0) return undefined;
  const [{aggregateTool}, {prepareDataTool}] = await Promise.all([
    import("../../../tools/aggregate.ts"),
    import("../../../tools/prepare_data.ts"),
  ]);
  const said = "with each repeated row once";
  const base = {
    filters: reading.filters,
    period: reading.period,
    measure: reading.measures[0]!,
    said,
    cost: 1,
  };
  const dedupe = {method: "deduplicate", table: reading.table};
  const artifacts = new Map<string, Artifact>();
  const context = {
    session: input.session,
    profile: async (table: string) => input.profiles.find((one) => one.table === table)!,
    artifacts,
    signal: input.signal,
    limits: {timeMs: 10_000, rows: 10},
    asOf: input.asOf,
    timeZone: input.timeZone,
  };
  const answer = {
    table: {$step: "once"},
    measures: [restricted(base, said), {name: "rows", fn: "count" as const}],
  };
  const made = await Promise.resolve(prepareDataTool.run(prepareDataTool.input.parse(dedupe), context)).catch(
    () => undefined,
  );
  if (!made) return undefined;
  artifacts.set("once", made);
  const opened = await withStepTables(
    {id: RECONCILED_ONCE, tool: "aggregate", input: answer},
    context,
    input.signal,
  );
  const artifact = await aggregateTool
    .run(aggregateTool.input.parse(answer), {...opened.context, signal: input.signal})
    .catch(() => undefined)
    .finally(() => opened.release());
  const value = artifact?.table.rows[0]?.[0];
  if (typeof value !== "number" || !fitsClaim(value, claim)) return undefined;
  const before = restricted({...base, said: "before"}, `${base.measure.name}, as read before`);
  return {
    kind: "plan",
    plan: {
      reading: {...plainReading(reading), assumptions: [`${claim.text} is the same ${said}`]},
      steps: [
        {id: "once", tool: "prepare_data", purpose: "keep each row once", input: dedupe},
        {id: RECONCILED_ONCE, tool: "aggregate", purpose: `look for ${claim.text}`, input: answer},
        {
          id: "before",
          tool: "aggregate",
          purpose: "the answer before",
          input: {table: reading.table, measures: [before]},
        },
      ],
      headline: RECONCILED_ONCE,
    },
  };
}

/** A sum that takes the file's own row of totals for one more row is twice the sum. */
function withTheTotals(
  reading: Reading,
  now: number,
  claim: Claim,
  input: PlannerInput,
): PlannerOutput | undefined {
  const [measure] = reading.measures;
  const dropped = input.session.datasets
    .find(({name}) => name === reading.table)
    ?.version.receipt.entries.some(({kind}) => /total/i.test(kind));
  if (
    !dropped ||
    measure?.fn !== "sum" ||
    !measure.of ||
    measure.over ||
    reading.filters.length > 0 ||
    reading.period
  )
    return undefined;
  if (!fitsClaim(2 * now, claim)) return undefined;
  const said = "with the file's own row of totals counted too";
  const twice: Measure = {...measure, name: said, of: {op: "*", left: measure.of, right: {constant: 2}}};
  const answer = {
    table: reading.table,
    measures: [twice, {...measure, name: `${measure.name}, as read before`}],
  };
  return {
    kind: "plan",
    plan: {
      reading: {...plainReading(reading), assumptions: [`${claim.text} is twice the sum, as ${said}`]},
      steps: [
        {
          id: RECONCILED,
          tool: "aggregate",
          purpose: `set ${claim.text} beside the answer before`,
          input: answer,
        },
      ],
      headline: RECONCILED,
    },
  };
}

const plainReading = (reading: Reading): Reading => ({
  ...reading,
  intent: "aggregate",
  groups: [],
  windows: [],
  order: [],
  having: [],
  limit: undefined,
  chart: undefined,
  comparison: undefined,
  placements: [],
});

interface Tried {
  variant: Variant;
  value: number;
}

async function tried(reading: Reading, variants: readonly Variant[], input: PlannerInput): Promise<Tried[]> {
  const {aggregateTool} = await import("../../../tools/aggregate.ts");
  const found: Tried[] = [];
  for (let at = 0; at < variants.length; at += AT_ONCE) {
    const some = variants.slice(at, at + AT_ONCE);
    const call = {
      table: reading.table,
      measures: some.map((variant, index) => restricted(variant, `v${index}`)),
    };
    const artifact = await aggregateTool
      .run(aggregateTool.input.parse(call), {
        session: input.session,
        profile: async (table) => input.profiles.find((one) => one.table === table)!,
        artifacts: new Map(),
        signal: input.signal,
        limits: {timeMs: 10_000, rows: 10},
        asOf: input.asOf,
        timeZone: input.timeZone,
      })
      .catch(() => undefined);
    const row = artifact?.table.rows[0];
    for (const [index, variant] of some.entries()) {
      const value = row?.[index];
      if (typeof value === "number") found.push({variant, value});
    }
  }
  return found;
}

/** A measure over the rows of a variant alone. */
function restricted({filters, period, measure}: Variant, name: string): Measure {
  const rows = rowsOf(filters, period);
  const where = allOf([...(measure.where ? [measure.where] : []), ...(rows ? [rows] : [])]);
  const over =
    measure.over && allOf([...(measure.over.where ? [measure.over.where] : []), ...(rows ? [rows] : [])]);
  return {
    ...measure,
    name,
    ...(where && {where}),
    ...(measure.over && {over: {...measure.over, ...(over && {where: over})}}),
  };
}

function rowsOf(filters: Variant["filters"], period: Variant["period"]): Condition | undefined {
  const stretch = period && periodCondition(period);
  return allOf([...filters.map((one) => one.condition), ...(stretch ? [stretch] : [])]);
}

function matching(all: readonly Tried[], claim: Claim): Tried[] {
  return all
    .filter(({value}) => fitsClaim(value, claim))
    .sort((a, b) => a.variant.cost - b.variant.cost || distance(a, claim) - distance(b, claim));
}

function fitsClaim(value: number, {value: claimed, tolerance, percent}: Claim): boolean {
  const shown = percent ? value * 100 : value;
  return Math.abs(shown - claimed) <= tolerance * (1 + 1e-9);
}

const distance = ({value}: Tried, claim: Claim): number => Math.abs(value - claim.value);

/** One aggregate: the number that fits, the number before, and the rows that are in one of them only. */
function besidePlan(reading: Reading, variant: Variant, claim: Claim, others: readonly Tried[]): Plan {
  const [before] = reading.measures;
  const then = {filters: reading.filters, period: reading.period, measure: before!, said: "", cost: 0};
  const rows = (one: Variant, name: string): Measure => {
    const where = rowsOf(one.filters, one.period);
    return {name, fn: "count", ...(where && {where})};
  };
  const fits = {...restricted(variant, variant.said)};
  const read = {...restricted(then, `${before!.name}, as read before`)};
  return {
    reading: {
      ...reading,
      intent: "aggregate",
      measures: [variant.measure],
      groups: [],
      windows: [],
      order: [],
      having: [],
      filters: variant.filters,
      period: variant.period,
      limit: undefined,
      chart: undefined,
      comparison: undefined,
      placements: [],
      assumptions: [
        `${claim.text} is the same ${variant.said}`,
        ...others.map(({variant: other}) => `${other.said} fits too`),
      ],
    },
    steps: [
      {
        id: RECONCILED,
        tool: "aggregate",
        purpose: `set ${claim.text} beside the answer before`,
        input: {
          table: reading.table,
          measures: [fits, read, rows(variant, "rows"), rows(then, "rows before")],
          windows: [
            {name: "difference", of: fits.name, fn: "change", from: read.name},
            {name: "rows between them", of: "rows", fn: "change", from: "rows before"},
          ],
        },
      },
    ],
    headline: RECONCILED,
  };
}

function noneFits(claim: Claim, all: readonly Tried[], reading: Reading): PlannerOutput {
  const near = [...all].sort((a, b) => distance(a, claim) - distance(b, claim)).slice(0, 2);
  const unit = reading.measures[0]?.unit;
  const said = near.map(({variant, value}) => `${variant.said}: ${formatValue(value, unit ? {unit} : {})}`);
  return {
    kind: "declined",
    reason: `No small change of what was asked gives ${claim.text}: I tried ${all.length}, one at a time and two together.${said.length > 0 ? ` Nearest: ${said.join("; ")}.` : ""}`,
    suggestions: [],
    unplaced: [],
  };
}
