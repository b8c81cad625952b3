import {z} from "zod";
import {readable} from "../../charts/format.ts";
import {type ChartSpec, chartSpecSchema} from "../../charts/spec.ts";
import {TabletalkError} from "../../errors.ts";
import {nearestNames} from "../../tools/nearest.ts";

/** A call of make_chart as it was meant: a table and how it is drawn. */
export interface ChartCall {
  /** A name, or a SELECT. */
  table: string;
  spec: ChartSpec;
}

/** What libraries of charts call a series. */
const SERIES = ["color", "colour", "hue", "group"];

const fieldsSchema = chartSpecSchema.omit({own: true}).partial({title: true}).strict();

/**
 * Reads the input of a call. Fields of `more` may stand beside it too.
 * @throws TabletalkError bad_plan with what would fit
 */
export function readChartCall({table, more, ...fields}: Record<string, unknown>): ChartCall {
  if (typeof table !== "string" || table.trim() === "")
    throw bad("make_chart needs a table.", "Give its name, or a SELECT that gives what is plotted.");
  const given = withoutNulls({...fields, ...objectOf(more)});
  const series = SERIES.find((name) => given[name] !== undefined);
  if (series !== undefined && given.series === undefined) {
    given.series = given[series];
    delete given[series];
  }
  const parsed = fieldsSchema.safeParse(given);
  if (!parsed.success) throw explained(parsed.error);
  const {title, ...spec} = parsed.data;
  return {
    table,
    spec: title === undefined ? {...spec, title: subjectOf(spec), titleIsSubject: true} : {...spec, title},
  };
}

/** Models write null for what they leave out. */
function withoutNulls(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== ""));
}

/** Some models write the inner object as text. */
function objectOf(more: unknown): Record<string, unknown> {
  if (more === undefined || more === null || more === "") return {};
  if (typeof more === "object" && !Array.isArray(more)) return more as Record<string, unknown>;
  if (typeof more === "string") {
    try {
      return objectOf(JSON.parse(more));
    } catch {
      // told below
    }
  }
  throw bad("more is no object.", 'Write it as {"facet": "region"}.');
}

const LISTED = new Intl.ListFormat("en");

/** What a chart is of, from its columns: "Revenue by month and region". */
export function subjectOf({kind, x, y, series, facet, parent}: Omit<ChartSpec, "title">): string {
  const by = [...new Set([parent ?? [], x, series ?? [], facet ?? []].flat())].map(lower);
  if (kind === "histogram") return `Distribution of ${lower(x)}`;
  const [first, ...others] = [y ?? []].flat();
  if (first === undefined) return readable(x);
  return `${LISTED.format([readable(first), ...others.map(lower)])} by ${LISTED.format(by)}`;
}

const lower = (name: string): string => readable(name).toLowerCase();

function explained(error: z.ZodError): TabletalkError {
  const issue = error.issues[0]!;
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0]!;
    const fields = Object.keys(fieldsSchema.shape);
    const near = nearestNames(key, fields);
    return bad(
      `make_chart has no field '${key}'${near.length > 0 ? `; nearest: ${near.join(", ")}` : ""}.`,
      `more takes: ${fields.join(", ")}.`,
    );
  }
  const field = issue.path.join(".");
  const schema = chartSpecSchema.shape[issue.path[0] as keyof ChartSpec];
  const options = schema instanceof z.ZodEnum ? `It is one of: ${schema.options.join(", ")}.` : undefined;
  const about = schema?.description && `${field}: ${schema.description}.`;
  return bad(
    `make_chart's ${field} does not fit.`,
    options ?? about ?? `Give ${field} as the name of a column, as describe_table tells it.`,
  );
}

const bad = (message: string, next: string) => new TabletalkError("bad_plan", message, next);
