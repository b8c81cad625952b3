import type {EarlierTurn} from "../../../src/agents/contracts.ts";

/** A question whose exchanges with a model are recorded, and what its answer must be by another route. */
export interface RecordedCase {
  question: string;
  /** Tables by name, and their files in vega-datasets. */
  tables: Record<string, string>;
  earlier?: EarlierTurn[];
  calls: number;
  /** SQL whose one row holds the answer's values, in order. */
  sql?: string;
  text?: string;
  declined?: string[];
  readings?: number;
}

const weather = {seattle_weather: "seattle-weather.csv"};
const airports = {airports: "airports.csv"};
const birdstrikes = {birdstrikes: "birdstrikes.csv"};

const temperatureByWeather: EarlierTurn = {
  question: "average temp_max by weather",
  summary: "",
  plan: {
    headline: "answer",
    steps: [{id: "answer", tool: "aggregate", input: {}}],
    reading: {
      intent: "aggregate",
      table: "seattle_weather",
      joins: [],
      measures: [{name: "average temp_max", fn: "avg", of: {column: "temp_max"}}],
      groups: [{name: "weather", of: {column: "weather"}}],
      filters: [],
      windows: [],
      having: [],
      columns: [],
      order: [{by: "average temp_max", direction: "desc"}],
      question: "what",
      placements: [],
      assumptions: [],
      score: 1,
    },
  },
};

export const recordedCases: RecordedCase[] = [
  {
    question: "which month has the most rain on average, over all years?",
    tables: weather,
    calls: 2,
    sql: "SELECT avg(precipitation) a FROM seattle_weather GROUP BY month(date) ORDER BY a DESC LIMIT 1",
  },
  {
    question: "top 5 states by number of airports, without Alaska",
    tables: airports,
    calls: 2,
    sql: "SELECT max(n) FROM (SELECT count(*) n FROM airports WHERE state <> 'AK' GROUP BY state)",
  },
  {
    question: "total deaths from earthquakes since 1950",
    tables: {disasters: "disasters.csv"},
    calls: 2,
    sql: "SELECT sum(Deaths) FROM disasters WHERE Entity = 'Earthquake' AND Year >= 1950",
  },
  {
    question: "what share of bird strikes happened at night?",
    tables: birdstrikes,
    calls: 2,
    sql: `SELECT avg(CASE WHEN "Time of day" = 'Night' THEN 1 ELSE 0 END) FROM birdstrikes`,
  },
  {
    question: "longest run of consecutive days with rain?",
    tables: weather,
    calls: 2,
    sql: `SELECT max(date_diff('day', date, next) - 1) FROM
      (SELECT date, lead(date) OVER (ORDER BY date) AS next FROM seattle_weather WHERE precipitation = 0)`,
  },
  {
    question: "was 2015 wetter than 2014?",
    tables: weather,
    calls: 2,
    sql: "SELECT sum(precipitation) FILTER (year(date) = 2015), sum(precipitation) FILTER (year(date) = 2014) FROM seattle_weather",
  },
  {
    question: "only 2015",
    tables: weather,
    earlier: [temperatureByWeather],
    calls: 2,
    sql: "SELECT avg(temp_max) a FROM seattle_weather WHERE year(date) = 2015 GROUP BY weather ORDER BY a DESC LIMIT 1",
  },
  {
    question: "how many airports are called Springfield Muni?",
    tables: airports,
    calls: 3,
    sql: "SELECT count(*) FROM airports WHERE name = 'Springfield Municipal'",
  },
  {
    question: "which airline had the most expensive strike, and how much was it?",
    tables: birdstrikes,
    calls: 2,
    sql: `SELECT max("Cost Total $") FROM birdstrikes`,
    text: "FEDEX EXPRESS",
  },
  {
    question: "share of wind in electricity by year",
    tables: {iowa_electricity: "iowa-electricity.csv"},
    calls: 1,
    declined: ["wind"],
  },
  {question: "what is the typical price of GOOG?", tables: {stocks: "stocks.csv"}, calls: 1, readings: 2},
];
