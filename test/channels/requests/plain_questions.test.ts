import {readFileSync} from "node:fs";
import {basename, extname} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {localPrincipal} from "../../../src/access/principal.ts";
import {recogniseAnalysis} from "../../../src/channels/requests/analysis_request.ts";
import {recogniseDashboard} from "../../../src/channels/requests/dashboard_request.ts";
import {requestOf} from "../../../src/channels/requests/find.ts";
import {recogniseKaggle} from "../../../src/channels/requests/kaggle_request.ts";
import {knownNames} from "../../../src/channels/requests/known_names.ts";
import {recogniseMissing} from "../../../src/channels/requests/missing_request.ts";
import {readScheduleRequest} from "../../../src/channels/requests/read_schedule_request.ts";
import {recogniseReport} from "../../../src/channels/requests/report_request.ts";
import type {RecogniseRequest, RequestScene} from "../../../src/channels/requests/request.ts";
import {recogniseWorkflow} from "../../../src/channels/requests/workflow_request.ts";
import {openSqliteStore} from "../../../src/store/sqlite/open.ts";
import type {Store} from "../../../src/store/store.ts";

const FILES = [
  ...["samples/seattle-weather.csv", "samples/penguins.json"],
  ...`cars.json movies.json stocks.csv birdstrikes.csv github.csv disasters.csv jobs.json flights-2k.json airports.csv
    earthquakes.json gapminder.json unemployment-across-industries.json la-riots.csv sp500.csv population.json us-employment.csv
    barley.json weather.csv iowa-electricity.csv ohlc.json obesity.json zipcodes.csv`
    .split(/\s+/)
    .map((name) => `node_modules/vega-datasets/data/${name}`),
];
const datasets = [
  ...FILES.map((path) => ({name: basename(path, extname(path)), version: {columns: columnsOf(path)}})),
  // What a workplace has, and the words of requests are its nouns.
  {name: "alerts", version: {columns: ["level", "postViews", "run_rate"].map((name) => ({name}))}},
];

function columnsOf(path: string): {name: string}[] {
  const text = readFileSync(path, "utf8");
  if (path.endsWith(".csv"))
    return text
      .split(/\r?\n/)[0]!
      .split(",")
      .map((name) => ({name}));
  const rows: unknown = JSON.parse(text);
  return Array.isArray(rows) ? Object.keys(rows[0] as object).map((name) => ({name})) : [];
}

let store: Store;
beforeAll(async () => {
  store = await openSqliteStore(":memory:");
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
});

const now = new Date("2026-11-22T12:00Z");
const RECOGNISERS: Readonly<Record<string, RecogniseRequest>> = {
  kaggle: recogniseKaggle,
  dashboard: recogniseDashboard,
  analysis: recogniseAnalysis,
  report: recogniseReport,
  workflow: recogniseWorkflow,
  missing: recogniseMissing,
};

/** An answer is above it: "this" has something to mean. */
const sceneOf = (text: string) =>
  ({
    ...{store, workspace: "w", conversation: "c", message: {text, platform: "terminal"}, audience: "one"},
    ...{
      mayTeach: true,
      asker: localPrincipal("w"),
      standing: [],
      earlier: [{question: "mean price by symbol"}],
    },
    ...{parts: {session: {datasets}}, setting: {timeZone: "UTC", asOf: now}},
    input: async () => ({profiles: []}),
  }) as unknown as RequestScene;

/** Who takes a message for a request, in the order that they are asked. */
async function takenBy(text: string): Promise<string[]> {
  const scene = sceneOf(text);
  const taken: string[] = [];
  for (const [name, recognise] of Object.entries(RECOGNISERS)) if (await recognise(scene)) taken.push(name);
  const names = knownNames(scene);
  return readScheduleRequest(text, {timeZone: "UTC", now, names}) ? [...taken, "schedule"] : taken;
}

