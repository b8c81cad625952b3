import type {Cell} from "../../src/data/table.ts";
import {type Example, tableOf} from "./gallery.ts";

const countries = tableOf(
  {country: "text", income: "number", life: "number", people: "number", region: "text"},
  [
    ["Norway", 64800, 83, 5.4e6, "Europe"],
    ["Germany", 52500, 81, 83e6, "Europe"],
    ["Poland", 34100, 78, 38e6, "Europe"],
    ["Ukraine", 12800, 72, 41e6, "Europe"],
    ["China", 17300, 77, 1412e6, "Asia"],
    ["India", 6900, 70, 1417e6, "Asia"],
    ["Japan", 42300, 85, 125e6, "Asia"],
    ["Indonesia", 12300, 69, 275e6, "Asia"],
    ["Pakistan", 5300, 66, 236e6, "Asia"],
    ["Nigeria", 5200, 55, 219e6, "Africa"],
    ["Ethiopia", 2600, 66, 123e6, "Africa"],
    ["Egypt", 12900, 71, 111e6, "Africa"],
    ["South Africa", 13500, 64, 60e6, "Africa"],
    ["United States", 65400, 77, 333e6, "Americas"],
    ["Brazil", 15100, 74, 215e6, "Americas"],
    ["Mexico", 19000, 74, 128e6, "Americas"],
  ],
);

const orders: Cell[][] = [];
for (const [place, region] of ["North", "South", "East", "West", "Central", "Coast"].entries())
  for (let month = 1; month <= 12; month++)
    for (const [at, channel] of ["Web", "Store"].entries())
      orders.push([
        `2024-${String(month).padStart(2, "0")}-01`,
        region,
        channel,
        Math.round(
          900 + place * 260 + at * 500 + month * (70 - place * 22) + Math.sin(month * (place + 1)) * 160,
        ),
      ]);
const byRegion = tableOf({month: "date", region: "text", channel: "text", orders: "integer"}, orders);

const shops = tableOf(
  {region: "text", channel: "text", orders: "integer"},
  ["North", "South", "East", "West", "Central", "Coast", "Islands"].flatMap((region, at) =>
    ["Web", "Store", "Phone", "Partner"].map((channel, place) => [
      region,
      channel,
      Math.round(420 / (place + 1) + at * 31 * (place % 2 ? 1 : -0.6)),
    ]),
  ),
);

const catalogue = tableOf(
  {department: "text", product: "text", sales: "number"},
  Object.entries({
    Kitchen: ["Pans", "Knives", "Kettles", "Toasters", "Scales", "Bowls"],
    Garden: ["Chairs", "Tools", "Lights", "Seeds"],
    Office: ["Desks", "Lamps", "Paper", "Pens", "Staplers"],
    Toys: ["Blocks", "Puzzles", "Dolls"],
  }).flatMap(([department, products], at) =>
    products.map((product, place) => [
      department,
      product,
      Math.round(48000 / (place + 1.3) / (at * 0.5 + 1)),
    ]),
  ),
);

const energy = tableOf({source: "text", use: "text", twh: "number"}, [
  ["Coal", "Electricity", 310],
  ["Gas", "Electricity", 240],
  ["Gas", "Heating", 290],
  ["Nuclear", "Electricity", 160],
  ["Wind", "Electricity", 140],
  ["Sun", "Electricity", 60],
  ["Oil", "Transport", 420],
  ["Oil", "Heating", 70],
  ["Electricity", "Industry", 330],
  ["Electricity", "Homes", 300],
  ["Electricity", "Transport", 40],
  ["Electricity", "Lost", 240],
  ["Heating", "Homes", 260],
  ["Heating", "Industry", 100],
]);

const people = [
  "Ana",
  "Ben",
  "Chloe",
  "Dev",
  "Eva",
  "Finn",
  "Gita",
  "Hugo",
  "Ines",
  "Jon",
  "Kim",
  "Leo",
  "Mia",
  "Noor",
  "Olga",
  "Paul",
];
const mails = tableOf(
  {sender: "text", receiver: "text", mails: "integer"},
  people.flatMap((sender, at) =>
    [1, 2, 5].flatMap((step, place) => {
      const to = (at + step * (1 + (at % 3))) % people.length;
      return to === at ? [] : [[sender, people[to]!, 4 + ((at * 7 + place * 11) % 38)]];
    }),
  ),
);

const days: Cell[][] = [];
let close = 182;
for (let day = 0; days.length < 60; day++) {
  const date = new Date(Date.UTC(2024, 0, 2 + day));
  if (date.getUTCDay() === 0 || date.getUTCDay() === 6) continue;
  const open = close + Math.sin(day * 1.7) * 1.4;
  close = open + Math.sin(day * 0.9) * 2.6 + Math.cos(day * 2.3) * 1.5 + 0.12;
  const round = (value: number) => Math.round(value * 100) / 100;
  days.push([
    date.toISOString().slice(0, 10),
    round(open),
    round(Math.max(open, close) + 0.6 + Math.abs(Math.sin(day)) * 1.3),
    round(Math.min(open, close) - 0.6 - Math.abs(Math.cos(day)) * 1.2),
    round(close),
  ]);
}
const prices = tableOf({date: "date", open: "number", high: "number", low: "number", close: "number"}, days);

const revenue = tableOf(
  {month: "date", revenue: "number"},
  Array.from({length: 14}, (_, at) => [
    `${2023 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}-01`,
    Math.round(142000 + at * 2300 + Math.sin(at * 1.3) * 9000),
  ]),
);

