import {defineMethod, definePlugin, defineTool, problem, tableField} from "tabletalk/plugin";
import {z} from "zod";
import {readCalendar} from "./calendar.js";
import {lollipop} from "./lollipop.js";

const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/** How often each first digit stands in a column, beside what Benford's law expects. */
const benford = defineMethod({
  family: "run_statistics",
  name: "benford",
  description: "First digits of a column of numbers against Benford's law: counts, shares, chi-squared.",
  input: z.strictObject({table: tableField, column: z.string()}),
  async run({table, column}, {query}) {
    const {rows} = await query(
      `SELECT CAST(substr(regexp_replace(CAST(abs(${quoted(column)}) AS VARCHAR), '^[0.]+', ''), 1, 1) AS INTEGER) AS digit, count(*) AS n
       FROM ${quoted(table)} WHERE ${quoted(column)} <> 0 GROUP BY 1 ORDER BY 1`,
    );
    const counts = new Map(rows.map(([digit, n]) => [Number(digit), Number(n)]));
    const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
    if (total === 0) throw problem(`${column} has no number but zero.`, "Choose a column of amounts.");
    const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => {
      const share = Math.log10(1 + 1 / digit);
      return {digit, count: counts.get(digit) ?? 0, expected: share * total};
    });
    const chi = digits.reduce((sum, {count, expected}) => sum + (count - expected) ** 2 / expected, 0);
    return {
      title: `First digits of ${column}`,
      table: {
        columns: ["digit", "count", "share", "expected_share"],
        rows: digits.map(({digit, count, expected}) => [digit, count, count / total, expected / total]),
      },
      notes: [
        `Chi-squared ${chi.toFixed(2)} with 8 degrees of freedom; 15.51 is exceeded once in 20 where the law holds.`,
        ...(total < 100 ? ["Fewer than 100 numbers: the law says little of so few."] : []),
      ],
    };
  },
});

const everyNth = defineMethod({
  family: "prepare_data",
  name: "every_nth",
  description: "A new table of every nth row, in the order of a column.",
  input: z.strictObject({table: tableField, n: z.number().int().min(2), by: z.string()}),
  run: async ({table, n, by}) => ({
    title: `Every ${n}th row of ${table}`,
    select: `SELECT * EXCLUDE (place) FROM (SELECT *, row_number() OVER (ORDER BY ${quoted(by)}) AS place FROM ${quoted(table)}) WHERE place % ${n} = 0`,
    notes: [`Rows in the order of ${by}.`],
  }),
});

const workingDays = defineTool({
  name: "working_days",
  description: "How many days from Monday to Friday lie between two dates, both counted.",
  input: z.strictObject({from: z.iso.date(), to: z.iso.date()}),
  async run({from, to}) {
    const [first, last] = [Date.parse(from), Date.parse(to)];
    if (last < first) throw problem(`${to} is before ${from}.`, "Give the earlier date as from.");
    const days = (last - first) / 86_400_000 + 1;
    const weeks = Math.floor(days / 7);
    const rest = Array.from({length: days % 7}, (_, at) => new Date(first + at * 86_400_000).getUTCDay());
    const count = weeks * 5 + rest.filter((day) => day % 6 !== 0).length;
    return {
      title: `Working days from ${from} to ${to}`,
      table: {columns: ["from", "to", "working_days"], rows: [[from, to, count]]},
      notes: ["Public holidays are counted as working days."],
    };
  },
});

export const plugin = definePlugin({
  name: "tabletalk-sample",
  version: "1.0.0",
  methods: [benford, everyNth],
  tools: [workingDays],
  agents: [
    {
      name: "auditor",
      does: "looks for numbers that were made up: first digits, repeats, outliers",
      instructions: "You look for signs that amounts were invented. Begin with run_statistics.benford.",
      tools: ["run_statistics.benford", "prepare_data.filter", "aggregate"],
    },
  ],
  importers: [
    {
      endings: [".ics"],
      description: "Events of a calendar (iCalendar): summary, start, end, location.",
      read: readCalendar,
    },
  ],
  charts: [
    {
      kind: "lollipop",
      description: "Points on stems, one a category: x the category, y the number.",
      instead: "bar",
      figure: lollipop,
    },
  ],
});