test.each(
  `share of amount by region every month
share of flights by origin every month at 9
what share of movies is rated PG each year
tell me when the amount was above 50
tell me when delay was over 100 minutes
tell me when the price of AAPL dropped below 100
let me know when it had rained more than 20 mm
tell me if precipitation was over 30 in december
share price every Monday
share price of GOOG every month pls
share prices each month
stock price every Monday at 9
run rate every month
run rate by level every week
running time by genre each year
post views every month
post views by level daily
publish dates every week
post counts every weekday
posts every day
message volume per hour every day
email opens every week by level
update count per day
refresh rate every hour
check-ins every Friday at 6 pm
check ins every friday
ship dates each month
schedule delays by origin every day
delay every Monday at 9
average delay every morning by origin
run a regression of sales on price every month
run a regression of Horsepower on Weight_in_lbs
run a t-test on body mass by species
show alerts
list alerts
show the alerts please
show all alerts
cancel rate by schedule
cancel rate per schedule
cancelled flights by schedule
stop words by schedule
stop count per alert
delete date of the alerts
which schedule has the most delays
show me customers with dashboard
show movies that have a dashboard
which cars have a dashboard
give me deaths for dashboard from Europe
dashboard clicks by month
average horsepower with dashboard by origin
how many reports came in each week
sales by report type
report count by month
quakes by report hour
show me the unemployment rate by industry every year
save rate by month
keep rate by island
total count of stars stored daily
which jobs run every day
top 5 movies each year by us gross
detailed cost total by airport
full time jobs by sex each decade
complete records per species
deep earthquakes by magnitude
depth of quakes every hour
explore rate by level
how thorough is the weather record
study hours by sex
full report by region
complete analysis rate by level
exploratory flights per origin
whats the avg wind evry month
precipitation on Mondays
max temp each month pleas
weekly employment in construction
monthly deaths by entity
daily wind at noon
hourly temperature on 1 jan
which datasets from kaggle are in the source column
competition by industry
use of electricity by source each year
the first flight each day
average first price every month
average of saved amount every Monday
run time by workflow
how many runs did we save this month
turn rate by origin
alert level by month
alerts by level every hour
cost total every month in california
send counts by month
delivery days by region every week
repeat visits every month
`
    .trim()
    .split("\n"),
)("%s: stays a question", async (text) => expect(await takenBy(text)).toEqual([]));

test.each([
  ...[
    "post this every Monday at 9",
    "pls post this every monday at 9am",
    "can you send this to me every morning?",
  ],
  ...["share this every Friday at 17:00 please", "every weekday at 8:30", "run this every day at noon"],
  ...[
    "post mean price by symbol every Monday at 9",
    "send me the precipitation by month every 1st of the month at 7",
  ],
  ...["share the delay by origin every Monday", "schedule deaths by entity weekly", "schedule this monthly"],
  ...["please email me the unemployment by industry every month at 9", "repeat this daily at 6 pm"],
  ...[
    "tell me when the price is above 50",
    "tell me when precipitation exceeds 30",
    "alert me if delay goes over 60",
  ],
  ...["let me know when this changes", "could you post that each monday at 9 to me"],
  ...["what is scheduled here?", "show my alerts", "list my schedules", "what's scheduled"],
  ...["stop all schedules", "cancel the monthly schedule", "pls pause the Monday schedule"],
  ...["run a regression of Horsepower on Weight_in_lbs every month at 9"],
])("%s: schedule", async (text) => {
  expect(await takenBy(text)).toEqual(["schedule"]);
  if (!/^(?:stop|cancel|pls pause)/.test(text)) expect(await requestOf(sceneOf(text))).toBeDefined();
});

test.each([
  ["make a dashboard of the movies", "dashboard"],
  ["could you build me a dashboard from stocks?", "dashboard"],
  ["i'd like a dashboard", "dashboard"],
  ["executive dashboard of the flights please", "dashboard"],
  ["make a pdf report of this conversation", "report"],
  ["turn this conversation into a report", "report"],
  ["please export this as excel", "report"],
  ["report on the last three answers as PDF", "report"],
  ["deep dive into delays", "analysis"],
  ["do a full analysis of deaths by entity please", "analysis"],
  ["analyse this thoroughly", "analysis"],
  ["what drives delay? full analysis", "analysis"],
  ["save this as monthly prices", "workflow"],
  ["please keep that as weekly look", "workflow"],
  ["which workflows are there?", "workflow"],
  ["can you save the last answer as prices", "workflow"],
  ["search kaggle for house prices", "kaggle"],
  ["use kaggle:zillow/zecon", "kaggle"],
  ["find me flight delays on kaggle pls", "kaggle"],
  ["which competitions are on kaggle", "kaggle"],
])("%s: %s", async (text, by) => {
  expect(await takenBy(text)).toEqual([by]);
  expect(await requestOf(sceneOf(text))).toBeDefined();
});