/** The kinds beyond the first ones. */
export const MORE_EXAMPLES: readonly Example[] = [
  {
    name: "donut",
    table: tableOf({plan: "text", customers: "integer"}, [
      ["Free", 5210],
      ["Team", 2140],
      ["Business", 960],
      ["Enterprise", 210],
    ]),
    shows: "total",
    spec: {kind: "donut", x: "plan", y: "customers", title: "Customers by plan"},
  },
  {
    name: "bubble",
    table: countries,
    shows: "India",
    spec: {
      kind: "bubble",
      x: "income",
      y: "life",
      size: "people",
      series: "region",
      label: "country",
      xScale: "log",
      title: "Richer countries live longer",
      xTitle: "Income per person",
      yTitle: "Life expectancy",
      xUnit: "$",
      yUnit: "years",
    },
  },
  {
    name: "kpi",
    table: revenue,
    shows: "Jan 2024",
    spec: {
      kind: "kpi",
      x: "month",
      y: "revenue",
      title: "Revenue in February 2024",
      yUnit: "$",
      comparison: {goodIs: "up"},
    },
  },
  {
    name: "kpi-single",
    table: tableOf({churn: "number", before: "number"}, [[0.031, 0.042]]),
    shows: "3.1%",
    spec: {
      kind: "kpi",
      x: "churn",
      y: "churn",
      title: "Churn in the second quarter",
      subtitle: "customers who left, of those at its start",
      yUnit: "%",
      comparison: {column: "before", said: "Q1 2024", goodIs: "down"},
    },
  },
  {
    name: "small-multiples",
    table: byRegion,
    shows: "Central",
    spec: {
      kind: "line",
      x: "month",
      y: "orders",
      series: "channel",
      facet: "region",
      title: "Orders by month, region by region",
      subtitle: "2024",
    },
  },
  {
    name: "small-multiples-bars",
    table: shops,
    shows: "Islands",
    spec: {
      kind: "bar",
      x: "channel",
      y: "orders",
      facet: "region",
      title: "Orders by channel in each region",
    },
  },
  {
    name: "treemap",
    table: catalogue,
    shows: "Kitchen",
    spec: {
      kind: "treemap",
      x: "product",
      y: "sales",
      parent: "department",
      title: "Sales by department and product",
      yUnit: "$",
    },
  },
  {
    name: "sankey",
    table: energy,
    shows: "Electricity",
    spec: {
      kind: "sankey",
      x: "source",
      target: "use",
      y: "twh",
      title: "Where energy comes from and goes",
      yUnit: "TWh",
    },
  },
  {
    name: "network",
    table: mails,
    shows: "Chloe",
    spec: {kind: "network", x: "sender", target: "receiver", y: "mails", title: "Who writes to whom"},
  },
  {
    name: "waterfall",
    table: tableOf({item: "text", amount: "number"}, [
      ["Revenue", 420000],
      ["Materials", -128000],
      ["Wages", -164500],
      ["Rent", -31000],
      ["Grants", 22000],
      ["Interest", -8400],
    ]),
    shows: "Total",
    spec: {kind: "waterfall", x: "item", y: "amount", title: "From revenue to profit", yUnit: "$"},
  },
  {
    name: "funnel",
    table: tableOf({stage: "text", people: "integer"}, [
      ["Visited", 48210],
      ["Looked at a product", 21900],
      ["Put it in the basket", 6130],
      ["Paid", 2480],
      ["Came back", 610],
    ]),
    shows: "of previous",
    spec: {kind: "funnel", x: "stage", y: "people", title: "From visit to second purchase"},
  },
  {
    name: "candlestick",
    table: prices,
    shows: "closed higher",
    spec: {
      kind: "candlestick",
      x: "date",
      title: "Share price",
      subtitle: "January to March 2024",
      yUnit: "$",
    },
  },
  {
    name: "scatter-trend",
    table: tableOf(
      {size: "number", rent: "number"},
      Array.from({length: 90}, (_, at) => [
        Math.round((25 + (at % 30) * 4 + Math.sin(at * 3.7) * 9) * 10) / 10,
        Math.round(420 + (at % 30) * 46 + Math.sin(at * 9.1) * 210 + Math.cos(at * 2.3) * 160),
      ]),
    ),
    shows: "trend:",
    spec: {
      kind: "scatter",
      x: "size",
      y: "rent",
      title: "Rent against size",
      titleIsSubject: true,
      xTitle: "Size",
      yTitle: "Rent",
      xUnit: "m²",
      yUnit: "€",
    },
  },
  {
    name: "heatmap-signed",
    table: tableOf(
      {spending: "text", city: "text", change: "number"},
      ["Rent", "Food", "Travel", "Energy"].flatMap((item, row) =>
        ["Berlin", "Paris", "Rome", "Wien", "Oslo"].map((city, at) => [
          item,
          city,
          Math.round(Math.sin(row * 2.1 + at * 1.3) * 120) / 1000,
        ]),
      ),
    ),
    shows: "Oslo",
    spec: {
      kind: "heatmap",
      x: "city",
      y: "change",
      series: "spending",
      title: "How prices moved by city",
      yTitle: "Change",
      yUnit: "%",
    },
  },
  {
    name: "finding",
    table: tableOf({region: "text", revenue: "number"}, [
      ["West", 180120],
      ["North", 121480],
      ["East", 96010],
      ["South", 58200],
    ]),
    shows: "Revenue by region",
    spec: {
      kind: "bar",
      x: "region",
      y: "revenue",
      title: "Revenue by region",
      subtitle: "May 2024",
      titleIsSubject: true,
      additive: true,
      yUnit: "$",
    },
  },
  {
    name: "line-partial",
    table: revenue,
    shows: "is not complete",
    spec: {
      kind: "line",
      x: "month",
      y: "revenue",
      title: "Revenue by month",
      yUnit: "$",
      partialLast: true,
      annotations: [
        {x: "2023-07-01", text: "new prices"},
        {y: 150000, text: "plan"},
      ],
    },
  },
];
