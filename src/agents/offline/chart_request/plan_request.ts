import type {TableProfile} from "../../../data/profile.ts";
import type {Plan} from "../../../planning/plan.ts";
import type {Reading} from "../../../planning/reading.ts";
import type {PlannerInput} from "../../contracts.ts";
import {leansBack} from "../follow_up.ts";
import {buildLexicon} from "../lexicon.ts";
import {lookUpValues} from "../look_up_values.ts";
import {tokenize} from "../tokens.ts";
import {type ReadRequest, readRequest} from "./read_request.ts";

/** A request for a chart, and the table that it is read against. */
export interface PlannedRequest {
  reading: Reading;
  profile: TableProfile;
  /** A kind of chart is asked for by name. */
  pictured: boolean;
  /** A picture is asked for, or two numbers are set against each other. */
  outright: boolean;
}

/** Reads a question, as it was typed or as it was put in plainer words, as a request for a chart; undefined where it is none, or fits no table or several. */
export async function planRequest(
  question: string,
  input: PlannerInput,
): Promise<PlannedRequest | undefined> {
  const asTyped = input.question.trim();
  return (await planAs(question, input)) ?? (question === asTyped ? undefined : planAs(asTyped, input));
}

async function planAs(question: string, input: PlannerInput): Promise<PlannedRequest | undefined> {
  const asOf = input.asOf.toISOString().slice(0, 10);
  const earlier = input.earlier.at(-1)?.plan.reading;
  const leaning = earlier ? leansBack(tokenize(question)) : "no";
  const found: PlannedRequest[] = [];
  for (const profile of input.profiles) {
    const lexicon = buildLexicon(profile);
    let read = readRequest(question, lexicon, asOf);
    if (!read.reading && (await lookUpValues(question, lexicon, input.session, input.signal)))
      read = readRequest(question, lexicon, asOf);
    const changed = earlier?.table === profile.table ? read.change?.(earlier) : undefined;
    if (changed) return {reading: changed, profile, pictured: true, outright: true};
    // What leans on the question before is a change of its reading, unless it names all that it shows.
    if (earlier && (read.change || leaning === "surely" || !read.whole)) continue;
    if (read.reading)
      found.push({
        reading: read.reading,
        profile,
        pictured: read.marks.kind !== undefined,
        outright: isOutright(read),
      });
  }
  return found.length === 1 ? found[0] : undefined;
}

/** Whether a plan computes what a request asks for, so that they differ in the chart alone. */
export const drawsTheSame = ({reading}: PlannedRequest, plan: Plan): boolean =>
  plan.reading !== undefined && computesTheSame(reading, plan.reading);

function computesTheSame(one: Reading, other: Reading): boolean {
  const said = ({
    intent,
    table,
    measures,
    groups,
    filters,
    period,
    having,
    windows,
    limit,
    comparison,
    order,
  }: Reading) =>
    JSON.stringify([
      intent,
      table,
      measures.map(({fn, of}) => [fn, of ?? null]),
      groups
        .map((group) => JSON.stringify([group.of, group.unit, group.part, group.width, group.bins]))
        .sort(),
      filters.map((filter) => filter.condition),
      period?.said,
      having,
      windows,
      limit,
      comparison,
      order.map(({direction}) => direction),
    ]);
  return one.joins.length === 0 && said(one) === said(other);
}

const isOutright = ({marks, reading, against, codes, parted}: ReadRequest): boolean =>
  marks.asked ||
  codes === true ||
  parted === true ||
  (reading?.intent === "relation" && (reading.groups.length > 0 || against === true));
