/** A question whose whole turn is recorded: planner, specialists, reviewer, mender and writer. */
export interface TurnCase {
  question: string;
  /** A file of evals/main-job/data. */
  file: string;
  /** Who is asked in the turn, in order. */
  roles: string[];
  /** SQL over the file's table whose one row holds the answer's values, in order. */
  sql?: string;
  /** The same where no SQL computes it: what scikit-learn gives for the same rows, features, split and seed. */
  values?: number[];
  /** A part of the reply. */
  text?: string;
  /** What its chart must be. */
  chart?: {kind: string; x?: string; facet?: string; log?: boolean};
  /** A part of the reason why it is declined. */
  declined?: string;
}

/** Three sample deviations above the mean of a column. */
const far = (column: string, table: string) =>
  `(SELECT avg("${column}") + 3 * stddev_samp("${column}") FROM ${table})`;

export const turnCases: TurnCase[] = [
  {
    question: "median body mass of Gentoo penguins?",
    file: "penguins.json",
    roles: ["planner", "writer"],
    sql: `SELECT median("Body Mass (g)") FROM penguins WHERE Species = 'Gentoo'`,
  },
  {
    question:
      "Find the Pearson correlation of beak length and beak depth among Adelie penguins. Do not count rows that miss one of them. @r[r] where r is rounded to three decimals.",
    file: "penguins.json",
    roles: ["planner", "writer"],
    sql: `SELECT corr("Beak Length (mm)", "Beak Depth (mm)") FROM penguins WHERE Species = 'Adelie'`,
    text: "@r[0.391]",
  },
  {
    question:
      "1. Fill the missing body mass with the mean of the penguin's own species. 2. Then tell the mean and the standard deviation of the body mass. @mean[m], @sd[s], rounded to 2 decimals.",
    file: "penguins.json",
    roles: ["planner", "preprocessing", "reviewer", "writer"],
    sql: `SELECT avg(m), stddev_samp(m) FROM
      (SELECT coalesce("Body Mass (g)", avg("Body Mass (g)") OVER (PARTITION BY Species)) m FROM penguins)`,
  },
  {
    question:
      "Count the cars whose horsepower has a z-score above 3, and the mean horsepower of the others. @outliers[n] @mean[mean], the mean with 2 decimals.",
    file: "cars.json",
    roles: ["planner", "reviewer", "writer"],
    sql: `SELECT count(*) FILTER (Horsepower > ${far("Horsepower", "cars")}),
      avg(Horsepower) FILTER (Horsepower <= ${far("Horsepower", "cars")}) FROM cars`,
  },
  {
    question: "how many miles per gallon does a pound of weight cost, and how well does weight explain it?",
    file: "cars.json",
    roles: ["planner", "statistics", "reviewer", "writer"],
    sql: "SELECT regr_slope(Miles_per_Gallon, Weight_in_lbs), regr_r2(Miles_per_Gallon, Weight_in_lbs) FROM cars",
  },
  {
    question: "which maker (first word of the name) with at least 10 cars has the best average mpg?",
    file: "cars.json",
    roles: ["planner", "reviewer", "writer"],
    sql: `SELECT avg(Miles_per_Gallon) a FROM cars GROUP BY split_part(Name, ' ', 1)
      HAVING count(*) >= 10 ORDER BY a DESC LIMIT 1`,
  },
  {
    question:
      "Fit a linear regression of Miles_per_Gallon on Weight_in_lbs and Horsepower, without the rows that miss one of the three. Train on 80 %, test on 20 %, random state 42. @rmse[RMSE] with 2 decimals.",
    file: "cars.json",
    roles: ["planner", "ml", "reviewer", "writer"],
    values: [4.218029885247156],
  },
  {
    question: "was it significantly warmer (temp_max) on foggy than on rainy days? Welch's t-test",
    file: "seattle-weather.csv",
    roles: ["planner", "statistics", "reviewer", "writer"],
    sql: `SELECT (a.m - b.m) / sqrt(a.v / a.n + b.v / b.n)
      FROM (SELECT avg(temp_max) m, var_samp(temp_max) v, count(*) n FROM seattle_weather WHERE weather = 'fog') a,
        (SELECT avg(temp_max) m, var_samp(temp_max) v, count(*) n FROM seattle_weather WHERE weather = 'rain') b`,
  },
  {
    question: "how many days had a wind above average?",
    file: "seattle-weather.csv",
    roles: ["planner", "writer"],
    sql: "SELECT count(*) FROM seattle_weather WHERE wind > (SELECT avg(wind) FROM seattle_weather)",
  },
  {
    question:
      "Which month and year had the highest average price of MSFT? @Highest_Month[month, year, price], the price with 2 decimals.",
    file: "stocks.csv",
    roles: ["planner", "writer"],
    sql: "SELECT max(price) FROM (SELECT avg(price) price FROM stocks WHERE symbol = 'MSFT' GROUP BY year(date), month(date))",
  },
  {
    question: "which category keeps the least of its sales as profit?",
    file: "superstore.parquet",
    roles: ["planner", "writer"],
    sql: "SELECT min(r) FROM (SELECT sum(Profit) / sum(Sales) r FROM superstore GROUP BY Category)",
    text: "Furniture",
  },
  {
    question:
      "do richer families of countries have fewer children: rank correlation of fertility and life expectancy in 2005?",
    file: "gapminder.json",
    roles: ["planner", "statistics", "reviewer", "writer"],
    sql: `WITH r AS (SELECT rank() OVER (ORDER BY fertility) + (count(*) OVER (PARTITION BY fertility) - 1) / 2 f,
        rank() OVER (ORDER BY life_expect) + (count(*) OVER (PARTITION BY life_expect) - 1) / 2 l
      FROM gapminder WHERE year = 2005) SELECT corr(f, l) FROM r`,
  },
  {
    question:
      "outliers of the total cost of strikes that cost anything, by the IQR rule: how many, and their median?",
    file: "birdstrikes.csv",
    roles: ["planner", "statistics", "reviewer", "writer"],
    sql: `WITH v AS (SELECT "Cost Total $" c FROM birdstrikes WHERE "Cost Total $" > 0),
      q AS (SELECT quantile_cont(c, 0.25) a, quantile_cont(c, 0.75) b FROM v)
      SELECT count(*), median(c) FROM v, q WHERE c > b + 1.5 * (b - a) OR c < a - 1.5 * (b - a)`,
  },
  {
    question:
      "mean wing load: body mass per mm of flipper, of the males only, by the population standard deviation too",
    file: "penguins.json",
    roles: ["planner", "preprocessing", "reviewer", "mender", "writer"],
    sql: `SELECT avg(w), stddev_pop(w) FROM
      (SELECT "Body Mass (g)" / "Flipper Length (mm)" w FROM penguins WHERE Sex = 'MALE')`,
  },
  {
    question: "will it rain in Portland tomorrow?",
    file: "seattle-weather.csv",
    roles: ["planner"],
    declined: "Portland",
  },
  {
    question: "flipper length against body mass, one scatter plot per species",
    file: "penguins.json",
    roles: ["planner", "writer"],
    chart: {kind: "scatter", facet: "Species"},
  },
  {
    question: "a treemap of total sales by category and sub-category",
    file: "superstore.parquet",
    roles: ["planner", "writer"],
    chart: {kind: "treemap"},
  },
  {
    question: "flows of strikes from the time of day to the phase of flight as a sankey",
    file: "birdstrikes.csv",
    roles: ["planner", "writer"],
    chart: {kind: "sankey"},
  },
  {
    question: "average price of AAPL by year as a line, the axis logarithmic",
    file: "stocks.csv",
    roles: ["planner", "writer"],
    sql: "SELECT avg(price) FROM stocks WHERE symbol = 'AAPL' GROUP BY year(date) ORDER BY year(date) LIMIT 1",
    chart: {kind: "line"},
  },
  {
    question: "in how many days did so much rain fall, in bins of 10 mm? bars please",
    file: "seattle-weather.csv",
    roles: ["planner", "writer"],
    sql: "SELECT count(*) FROM seattle_weather WHERE precipitation < 10",
    chart: {kind: "bar"},
  },
  {
    question: "@statistics is the wind on snowy days stronger than on sunny ones? Mann-Whitney",
    file: "seattle-weather.csv",
    roles: ["statistics", "reviewer", "writer"],
    sql: `SELECT sum(r) - 26 * 27 / 2 FROM (SELECT weather, rank() OVER (ORDER BY wind)
        + (count(*) OVER (PARTITION BY wind) - 1) / 2 r
      FROM seattle_weather WHERE weather IN ('snow', 'sun')) WHERE weather = 'snow'`,
  },
];
