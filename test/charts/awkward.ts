import type {Cell} from "../../src/data/table.ts";
import {type Example, tableOf} from "./gallery.ts";

const wave = (at: number) => Math.sin(at * 1.7) + Math.cos(at * 0.6);

/** Tables that break charts: drawn, looked at and checked as the others are. */
export const AWKWARD: readonly Example[] = [
  {
    name: "long-labels",
    shows: "Department of",
    table: tableOf(
      {department: "text", spending: "number"},
      [
        "Department of Agriculture, Food and the Marine Environment",
        "Ministry for the Economy, Innovation, Digital Affairs and Energy",
        "Office of the Commissioner for Data Protection and Freedom of Information",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "Public Works",
      ].map((name, at) => [name, 91000 - at * 13700]),
    ),
    spec: {
      kind: "bar",
      x: "department",
      y: "spending",
      title:
        "Spending by department, in the year to the end of June and before any of the corrections that the auditors asked for",
      subtitle:
        "1 July 2023 to 30 June 2024, status is approved, without transfers between departments, in prices of 2024",
      yUnit: "€",
    },
  },
  {
    name: "60-categories",
    shows: "Other (31)",
    table: tableOf(
      {product: "text", units: "integer"},
      Array.from({length: 60}, (_, at) => [
        `Product ${String.fromCharCode(65 + (at % 26))}${at}`,
        Math.round(9000 / (at + 2)),
      ]),
    ),
    spec: {kind: "bar", x: "product", y: "units", title: "Units sold by product", additive: true},
  },
  {
    name: "60-categories-averages",
    shows: "30 of 60 shown",
    table: tableOf(
      {product: "text", rating: "number"},
      Array.from({length: 60}, (_, at) => [`Product ${at + 1}`, 5 - at * 0.05]),
    ),
    spec: {kind: "bar", x: "product", y: "rating", title: "Average rating by product", additive: false},
  },
  {
    name: "negative-stacks",
    shows: "Costs",
    table: tableOf(
      {quarter: "date", part: "text", amount: "number"},
      ["2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01"].flatMap((quarter, at) => [
        [quarter, "Sales", 42000 + at * 5200],
        [quarter, "Services", 11000 + at * 900],
        [quarter, "Costs", -31000 - at * 2100],
        [quarter, "Refunds", -4200 + at * 300],
      ]),
    ),
    spec: {
      kind: "bar",
      x: "quarter",
      y: "amount",
      series: "part",
      arrangement: "stacked",
      title: "What came in and what went out",
      yUnit: "$",
    },
  },
  {
    name: "gaps-in-time",
    shows: "2023",
    table: tableOf(
      {month: "date", visitors: "integer"},
      Array.from({length: 30}, (_, at): Cell[] => [
        `${2022 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}-01`,
        Math.round(1200 + at * 40 + wave(at) * 150),
      ]).filter((_, at) => ![7, 8, 9, 10, 19, 21].includes(at)),
    ),
    spec: {kind: "line", x: "month", y: "visitors", title: "Visitors by month, where they were counted"},
  },
  {
    name: "gaps-in-time-bars",
    shows: "2023",
    table: tableOf({year: "date", wins: "integer"}, [
      ["2018-01-01", 4],
      ["2019-01-01", 6],
      ["2020-01-01", 2],
      ["2023-01-01", 7],
      ["2024-01-01", 5],
    ]),
    spec: {kind: "bar", x: "year", y: "wins", title: "Wins by year"},
  },
  {
    name: "one-point",
    shows: "5 May 2024",
    table: tableOf({day: "date", price: "number"}, [["2024-05-05", 12.5]]),
    spec: {kind: "line", x: "day", y: "price", title: "Price by day", yUnit: "$"},
  },
  {
    name: "huge-and-tiny",
    shows: "×10",
    table: tableOf({thing: "text", metres: "number"}, [
      ["Virus", 1e-7],
      ["Hair", 8e-5],
      ["Ant", 0.004],
      ["Person", 1.7],
      ["Mountain", 8849],
      ["Earth", 12_742_000],
      ["Sun", 1_392_700_000],
      ["Light year", 9.46e15],
    ]),
    spec: {
      kind: "line",
      x: "thing",
      y: "metres",
      yScale: "log",
      title: "From a virus to a light year",
      yTitle: "Size",
      yUnit: "m",
    },
  },
  {
    name: "huge-sums",
    shows: "2.9T",
    table: tableOf({country: "text", debt: "number"}, [
      ["Italy", 2.9e12],
      ["Spain", 1.6e12],
      ["Malta", 1.0e10],
      ["Tuvalu", 6.1e6],
    ]),
    spec: {kind: "bar", x: "country", y: "debt", title: "Public debt by country", yUnit: "€"},
  },
  {
    name: "emoji",
    shows: "🍕",
    table: tableOf({food: "text", votes: "integer"}, [
      ["🍕 Pizza", 41],
      ["🍣 Sushi", 33],
      ["🌮 Taco", 29],
      ["🥗 Salad", 12],
      ["👩‍🍳", 3],
    ]),
    spec: {kind: "bar", x: "food", y: "votes", title: "Lunch 🍽️ by votes"},
  },
  {
    name: "right-to-left",
    shows: "القاهرة",
    table: tableOf({city: "text", sales: "number"}, [
      ["القاهرة", 5200],
      ["الإسكندرية", 3100],
      ["تل أبيب", 2900],
      ["ירושלים", 2500],
      ["دبي", 1800],
    ]),
    spec: {kind: "bar", x: "city", y: "sales", title: "المبيعات حسب المدينة", yUnit: "$"},
  },
  {
    name: "cjk",
    shows: "東京",
    table: tableOf({city: "text", share: "number"}, [
      ["東京", 0.41],
      ["大阪市", 0.22],
      ["北京", 0.15],
      ["서울", 0.12],
      ["名古屋", 0.1],
    ]),
    spec: {kind: "pie", x: "city", y: "share", title: "都市別の売上の割合"},
  },
  {
    name: "many-series",
    shows: "of 20 lines shown",
    table: tableOf(
      {month: "date", store: "text", sales: "number"},
      Array.from({length: 20}, (_, store) =>
        Array.from({length: 12}, (_, at): Cell[] => [
          `2024-${String(at + 1).padStart(2, "0")}-01`,
          `Store ${store + 1}`,
          Math.round(1000 + store * 210 + at * (store - 9) * 14 + wave(at + store) * 90),
        ]),
      ).flat(),
    ),
    spec: {
      kind: "line",
      x: "month",
      y: "sales",
      series: "store",
      title: "Sales by month and store",
      yUnit: "$",
    },
  },
  {
    name: "one-category",
    shows: "42",
    table: tableOf({region: "text", orders: "integer"}, [["Everywhere", 42]]),
    spec: {kind: "bar", x: "region", y: "orders", title: "Orders by region"},
  },
  {
    name: "all-zeros",
    shows: "Mon",
    table: tableOf(
      {weekday: "text", faults: "integer"},
      ["Mon", "Tue", "Wed", "Thu", "Fri"].map((day) => [day, 0]),
    ),
    spec: {kind: "bar", x: "weekday", y: "faults", title: "Faults by weekday"},
  },
];
