import {expect, test} from "vitest";
import type {Cell} from "../../../src/data/table.ts";
import {verifyDraft} from "../../../src/planning/verify.ts";
import type {Artifact} from "../../../src/tools/tool.ts";

// Replies in many wordings, and the same with one thing wrong. Every wrong one must be refused, and no right one.

const shops = table(
  "Takings by shop",
  ["shop", "takings_gbp", "customers"],
  [
    ["Harbour", 48210.5, 1204],
    ["Station", 31877.25, 1610],
    ["Market", 12040, 388],
    ["Airport", 96420.75, 2075],
  ],
);
const years = table(
  "Visitors by year",
  ["year", "visitors_thousands"],
  [
    [2018, 410],
    [2019, 455],
    [2020, 120],
    [2021, 240],
    [2022, 492],
  ],
);
const months = table(
  "Energy by month",
  ["month", "energy_kwh"],
  [
    ["2023-01", 920],
    ["2023-02", 870],
    ["2023-03", 640],
    ["2023-04", 455],
    ["2023-05", 310],
    ["2023-06", 290],
  ],
);
const rates = table(
  "Return rate by channel",
  ["channel", "return_rate", "orders"],
  [
    ["Web", 0.124, 5200],
    ["App", 0.081, 3100],
    ["Phone", 0.203, 410],
  ],
);
const depots = table(
  "Profit by depot",
  ["depot", "profit_eur"],
  [
    ["Lyon", 18200],
    ["Nantes", -4100],
    ["Lille", 7350],
    ["Metz", -880],
    ["Brest", 2210],
  ],
);
const wages = table(
  "Wages",
  ["job", "sex", "hourly_wage_usd", "people"],
  [
    ["cook", "female", 14.2, 60],
    ["cook", "male", 15.1, 75],
    ["driver", "female", 18.4, 22],
    ["driver", "male", 18.9, 140],
  ],
);
const polls = table("Answers", ["asked", "answered", "agreed"], [[1250, 1000, 640]]);
const fit = table("Correlation", ["r", "n"], [[-0.62, 88]]);
const shares = table(
  "Prices",
  ["company", "first_price_usd", "last_price_usd"],
  [
    ["Acme", 20, 61],
    ["Borel", 80, 39],
    ["Cirrus", 50, 52],
  ],
);

