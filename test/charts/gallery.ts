import type {ChartSpec} from "../../src/charts/spec.ts";
import type {Cell, ColumnType, Table} from "../../src/data/table.ts";

/** A small table from names, types and rows. */
export function tableOf(columns: Record<string, ColumnType>, rows: Cell[][]): Table {
  return {columns: Object.entries(columns).map(([name, type]) => ({name, type})), rows};
}

export interface Example {
  name: string;
  spec: ChartSpec;
  table: Table;
  /** A text that stands in the picture besides its title. */
  shows: string;
}

const regions = tableOf({region: "text", net_amount: "number"}, [
  ["North", 12400],
  ["South", 34010.5],
  ["East", 22100],
  ["West", 9000],
  ["Central", 17250],
]);

const months: Cell[][] = [];
for (const [at, region] of ["North", "South", "East"].entries())
  for (let month = 1; month <= 12; month++)
    months.push([
      `2024-${String(month).padStart(2, "0")}-01`,
      region,
      Math.round(4000 + at * 3500 + month * (300 - at * 90) + Math.sin(month + at) * 700),
    ]);
const sales = tableOf({month: "date", region: "text", sales: "number"}, months);

/** Between 0 and 1, scattered, the same each time. */
const waves = (at: number, of: number) => {
  const far = Math.sin(at * 12.9898 + of * 78.233) * 43758.5453;
  return far - Math.floor(far);
};
const cars = tableOf(
  {weight: "number", miles_per_gallon: "number", origin: "text"},
  Array.from({length: 180}, (_, at) => {
    const weight = 1600 + waves(at, 977) * 3300;
    return [
      Math.round(weight),
      Math.round((46 - weight / 130 + (waves(at + 5, 613) - 0.5) * 9) * 10) / 10,
      ["USA", "Europe", "Japan"][at % 3]!,
    ];
  }),
);
const ages = tableOf({age: "number"}, [
  ...Array.from({length: 240}, (_, at) => [
    Math.round((waves(at, 977) + waves(at + 3, 613) + waves(at + 9, 499)) * 26),
  ]),
  [null],
]);
const classes = tableOf(
  {class: "text", fare: "number"},
  Array.from({length: 210}, (_, at) => [
    ["First", "Second", "Third"][at % 3]!,
    Math.round((60 - (at % 3) * 22) * (0.4 + waves(at, 613) * 1.5) + (at % 41 === 0 ? 120 : 0)),
  ]),
);
const heat = tableOf(
  {weekday: "text", hour: "integer", orders: "integer"},
  ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].flatMap((day, row) =>
    [8, 10, 12, 14, 16, 18, 20].map((hour, at) => [
      day,
      hour,
      12 + row * 4 + Math.round(18 * Math.sin((at + row) / 2) ** 2),
    ]),
  ),
);
const parts = tableOf(
  {channel: "text", orders: "integer"},
  ["Web", "Store", "Phone", "Partner", "Mail", "Fair", "Fax", "App", "Kiosk", "Other shop"].map(
    (name, at) => [name, [420, 310, 150, 90, 61, 40, 22, 14, 9, 5][at]!],
  ),
);

/** One of every kind and arrangement, as a person would ask for them. */
export const EXAMPLES: readonly Example[] = [
  {
    name: "bar",
    table: regions,
    shows: "$34,011",
    spec: {
      kind: "bar",
      x: "region",
      y: "net_amount",
      title: "Net amount by region",
      subtitle: "1–31 May 2024",
      yUnit: "$",
    },
  },
  {
    name: "bar-horizontal",
    shows: "Statistics for",
    table: tableOf({title: "text", rating: "number"}, [
      ["The Long Way to a Small Angry Planet", 4.2],
      ["A Brief History of Nearly Everything", 4.6],
      ["Statistics for People Who Think They Hate Statistics", 3.9],
      ["Night Trains", 4.4],
    ]),
    spec: {
      kind: "bar",
      x: "title",
      y: "rating",
      title: "Average rating by title",
      subtitle: "at least 20 ratings",
    },
  },
  {
    name: "bar-grouped",
    table: sales2(),
    shows: "Q2 2024",
    spec: {
      kind: "bar",
      x: "quarter",
      y: "sales",
      series: "region",
      title: "Sales by quarter and region",
      yUnit: "$",
    },
  },
  {
    name: "bar-stacked",
    table: sales2(),
    shows: "South",
    spec: {
      kind: "bar",
      x: "quarter",
      y: "sales",
      series: "region",
      arrangement: "stacked",
      title: "Sales by quarter, regions stacked",
      yUnit: "$",
    },
  },
  {
    name: "bar-shares",
    table: sales2(),
    shows: "100%",
    spec: {
      kind: "bar",
      x: "quarter",
      y: "sales",
      series: "region",
      arrangement: "stacked_100",
      title: "Share of sales by quarter",
    },
  },
  {
    name: "line",
    table: sales,
    shows: "May 2024",
    spec: {
      kind: "line",
      x: "month",
      y: "sales",
      series: "region",
      title: "Sales by month and region",
      subtitle: "2024",
      yUnit: "$",
    },
  },
  {
    name: "area",
    table: sales,
    shows: "North",
    spec: {
      kind: "area",
      x: "month",
      y: "sales",
      series: "region",
      title: "Sales by month, regions stacked",
      yUnit: "$",
    },
  },
  {
    name: "scatter",
    table: cars,
    shows: "Weight (kg)",
    spec: {
      kind: "scatter",
      x: "weight",
      y: "miles_per_gallon",
      series: "origin",
      title: "Heavier cars go less far on a gallon",
      xUnit: "kg",
    },
  },
  {
    name: "histogram",
    table: ages,
    shows: "Count",
    spec: {kind: "histogram", x: "age", title: "How old passengers were", xUnit: "years"},
  },
  {
    name: "box",
    table: classes,
    shows: "First",
    spec: {kind: "box", x: "class", y: "fare", title: "Fare by class", yUnit: "$"},
  },
  {
    name: "heatmap",
    table: heat,
    shows: "Wed",
    spec: {kind: "heatmap", x: "hour", y: "orders", series: "weekday", title: "Orders by weekday and hour"},
  },
  {
    name: "pie",
    table: parts,
    shows: "Other",
    spec: {kind: "pie", x: "channel", y: "orders", title: "Orders by channel"},
  },
];

function sales2(): Table {
  const rows = ["2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01"].flatMap((quarter, at) =>
    ["North", "South", "East"].map((region, place) => [
      quarter,
      region,
      12000 + at * 2300 * (place + 1) - place * 2500,
    ]),
  );
  return tableOf({quarter: "date", region: "text", sales: "number"}, rows);
}
