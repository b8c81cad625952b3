import {writeFileSync} from "node:fs";
import {fileURLToPath} from "node:url";

/**
 * Writes fourth.jsonl: planted misreadings over the tables of `../public-files/data` and `../fresh-files/data`, in the form of
 * questions.jsonl. A misreading is the right reading with one part changed. `node evals/misreadings/make_fourth.ts`;
 * `check_third.ts fourth.jsonl` runs both readings of each.
 */
type Part = Record<string, unknown>;
type Row = [kind: string, question: string, right: Part, change: Part];

const FILES: Record<string, string> = {
  us_births_2000_2014_ssa: "../public-files/data/US_births_2000-2014_SSA.csv",
  animal_rescues: "../public-files/data/animal_rescues.csv",
  daily_show_guests: "../public-files/data/daily_show_guests.csv",
  fossil_fuel_co2_emissions_by_nation: "../public-files/data/fossil-fuel-co2-emissions-by-nation.csv",
  recent_grads: "../public-files/data/recent-grads.csv",
  bookings_2025: "../fresh-files/data/bookings 2025.csv",
  card_4471: "../fresh-files/data/card_4471.csv",
  helpdesk_dump: "../fresh-files/data/helpdesk_dump.csv",
  staff_list: "../fresh-files/data/staff list.csv",
  stoppages: "../fresh-files/data/stoppages.csv",
};
const agg = (table: string, more: Part): Part => ({intent: "aggregate", table, ...more});
const which = (table: string, more: Part): Part => ({
  intent: "which",
  table,
  question: "which",
  limit: 1,
  ...more,
});
const one = (name: string, fn: string, of?: string): Part[] => [{name, fn, ...(of && {of})}];
const by = (...columns: string[]): Part[] => columns.map((of) => ({of}));
const cut = (column: string, unit: string): Part[] => [{of: column, unit}];
const span = (column: string, from?: string, through?: string): Part => ({
  column,
  ...(from && {from}),
  ...(through && {through}),
});
const share = (where: string, over: Part = {}): Part[] => [
  {name: "share", fn: "count", where, over: {fn: "count", ...over}},
];
const BIRTHS = "us_births_2000_2014_ssa";
const CALLS = "animal_rescues";
const SHOW = "daily_show_guests";
const CO2 = "fossil_fuel_co2_emissions_by_nation";
const GRADS = "recent_grads";
const BOOK = "bookings_2025";
const CARD = "card_4471";
const DESK = "helpdesk_dump";
const STAFF = "staff_list";
const STOPS = "stoppages";
const COST = '"incident-notional-cost"';
const CALLED = "date_time of call";
const ANIMAL = '"animal group parent"';
const CSAT = '"CSAT (1-5)"';
const PAY = '"Salary (FTE)"';
const DOWN = '"Down Min"';
const START = "Start (m/d/y)";
const OUT = '"Money Out"';
const SPENT = "Trans. Date";

