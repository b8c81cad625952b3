import type {TableProfile} from "../../../data/profile.ts";
import type {Reading} from "../../../planning/reading.ts";
import {sayReading} from "../../../planning/say_reading.ts";
import type {DeskParts, KnownVisitor} from "../desk_parts.ts";
import {plainLine} from "../escape.ts";
import type {ReplyField, ReplyForm} from "../reply.ts";
import {
  ANY_CHART,
  CHARTS,
  columnOf,
  dateColumn,
  editableMeasure,
  FUNCTIONS,
  groupOptions,
  keyOf,
  measurable,
} from "./fix_options.ts";
import {periodText} from "./period_text.ts";
import {type AnswerAtPlace, demandData} from "./turn_at_place.ts";

const LIMIT_MS = 20_000;
/** No platform takes a longer label. */
const LONGEST_LABEL = 70;

/** A form that changes how a question was read; where the reading is not of a kind that a form can hold, one line for other words. */
export async function fixForm(
  parts: Pick<DeskParts, "service">,
  visitor: KnownVisitor,
  stored: AnswerAtPlace,
): Promise<ReplyForm> {
  const {turn, answer} = stored;
  const reading = answer.parts ? undefined : answer.plan?.reading;
  const read = answer.reading ?? (reading && sayReading(reading));
  const words: ReplyField = {
    kind: "text",
    id: "words",
    label: "Say it in other words",
    hint: "This is then asked as a new question.",
    isOptional: true,
    isLong: true,
  };
  const form = {
    id: `fix:${turn.id}`,
    title: "Change the question",
    submit: "Ask",
    intro: plainLine(read ?? turn.question),
  };
  if (!reading || !editableMeasure(reading))
    return {...form, fields: [{...words, value: turn.question, isOptional: false}]};
  const profile = await profileOf(parts, visitor, stored, reading);
  return {...form, fields: [...fieldsOf(reading, profile), words]};
}

/** The profile of the table that a reading is of, for whoever may see it. @throws TabletalkError forbidden, no_data */
export async function profileOf(
  parts: Pick<DeskParts, "service">,
  visitor: KnownVisitor,
  {turn}: Pick<AnswerAtPlace, "turn">,
  {table}: Reading,
): Promise<TableProfile> {
  await demandData(parts, visitor, turn.conversation, [table]);
  const workspace = parts.service.workspace(visitor.principal.workspace);
  const signal = AbortSignal.timeout(LIMIT_MS);
  return workspace.withSession([table], (session) => session.profile(table, {signal}));
}

function fieldsOf(reading: Reading, profile: TableProfile): ReplyField[] {
  const measure = editableMeasure(reading);
  const column = columnOf(measure?.of);
  const groups = groupOptions(reading, profile);
  const period = periodText(reading.period);
  const fields: ReplyField[] = [
    {
      kind: "select",
      id: "what",
      label: "What",
      isOptional: false,
      value: measure?.fn ?? "count",
      options: FUNCTIONS.map(({value, label}) => ({value, label})),
    },
    {
      kind: "select",
      id: "column",
      label: "Of which column",
      isOptional: true,
      ...(column !== undefined && {value: keyOf(column)}),
      options: measurable(profile).map(({name}) => option(keyOf(name), name)),
    },
    {
      kind: "select_many",
      id: "groups",
      label: "By",
      isOptional: true,
      values: reading.groups.map((_, at) => `now.${at}`),
      options: groups.map(({value, label}) => option(value, label)),
    },
  ];
  if (dateColumn(reading, profile) !== undefined)
    fields.push({
      kind: "text",
      id: "period",
      label: "When",
      hint: "2024, 2024-05, or 2024-01-01 to 2024-03-31. Empty: all of it.",
      isOptional: true,
      ...(period !== undefined && {value: period}),
    });
  if (reading.filters.length > 0)
    fields.push({
      kind: "select_many",
      id: "filters",
      label: "Only where",
      isOptional: true,
      values: reading.filters.map((_, at) => String(at)),
      options: reading.filters.map(({said}, at) => option(String(at), said)),
    });
  fields.push(
    {
      kind: "text",
      id: "limit",
      label: "How many at most",
      hint: "Empty: all.",
      isOptional: true,
      ...(reading.limit !== undefined && {value: String(reading.limit)}),
    },
    {
      kind: "select",
      id: "chart",
      label: "Chart",
      isOptional: true,
      value: CHARTS.find((kind) => kind === reading.chart?.kind) ?? ANY_CHART,
      options: [{value: ANY_CHART, label: "As it suits"}, ...CHARTS.map((kind) => option(kind, kind))],
    },
  );
  return fields.filter((field) => !("options" in field) || field.options.length > 0);
}

function option(value: string, label: string) {
  const line = plainLine(label) || "(no name)";
  return {
    value,
    label: line.length > LONGEST_LABEL ? `${[...line].slice(0, LONGEST_LABEL - 2).join("")}…` : line,
  };
}