const right: [Artifact, string[]][] = [
  [
    shops,
    [
      "Airport takes the most, £96,420.75, nearly eight times what Market takes (£12,040).",
      "Airport had £48,210.25 more than Harbour.",
      "Market brings up the rear with takings of only £12,040.",
      "Together, Harbour and Station made £80,087.75.",
      "Half of the takings come from Airport (51.1 %).",
      "Airport alone accounts for just over half of all takings.",
      "Station saw more customers than Harbour (1,610 against 1,204) but took less money.",
      "On average a shop took £47,137.",
      "Two of the four shops took more than £40,000.",
      "By takings, Airport is first, Harbour second and Station third.",
      "The shops took £188,548.50 in total.",
      "The best shop, Airport, had 2,075 customers; the weakest, Market, 388.",
      "Harbour's takings were 51 % higher than Station's.",
      "Market's takings are a quarter of Harbour's.",
      "Station came in £16,333.25 below Harbour.",
      "Every shop took more than £12,000.",
      "None of the shops had fewer than 300 customers.",
      "Ranked by takings: Airport, Harbour, Station, Market.",
      "Takings range from £12,040 at Market to £96,420.75 at Airport.",
      "Airport had the most customers (2,075), followed by Station (1,610).",
      "Harbour sits just above the average of £47,137.",
    ],
  ],
  [
    years,
    [
      "Visitor numbers fell to 120 thousand in 2020 from 455 thousand the year before.",
      "Visitors dropped by 74 % in 2020.",
      "Between 2020 and 2022 the number of visitors more than quadrupled.",
      "2022 was the best year, with 492 thousand visitors.",
      "From 2018 to 2022 visitors grew by 82 thousand (20 %).",
      "Visitors doubled from 2020 to 2021.",
      "The low point was 2020 at 120 thousand.",
      "There were 45 thousand more visitors in 2019 than in 2018.",
      "In 2021 there were 240 thousand visitors, twice as many as in 2020.",
      "Visitors rose every year except 2020.",
      "The average over the five years is 343,400 visitors.",
      "Since 2020, visitor numbers have risen.",
      "2020 saw the fewest visitors.",
      "Visitors were up 105 % in 2022 compared with 2021.",
    ],
  ],
  [
    months,
    [
      "Energy use fell every month, from 920 kWh in January to 290 kWh in June 2023.",
      "January 2023 was the highest month at 920 kWh.",
      "Use in June was less than a third of that in January.",
      "Consumption declined steadily from January to June 2023.",
      "Between February and March 2023 it dropped by 230 kWh, or 26 %.",
      "In all, 3,485 kWh were used.",
      "Use went down in all 5 of the 5 steps.",
      "Three of the six months were above 600 kWh.",
      "May 2023 was the second lowest month with 310 kWh.",
    ],
  ],
  [
    rates,
    [
      "Phone has the highest return rate, 20.3 %, and App the lowest, 8.1 %.",
      "The return rate of Phone is 12.2 percentage points above that of App.",
      "About a fifth of Phone orders are returned.",
      "Phone orders are 2.5 times as likely to be returned as App orders (20.3 % versus 8.1 %).",
      "Web has the most orders (5,200), 60 % of all 8,710.",
      "App orders come back least often: 8.1 %.",
    ],
  ],
  [
    depots,
    [
      "Two of the five depots lost money: Nantes (-€4,100) and Metz (-€880).",
      "Lyon made the largest profit, €18,200; Nantes the biggest loss.",
      "Lyon earned more than Lille, Brest, Metz and Nantes combined.",
      "Three of the 5 depots were profitable.",
      "The gap between Lyon and Nantes is €22,300.",
      "In total the depots made €22,780.",
      "Brest ranks third with €2,210.",
    ],
  ],
  [
    wages,
    [
      "Women who are cooks earn $14.20 an hour, men $15.10.",
      "Among drivers, men earn $0.50 more than women.",
      "The largest group is the 140 male drivers.",
      "Female drivers earn 30 % more than female cooks ($18.40 against $14.20).",
    ],
  ],
  [
    polls,
    [
      "Of 1,250 people asked, 1,000 answered (80 %).",
      "Just under two thirds of those who answered agreed (64 %).",
    ],
  ],
  [
    fit,
    [
      "There is a moderate negative correlation (r = -0.62, n = 88).",
      "The two are inversely related, r = -0.62.",
    ],
  ],
  [
    shares,
    [
      "Acme tripled, from $20 to $61.",
      "Borel lost about half of its value, falling from $80 to $39.",
      "Cirrus barely moved: $50 at first, $52 at last.",
      "Acme gained $41.",
    ],
  ],
];