const ROWS: Row[] = [
  // The function is another.
  [
    "wrong_aggregate",
    "how long does a stop normally last, by cause",
    agg(STOPS, {measures: one("mins", "median", DOWN), groups: by("Cause")}),
    {measures: one("mins", "sum", DOWN)},
  ],
  [
    "wrong_aggregate",
    "minutes lost per machine, all told",
    agg(STOPS, {measures: one("mins", "sum", DOWN), groups: by("Machine")}),
    {measures: one("mins", "avg", DOWN)},
  ],
  [
    "wrong_aggregate",
    "how many covers did the terrace do",
    agg(BOOK, {measures: one("covers", "sum", "Covers"), filters: ["Area = 'Terrace'"]}),
    {measures: one("covers", "count")},
  ],
  [
    "wrong_aggregate",
    "average bill for friday night size parties of 6",
    agg(BOOK, {measures: one("bill", "avg", "Bill"), filters: ["Covers = 6"]}),
    {measures: one("bill", "max", "Bill")},
  ],
  [
    "wrong_aggregate",
    "what did Marta spend on groceries",
    agg(CARD, {measures: one("out", "sum", OUT), filters: ["Holder = 'MARTA'", "Category = 'Groceries'"]}),
    {measures: one("out", "avg", OUT)},
  ],
  [
    "wrong_aggregate",
    "the middle salary in each department",
    agg(STAFF, {measures: one("pay", "median", PAY), groups: by("Dept")}),
    {measures: one("pay", "avg", PAY)},
  ],
  [
    "wrong_aggregate",
    "biggest single hit on the card in july 2025",
    agg(CARD, {measures: one("out", "max", OUT), period: span(SPENT, "2025-07-01", "2025-07-31")}),
    {measures: one("out", "sum", OUT)},
  ],
  [
    "wrong_aggregate",
    "how many companies raised tickets over chat",
    agg(DESK, {measures: one("companies", "count_distinct", "Company"), filters: ["Via = 'Chat'"]}),
    {measures: one("companies", "count")},
  ],
  [
    "wrong_aggregate",
    "mean births a day on each weekday",
    agg(BIRTHS, {measures: one("births", "avg", "births"), groups: by("day_of_week")}),
    {measures: one("births", "sum", "births")},
  ],

  // The other end is taken.
  [
    "swapped_direction",
    "which machine broke down least",
    which(STOPS, {
      measures: one("stops", "count"),
      groups: by("Machine"),
      filters: ["\"Stop Class\" = 'Breakdown'"],
      order: ["stops asc"],
    }),
    {order: ["stops desc"]},
  ],
  [
    "swapped_direction",
    "happiest customers: top 5 companies by csat",
    agg(DESK, {measures: one("csat", "avg", CSAT), groups: by("Company"), order: ["csat desc"], limit: 5}),
    {order: ["csat asc"]},
  ],
  [
    "swapped_direction",
    "which dept takes the most sick days",
    which(STAFF, {measures: one("days", "sum", '"Sick Days 12m"'), groups: by("Dept"), order: ["days desc"]}),
    {order: ["days asc"]},
  ],
  [
    "swapped_direction",
    "10 worst paid majors",
    {intent: "rows", table: GRADS, columns: ["Major", "Median"], order: ["Median asc"], limit: 10},
    {order: ["Median desc"]},
  ],
  [
    "swapped_direction",
    "the three dirtiest countries in 2019",
    agg(CO2, {
      measures: one("total", "sum", "Total"),
      groups: by("Country"),
      filters: ["Year = 2019"],
      order: ["total desc"],
      limit: 3,
    }),
    {order: ["total asc"]},
  ],
  [
    "swapped_direction",
    "quietest month of 2012 for births",
    which(BIRTHS, {
      measures: one("births", "sum", "births"),
      groups: by("month"),
      filters: ["year = 2012"],
      order: ["births asc"],
    }),
    {order: ["births desc"]},
  ],
  [
    "swapped_direction",
    "who on the desk gets the poorest scores, on average csat",
    which(DESK, {measures: one("csat", "avg", CSAT), groups: by('"Handled By"'), order: ["csat asc"]}),
    {order: ["csat desc"]},
  ],
  [
    "swapped_direction",
    "the borough that costs least to serve in all",
    which(CALLS, {measures: one("cost", "sum", COST), groups: by("borough"), order: ["cost asc"]}),
    {order: ["cost desc"]},
  ],

  // A bound is another.
  [
    "wrong_operator",
    "stops of 2 hours or longer",
    agg(STOPS, {measures: one("stops", "count"), filters: ['"Down Min" >= 120']}),
    {filters: ['"Down Min" <= 120']},
  ],
  [
    "wrong_operator",
    "tables of up to 4, how many",
    agg(BOOK, {measures: one("bookings", "count"), filters: ["Covers <= 4"]}),
    {filters: ["Covers > 4"]},
  ],
  [
    "wrong_operator",
    "how many staff earn between 30000 and 40000",
    agg(STAFF, {measures: one("staff", "count"), filters: ['"Salary (FTE)" BETWEEN 30000 AND 40000']}),
    {filters: ['"Salary (FTE)" > 30000']},
  ],
  [
    "wrong_operator",
    "payments under a tenner",
    agg(CARD, {measures: one("payments", "count"), filters: ['"Money Out" < 10']}),
    {filters: ['"Money Out" > 10']},
  ],
  [
    "wrong_operator",
    "tickets rated 2 or worse",
    agg(DESK, {measures: one("tickets", "count"), filters: ['"CSAT (1-5)" <= 2']}),
    {filters: ['"CSAT (1-5)" >= 2']},
  ],
  [
    "wrong_operator",
    "majors where women are more than 80 percent",
    agg(GRADS, {measures: one("majors", "count"), filters: ["ShareWomen > 0.8"]}),
    {filters: ["ShareWomen < 0.8"]},
  ],
  [
    "wrong_operator",
    "days when at least 14000 babies arrived",
    agg(BIRTHS, {measures: one("days", "count"), filters: ["births >= 14000"]}),
    {filters: ["births < 14000"]},
  ],
  [
    "wrong_operator",
    "call outs that cost more than 1000",
    agg(CALLS, {measures: one("calls", "count"), filters: [`${COST} > 1000`]}),
    {filters: [`${COST} <= 1000`]},
  ],
  [
    "wrong_operator",
    "people off sick fewer than 3 days",
    agg(STAFF, {measures: one("staff", "count"), filters: ['"Sick Days 12m" < 3']}),
    {filters: ['"Sick Days 12m" <= 3']},
  ],

  // Other days are kept.
  [
    "wrong_period",
    "card spend in q1 2025",
    agg(CARD, {measures: one("out", "sum", OUT), period: span(SPENT, "2025-01-01", "2025-03-31")}),
    {period: span(SPENT, "2025-04-01", "2025-06-30")},
  ],
  [
    "wrong_period",
    "tickets opened since march 2025",
    agg(DESK, {measures: one("tickets", "count"), period: span("Opened", "2025-03-01")}),
    {period: span("Opened", "2025-03-01", "2025-03-31")},
  ],
  [
    "wrong_period",
    "downtime before june 2024",
    agg(STOPS, {measures: one("mins", "sum", DOWN), period: span(START, undefined, "2024-05-31")}),
    {period: span(START, "2024-06-01")},
  ],
  [
    "wrong_period",
    "bookings over the easter month, april",
    agg(BOOK, {measures: one("bookings", "count"), period: span("Date", "2025-04-01", "2025-04-30")}),
    {period: span("Date", "2025-03-01", "2025-03-31")},
  ],
  [
    "wrong_period",
    "births in the 2nd half of 2008",
    agg(BIRTHS, {measures: one("births", "sum", "births"), period: span("date", "2008-07-01", "2008-12-31")}),
    {period: span("date", "2008-01-01", "2008-12-31")},
  ],
  [
    "wrong_period",
    "starters between 2019 and 2021",
    agg(STAFF, {measures: one("staff", "count"), period: span("Start", "2019-01-01", "2021-12-31")}),
    {period: span("Start", "2019-01-01", "2020-12-31")},
  ],
  [
    "wrong_period",
    "rescues in summer 2020 (jun to aug)",
    agg(CALLS, {measures: one("calls", "count"), period: span(CALLED, "2020-06-01", "2020-08-31")}),
    {period: span(CALLED, "2020-06-01", "2020-07-31")},
  ],
  [
    "wrong_period",
    "world emissions in the 1990s, total",
    agg(CO2, {measures: one("total", "sum", "Total"), filters: ["Year BETWEEN 1990 AND 1999"]}),
    {filters: ["Year >= 1990"]},
  ],
  [
    "wrong_period",
    "Jon's spending in the last 3 months of 2024",
    agg(CARD, {
      measures: one("out", "sum", OUT),
      filters: ["Holder = 'JON'"],
      period: span(SPENT, "2024-10-01", "2024-12-31"),
    }),
    {period: span(SPENT, "2024-12-01", "2024-12-31")},
  ],

  // A word of weight is passed over.
  [
    "ignored_word",
    "urgent tickets per handler",
    agg(DESK, {measures: one("tickets", "count"), groups: by('"Handled By"'), filters: ["Prio = 'Urgent'"]}),
    {filters: []},
  ],
  [
    "ignored_word",
    "average bill on the terrace by month",
    agg(BOOK, {
      measures: one("bill", "avg", "Bill"),
      groups: cut("Date", "month"),
      filters: ["Area = 'Terrace'"],
    }),
    {filters: []},
  ],
  [
    "ignored_word",
    "night shift breakdowns by machine",
    agg(STOPS, {
      measures: one("stops", "count"),
      groups: by("Machine"),
      filters: ["Shift = 'Night'", "\"Stop Class\" = 'Breakdown'"],
    }),
    {filters: ["\"Stop Class\" = 'Breakdown'"]},
  ],
  [
    "ignored_word",
    "female staff per home",
    agg(STAFF, {measures: one("staff", "count"), groups: by("Home"), filters: ["\"M/F\" = 'F'"]}),
    {filters: []},
  ],
  [
    "ignored_word",
    "cumulative card spend by month in 2025",
    agg(CARD, {
      measures: one("out", "sum", OUT),
      groups: cut(`"${SPENT}"`, "month"),
      period: span(SPENT, "2025-01-01", "2025-12-31"),
      windows: [{name: "so_far", of: "out", fn: "running_total"}],
    }),
    {windows: []},
  ],
  [
    "ignored_word",
    "cat rescues from height per borough",
    agg(CALLS, {
      measures: one("calls", "count"),
      groups: by("borough"),
      filters: [`${ANIMAL} = 'Cat'`, "\"special service type category\" = 'Animal rescue from height'"],
    }),
    {filters: [`${ANIMAL} = 'Cat'`]},
  ],
  [
    "ignored_word",
    "musicians on the show by year",
    agg(SHOW, {measures: one("guests", "count"), groups: by("YEAR"), filters: ["\"Group\" = 'Musician'"]}),
    {filters: []},
  ],
  [
    "ignored_word",
    "cement emissions of china in 2010",
    agg(CO2, {
      measures: one("cement", "sum", "Cement"),
      filters: ["Country = 'CHINA (MAINLAND)'", "Year = 2010"],
    }),
    {measures: one("cement", "sum", "Total")},
  ],
  [
    "ignored_word",
    "the 5 engineering majors with the most grads",
    {
      intent: "rows",
      table: GRADS,
      columns: ["Major", "Total"],
      filters: ["Major_category = 'Engineering'"],
      order: ["Total desc"],
      limit: 5,
    },
    {filters: []},
  ],

  // A denial is dropped or turned.
  [
    "dropped_negation",
    "tickets still without a close date",
    agg(DESK, {measures: one("tickets", "count"), filters: ["Closed IS NULL"]}),
    {filters: ["Closed IS NOT NULL"]},
  ],
  [
    "dropped_negation",
    "bookings that didn't show",
    agg(BOOK, {measures: one("bookings", "count"), filters: ["Outcome = 'No Show'"]}),
    {filters: ["Outcome = 'Seated'"]},
  ],
  [
    "dropped_negation",
    "spend other than bills",
    agg(CARD, {measures: one("out", "sum", OUT), filters: ["Category <> 'Bills'"]}),
    {filters: ["Category = 'Bills'"]},
  ],
  [
    "dropped_negation",
    "downtime leaving out planned stops",
    agg(STOPS, {measures: one("mins", "sum", DOWN), filters: ["\"Stop Class\" <> 'Planned'"]}),
    {filters: []},
  ],
  [
    "dropped_negation",
    "staff who have not left, by home",
    agg(STAFF, {measures: one("staff", "count"), groups: by("Home"), filters: ['"Left" IS NULL']}),
    {filters: []},
  ],
  [
    "dropped_negation",
    "rescues that weren't cats",
    agg(CALLS, {measures: one("calls", "count"), filters: [`${ANIMAL} <> 'Cat'`]}),
    {filters: [`${ANIMAL} = 'Cat'`]},
  ],
  [
    "dropped_negation",
    "median pay of majors outside engineering",
    agg(GRADS, {measures: one("pay", "median", "Median"), filters: ["Major_category <> 'Engineering'"]}),
    {filters: []},
  ],
  [
    "dropped_negation",
    "guests who are neither actors nor comedians: group is not acting or comedy",
    agg(SHOW, {measures: one("guests", "count"), filters: ["\"Group\" NOT IN ('Acting', 'Comedy')"]}),
    {filters: ["\"Group\" <> 'Acting'"]},
  ],

  // The whole of a share is another.
  [
    "wrong_denominator",
    "percent of bookings cancelled",
    agg(BOOK, {measures: share("Outcome = 'Cancelled'")}),
    {measures: share("Outcome = 'Cancelled'", {where: "Outcome = 'Seated'"})},
  ],
  [
    "wrong_denominator",
    "of the rated tickets, what share got a 5",
    agg(DESK, {measures: share('"CSAT (1-5)" = 5', {where: '"CSAT (1-5)" IS NOT NULL'})}),
    {measures: share('"CSAT (1-5)" = 5')},
  ],
  [
    "wrong_denominator",
    "what part of breakdowns happen at night",
    agg(STOPS, {
      measures: share("\"Stop Class\" = 'Breakdown' AND Shift = 'Night'", {
        where: "\"Stop Class\" = 'Breakdown'",
      }),
    }),
    {measures: share("\"Stop Class\" = 'Breakdown' AND Shift = 'Night'")},
  ],
  [
    "wrong_denominator",
    "share of nursing staff that have left",
    agg(STAFF, {measures: share("Dept = 'Nursing' AND \"Left\" IS NOT NULL", {where: "Dept = 'Nursing'"})}),
    {measures: share("Dept = 'Nursing' AND \"Left\" IS NOT NULL", {where: '"Left" IS NOT NULL'})},
  ],
  [
    "wrong_denominator",
    "what share of card spend is eating out",
    agg(CARD, {
      measures: [
        {name: "share", fn: "sum", of: OUT, where: "Category = 'Eating out'", over: {fn: "sum", of: OUT}},
      ],
    }),
    {measures: share("Category = 'Eating out'")},
  ],
  [
    "wrong_denominator",
    "average spend per cover",
    agg(BOOK, {measures: [{name: "spend", fn: "sum", of: "Bill", over: {fn: "sum", of: "Covers"}}]}),
    {measures: one("spend", "avg", "Bill")},
  ],
  [
    "wrong_denominator",
    "women as a share of all business grads",
    agg(GRADS, {
      measures: [{name: "share", fn: "sum", of: "Women", over: {fn: "sum", of: "Total"}}],
      filters: ["Major_category = 'Business'"],
    }),
    {measures: [{name: "share", fn: "sum", of: "Women", over: {fn: "sum", of: "Men"}}]},
  ],
  [
    "wrong_denominator",
    "percentage of dog call outs in dwellings",
    agg(CALLS, {
      measures: share(`${ANIMAL} = 'Dog' AND "property category" = 'Dwelling'`, {where: `${ANIMAL} = 'Dog'`}),
    }),
    {
      measures: share(`${ANIMAL} = 'Dog' AND "property category" = 'Dwelling'`, {
        where: "\"property category\" = 'Dwelling'",
      }),
    },
  ],
];

/** Right readings, most written otherwise than a model would at first. */
const CONTROLS: [question: string, right: Part, change: Part][] = [
  ["minutes lost per machine", agg(STOPS, {measures: one("mins", "sum", DOWN), groups: by("Machine")}), {}],
  [
    "typical length of a stop by shift",
    agg(STOPS, {measures: one("mins", "median", DOWN), groups: by("Shift")}),
    {},
  ],
  [
    "stops of at least an hour",
    agg(STOPS, {measures: one("stops", "count"), filters: ['"Down Min" >= 60']}),
    {filters: ['NOT ("Down Min" < 60)']},
  ],
  [
    "breakdowns by cause, most first",
    agg(STOPS, {
      measures: one("stops", "count"),
      groups: by("Cause"),
      filters: ["\"Stop Class\" = 'Breakdown'"],
      order: ["stops desc"],
    }),
    {},
  ],
  [
    "parts cost in h1 2025",
    agg(STOPS, {measures: one("parts", "sum", '"Parts $"'), period: span(START, "2025-01-01", "2025-06-30")}),
    {},
  ],
  [
    "which machine is the worst for downtime",
    which(STOPS, {measures: one("mins", "sum", DOWN), groups: by("Machine"), order: ["mins desc"]}),
    {},
  ],
  ["covers by source", agg(BOOK, {measures: one("covers", "sum", "Covers"), groups: by("Source")}), {}],
  [
    "average bill of seated guests",
    agg(BOOK, {measures: one("bill", "avg", "Bill"), filters: ["Outcome = 'Seated'"]}),
    {},
  ],
  [
    "no shows by area",
    agg(BOOK, {measures: one("bookings", "count"), groups: by("Area"), filters: ["Outcome = 'No Show'"]}),
    {},
  ],
  [
    "share of bookings from the website",
    agg(BOOK, {measures: share("Source IN ('Website', 'web site')")}),
    {},
  ],
  [
    "takings in may",
    agg(BOOK, {measures: one("bill", "sum", "Bill"), period: span("Date", "2025-05-01", "2025-05-31")}),
    {period: undefined, filters: ["Date >= '2025-05-01'", "Date < '2025-06-01'"]},
  ],
  ["biggest bill we ever had", agg(BOOK, {measures: one("bill", "max", "Bill")}), {}],
  [
    "spend per category, biggest first",
    agg(CARD, {measures: one("out", "sum", OUT), groups: by("Category"), order: ["out desc"]}),
    {},
  ],
  [
    "Marta's eating out in 2024",
    agg(CARD, {
      measures: one("out", "sum", OUT),
      filters: ["Holder = 'MARTA'", "Category = 'Eating out'"],
      period: span(SPENT, "2024-01-01", "2024-12-31"),
    }),
    {},
  ],
  [
    "how many payments over 100",
    agg(CARD, {measures: one("payments", "count"), filters: ['"Money Out" > 100']}),
    {},
  ],
  [
    "what share of spend is transport",
    agg(CARD, {
      measures: [
        {name: "share", fn: "sum", of: OUT, where: "Category = 'Transport'", over: {fn: "sum", of: OUT}},
      ],
    }),
    {},
  ],
  [
    "spend without subscriptions, by holder",
    agg(CARD, {
      measures: one("out", "sum", OUT),
      groups: by("Holder"),
      filters: ["Category <> 'Subscriptions'"],
    }),
    {},
  ],
  [
    "tickets not closed yet",
    agg(DESK, {measures: one("tickets", "count"), filters: ["Status <> 'Closed'"]}),
    {filters: ["Status IN ('Open', 'Pending')"]},
  ],
  ["mean csat by channel", agg(DESK, {measures: one("csat", "avg", CSAT), groups: by("Via")}), {}],
  [
    "percentage of closed tickets that were reopened",
    agg(DESK, {measures: share("Status = 'Closed' AND \"Reopened?\" = true", {where: "Status = 'Closed'"})}),
    {},
  ],
  [
    "which product area gets the fewest tickets",
    which(DESK, {measures: one("tickets", "count"), groups: by('"Product Area"'), order: ["tickets asc"]}),
    {},
  ],
  [
    "median salary of kitchen people",
    agg(STAFF, {measures: one("pay", "median", PAY), filters: ["Dept = 'Kitchen'"]}),
    {},
  ],
  [
    "leavers by reason",
    agg(STAFF, {measures: one("staff", "count"), groups: by('"Why Left"'), filters: ['"Left" IS NOT NULL']}),
    {},
  ],
  [
    "people hired since 2022",
    agg(STAFF, {measures: one("staff", "count"), period: span("Start", "2022-01-01")}),
    {},
  ],
  [
    "top 5 boroughs for dog rescues",
    agg(CALLS, {
      measures: one("calls", "count"),
      groups: by("borough"),
      filters: [`${ANIMAL} = 'Dog'`],
      order: ["calls desc"],
      limit: 5,
    }),
    {},
  ],
  [
    "total cost of rescues that weren't birds",
    agg(CALLS, {measures: one("cost", "sum", COST), filters: [`${ANIMAL} <> 'Bird'`]}),
    {},
  ],
  [
    "the ten majors with the highest median pay",
    {intent: "rows", table: GRADS, columns: ["Major", "Median"], order: ["Median desc"], limit: 10},
    {},
  ],
  [
    "unemployed per category of major",
    agg(GRADS, {measures: one("unemployed", "sum", "Unemployed"), groups: by("Major_category")}),
    {},
  ],
  [
    "average births a day in december",
    agg(BIRTHS, {measures: one("births", "avg", "births"), filters: ["month = 12"]}),
    {filters: ["month(date) = 12"]},
  ],
  [
    "total emissions per year since 2000",
    agg(CO2, {measures: one("total", "sum", "Total"), groups: by("Year"), filters: ["Year >= 2000"]}),
    {filters: ["Year > 1999"]},
  ],
];

const counts = new Map<string, number>();
const line = (kind: string, question: string, right: Part, change: Part): string => {
  const number = (counts.get(kind) ?? 0) + 1;
  counts.set(kind, number);
  const id = `fourth-${kind.replaceAll("_", "-")}-${String(number).padStart(2, "0")}`;
  return JSON.stringify({
    id,
    data: [FILES[String(right.table)]],
    question,
    right,
    planted: {...right, ...change},
    kind,
  });
};
const lines = [
  ...ROWS.map((row) => line(...row)),
  ...CONTROLS.map(([question, right, change]) => line("control", question, right, change)),
];
writeFileSync(fileURLToPath(new URL("fourth.jsonl", import.meta.url)), `${lines.join("\n")}\n`);
console.log(lines.length, Object.fromEntries(counts));