const wrong: [Artifact, string[]][] = [
  [
    shops,
    [
      "Harbour takes the most, £96,420.75, nearly eight times what Market takes (£12,040).",
      "Airport takes the most, £96,420.75, nearly three times what Market takes (£12,040).",
      "Harbour had £48,210.25 more than Airport.",
      "Station brings up the rear with takings of only £12,040.",
      "Together, Harbour and Station made £80,187.75.",
      "A third of the takings come from Airport (51.1 %).",
      "Airport alone accounts for just under half of all takings.",
      "Station saw fewer customers than Harbour (1,610 against 1,204).",
      "On average a shop took £41,137.",
      "Three of the four shops took more than £40,000.",
      "By takings, Airport is first, Station second and Harbour third.",
      "The shops took $188,548.50 in total.",
      "The best shop, Airport, had 2,075 customers; the weakest, Market, 1,204.",
      "Harbour's takings were 51 % lower than Station's.",
      "Market's takings are half of Harbour's.",
      "Station came in £16,333.25 above Harbour.",
      "Every shop took more than £20,000.",
      "None of the shops had fewer than 400 customers.",
      "Ranked by takings: Airport, Station, Harbour, Market.",
      "Takings range from £12,040 at Airport to £96,420.75 at Market.",
      "Airport had the most customers (2,075), followed by Harbour (1,610).",
      "Harbour sits just below the average of £47,137.",
      "Airport has the highest rent (£96,420.75).",
      "Seaside takes the most, £96,420.75.",
      "Airport leads with £96,420.75, followed by Quayside at £48,210.50.",
      "Airport made 96,420.75 euros.",
    ],
  ],
  [
    years,
    [
      "Visitor numbers fell to 120 thousand in 2021 from 455 thousand the year before.",
      "Visitors rose by 74 % in 2020.",
      "Between 2020 and 2022 the number of visitors more than halved.",
      "2019 was the best year, with 492 thousand visitors.",
      "From 2018 to 2022 visitors grew by 82 million (20 %).",
      "Visitors tripled from 2020 to 2021.",
      "The low point was 2021 at 120 thousand.",
      "There were 45 thousand more visitors in 2018 than in 2019.",
      "In 2021 there were 240 thousand visitors, half as many as in 2020.",
      "Visitors rose every year.",
      "The average over the five years is 349,400 visitors.",
      "Since 2020, visitor numbers have fallen.",
      "2022 saw the fewest visitors.",
      "Visitors were down 105 % in 2022 compared with 2021.",
      "There were 410 visitors in 2018.",
    ],
  ],
  [
    months,
    [
      "Energy use rose every month, from 920 kWh in January to 290 kWh in June 2023.",
      "February 2023 was the highest month at 920 kWh.",
      "Use in June was more than a third of that in January.",
      "Consumption increased steadily from January to June 2023.",
      "Between February and March 2023 it dropped by 230 kWh, or 36 %.",
      "In all, 3,845 kWh were used.",
      "Use went down in 4 of the 5 steps.",
      "Four of the six months were above 600 kWh.",
      "April 2023 was the second lowest month with 310 kWh.",
      "In June 2022 it was 290 kWh.",
      "January 2023 was the highest month at 920 MWh.",
    ],
  ],
  [
    rates,
    [
      "Phone has the lowest return rate, 20.3 %, and App the highest, 8.1 %.",
      "The return rate of Phone is 12.2 percentage points below that of App.",
      "The return rate of Phone is 12.2 % above that of App.",
      "About half of Phone orders are returned.",
      "Phone orders are 3.5 times as likely to be returned as App orders (20.3 % versus 8.1 %).",
      "Web has the most orders (5,200), 70 % of all 8,710.",
      "Web has the fewest orders (5,200).",
      "App orders come back most often: 8.1 %.",
      "Fax has the highest return rate, 20.3 %.",
    ],
  ],
  [
    depots,
    [
      "Three of the five depots lost money.",
      "Two of the five depots lost money: Nantes (€4,100) and Metz (-€880).",
      "Lyon made the smallest profit, €18,200.",
      "Four of the 5 depots were profitable.",
      "The gap between Lyon and Nantes is €14,100.",
      "In total the depots made €32,740.",
      "Brest ranks second with €2,210.",
    ],
  ],
  [
    wages,
    [
      "Men who are cooks earn $14.20 an hour, women $15.10.",
      "Among drivers, men earn $0.90 more than women.",
      "Among drivers, women earn $0.50 more than men.",
      "The largest group is the 140 female drivers.",
      "Female drivers earn 30 % less than female cooks ($18.40 against $14.20).",
    ],
  ],
  [
    polls,
    ["Of 1,250 people asked, 1,000 answered (90 %).", "About a third of those who answered agreed (64 %)."],
  ],
  [
    fit,
    [
      "There is a moderate positive correlation (r = -0.62, n = 88).",
      "There is a moderate negative correlation (r = 0.62, n = 88).",
    ],
  ],
  [
    shares,
    [
      "Acme doubled, from $20 to $61.",
      "Borel lost about half of its value, rising from $80 to $39.",
      "Acme lost $41.",
      "Cirrus went from $52 to $50.",
    ],
  ],
];

const flat = (lists: [Artifact, string[]][]) =>
  lists.flatMap(([artifact, texts]) => texts.map((text) => [text, artifact] as const));

test.each(flat(right))("right: %s", (text, artifact) => {
  expect(verifyDraft({text, values: []}, new Map([["s0", artifact]])).unboundAt).toEqual([]);
});

test.each(flat(wrong))("wrong: %s", (text, artifact) => {
  expect(verifyDraft({text, values: []}, new Map([["s0", artifact]])).unboundAt).not.toEqual([]);
});

function table(title: string, names: string[], rows: Cell[][]): Artifact {
  const columns = names.map((name, at) => {
    const cells = rows.map((row) => row[at]);
    const isNumber = cells.every((cell) => typeof cell === "number");
    const type = isNumber ? (cells.every(Number.isInteger) ? "integer" : "number") : "text";
    return {name, type} as const;
  });
  return {
    kind: "table",
    title,
    table: {columns, rows},
    units: {},
    truncated: false,
    provenance: {tool: "run_sql", datasets: [{name: "data", hash: "h"}], sql: [], notes: [], elapsedMs: 1},
  };
}
