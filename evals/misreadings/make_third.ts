import {writeFileSync} from "node:fs";
import {fileURLToPath} from "node:url";

/**
 * Writes third.jsonl: planted misreadings over the tables of `../first-hour/data` and the wide table of `../main-job/data`, in
 * the form of questions.jsonl. A misreading is the right reading with one part changed. `node evals/misreadings/make_third.ts`;
 * `check_third.ts` runs both readings of each.
 */
type Part = Record<string, unknown>;
type Row = [kind: string, question: string, right: Part, change: Part];

const first = (name: string): string => `../first-hour/data/${name}`;
const FILES: Record<string, string[]> = {
  deliveries: [first("deliveries.csv")],
  members: [first("members.csv")],
  orders_export: [first("orders_export.csv")],
  store_takings: [first("store_takings.csv")],
  us_employment: ["../main-job/data/us-employment.xlsx"],
};
const agg = (table: string, more: Part): Part => ({intent: "aggregate", table, ...more});
const which = (table: string, more: Part): Part => ({
  intent: "which",
  table,
  question: "which",
  limit: 1,
  ...more,
});
const one = (name: string, fn: string, of?: string, more: Part = {}): Part[] => [
  {name, fn, ...(of && {of}), ...more},
];
const by = (...columns: string[]): Part[] => columns.map((of) => ({of}));
const cut = (column: string, unit: string): Part[] => [{of: column, unit}];
const span = (column: string, from?: string, through?: string): Part => ({
  column,
  ...(from && {from}),
  ...(through && {through}),
});
const share = (where: string, over?: Part): Part[] => [
  {name: "share", fn: "count", where, over: {fn: "count", ...over}},
];
/** A misreading that the model writes as a query. */
const sql = (query: string, says: string, more: string[] = []): Part => ({sql: {query, says}, more});
const NET = '"Net £"';
const GROSS = '"Gross £"';
const ORDER = '"Order No."';
const MRR = '"MRR (USD)"';
const SITE = {joins: [{table: "store_list", on: 'Store = "Store Code"'}]};
const ITEM = {joins: [{table: "products", on: '"Item Code" = SKU'}]};

const ROWS: Row[] = [
  [
    "dropped_filter",
    "mean fee for the Hull depot",
    agg("deliveries", {measures: one("fee", "avg", "fee_gbp"), filters: ["depot = 'Hull'"]}),
    {filters: []},
  ],
  [
    "dropped_filter",
    "failed jobs per driver at york",
    agg("deliveries", {
      measures: one("jobs", "count"),
      groups: by("driver"),
      filters: ["outcome = 'Failed'", "depot = 'York'"],
    }),
    {filters: ["outcome = 'Failed'"]},
  ],
  [
    "dropped_filter",
    "mrr of german accounts on the business plan",
    agg("members", {measures: one("mrr", "sum", MRR), filters: ["Country = 'Germany'", "Plan = 'Business'"]}),
    {filters: ["Plan = 'Business'"]},
  ],
  [
    "dropped_filter",
    "seats sold to annual payers, by country",
    agg("members", {
      measures: one("seats", "sum", "Seats"),
      groups: by("Country"),
      filters: ["Billing = 'Annual'"],
    }),
    {filters: []},
  ],
  [
    "dropped_filter",
    "completed net by rep",
    agg("orders_export", {
      measures: one("net", "sum", NET),
      groups: by("Rep"),
      filters: ["Status = 'Completed'"],
    }),
    {filters: []},
  ],
  [
    "dropped_filter",
    "how much did Scotland order of fruit mix 100, net",
    agg("orders_export", {
      measures: one("net", "sum", NET),
      filters: ["\"Sales Region\" = 'Scotland'", "\"Item Desc\" = 'Fruit Mix 100'"],
    }),
    {filters: ["\"Item Desc\" = 'Fruit Mix 100'"]},
  ],
  [
    "dropped_filter",
    "avg footfall on promo days",
    agg("store_takings", {measures: one("footfall", "avg", "Footfall"), filters: ["Promo = true"]}),
    {filters: []},
  ],
  [
    "dropped_filter",
    "net takings of S03 and S04 per year",
    agg("store_takings", {
      measures: one("net", "sum", '"Net Takings"'),
      groups: cut('"Bus. Date"', "year"),
      filters: ["Store IN ('S03', 'S04')"],
    }),
    {filters: []},
  ],

  [
    "dropped_negation",
    "jobs that were not on time, by depot",
    agg("deliveries", {measures: one("jobs", "count"), groups: by("depot"), filters: ["on_time = false"]}),
    {filters: ["on_time = true"]},
  ],
  [
    "dropped_negation",
    "deliveries that nobody rated",
    agg("deliveries", {measures: one("jobs", "count"), filters: ["rating IS NULL"], question: "how_many"}),
    {filters: ["rating IS NOT NULL"]},
  ],
  [
    "dropped_negation",
    "mrr outside the US",
    agg("members", {measures: one("mrr", "sum", MRR), filters: ["Country <> 'US'"]}),
    {filters: ["Country = 'US'"]},
  ],
  [
    "dropped_negation",
    "companies lacking an account manager",
    agg("members", {measures: one("companies", "count"), filters: ['"Acct Mgr" IS NULL']}),
    {filters: []},
  ],
  [
    "dropped_negation",
    "net excluding test orders",
    agg("orders_export", {measures: one("net", "sum", NET), filters: ["Status <> 'Test'"]}),
    {filters: []},
  ],
  [
    "dropped_negation",
    "lines never despatched",
    agg("orders_export", {measures: one("lines", "count"), filters: ['"Desp. Date" IS NULL']}),
    {filters: ['"Desp. Date" IS NOT NULL']},
  ],
  [
    "dropped_negation",
    "average txns on days without a promo",
    agg("store_takings", {measures: one("txns", "avg", "Txns"), filters: ["Promo = false"]}),
    {filters: []},
  ],

  [
    "wrong_value",
    "how many drops did Hana W do",
    agg("deliveries", {
      measures: one("drops", "count"),
      filters: ["driver = 'Hana W'"],
      question: "how_many",
    }),
    {filters: ["driver = 'Ali K'"]},
  ],
  [
    "wrong_value",
    "total km from leeds south",
    agg("deliveries", {measures: one("km", "sum", "km"), filters: ["depot = 'Leeds South'"]}),
    {filters: ["depot = 'Leeds North'"]},
  ],
  [
    "wrong_value",
    "starter plan seats",
    agg("members", {measures: one("seats", "sum", "Seats"), filters: ["Plan = 'Starter'"]}),
    {filters: ["Plan = 'Team'"]},
  ],
  [
    "wrong_value",
    "gross for the Midlands",
    agg("orders_export", {measures: one("gross", "sum", GROSS), filters: ["\"Sales Region\" = 'Midlands'"]}),
    {filters: ["\"Sales Region\" = 'London'"]},
  ],
  [
    "wrong_value",
    "refunded value net",
    agg("orders_export", {measures: one("net", "sum", NET), filters: ["Status = 'Refunded'"]}),
    {filters: ["Status = 'Completed'"]},
  ],
  [
    "wrong_value",
    "takings on snow days, net",
    agg("store_takings", {measures: one("net", "sum", '"Net Takings"'), filters: ["Notes = 'snow'"]}),
    {filters: ["Notes = 'football'"]},
  ],

  [
    "wrong_operator",
    "jobs longer than 10 km",
    agg("deliveries", {measures: one("jobs", "count"), filters: ["km > 10"], question: "how_many"}),
    {filters: ["km < 10"]},
  ],
  [
    "wrong_operator",
    "parcels of at most 2 kg: how many",
    agg("deliveries", {measures: one("jobs", "count"), filters: ["kg <= 2"], question: "how_many"}),
    {filters: ["kg >= 2"]},
  ],
  [
    "wrong_operator",
    "accounts with fewer than 5 seats",
    agg("members", {measures: one("accounts", "count"), filters: ["Seats < 5"]}),
    {filters: ["Seats <= 5"]},
  ],
  [
    "wrong_operator",
    "companies with an nps of 50 or more by plan",
    agg("members", {measures: one("accounts", "count"), groups: by("Plan"), filters: ["NPS >= 50"]}),
    {filters: ["NPS <= 50"]},
  ],
  [
    "wrong_operator",
    "lines worth more than 1,000 net",
    agg("orders_export", {
      measures: one("lines", "count"),
      filters: ['"Net £" > 1000'],
      question: "how_many",
    }),
    {filters: ['"Net £" < 1000']},
  ],
  [
    "wrong_operator",
    "days with footfall below 100",
    agg("store_takings", {measures: one("days", "count"), filters: ["Footfall < 100"], question: "how_many"}),
    {filters: ["Footfall > 100"]},
  ],

  [
    "wrong_denominator",
    "percent of rated jobs that got 5 stars",
    agg("deliveries", {measures: share("rating = 5", {where: "rating IS NOT NULL"})}),
    {measures: share("rating = 5")},
  ],
  [
    "wrong_denominator",
    "share of york jobs that failed",
    agg("deliveries", {measures: share("outcome = 'Failed' AND depot = 'York'", {where: "depot = 'York'"})}),
    {measures: share("outcome = 'Failed' AND depot = 'York'")},
  ],
  [
    "wrong_denominator",
    "what fraction of annual members churned",
    agg("members", {
      measures: share("\"Churned?\" = true AND Billing = 'Annual'", {where: "Billing = 'Annual'"}),
    }),
    {measures: share("\"Churned?\" = true AND Billing = 'Annual'", {where: '"Churned?" = true'})},
  ],
  [
    "wrong_denominator",
    "pct of accounts that are on the team plan",
    agg("members", {measures: share("Plan = 'Team'")}),
    {measures: share("Plan = 'Team'", {where: "Plan = 'Starter'"})},
  ],
  [
    "wrong_denominator",
    "share of net that London brings in",
    agg("orders_export", {
      measures: [
        {name: "share", fn: "sum", of: NET, where: "\"Sales Region\" = 'London'", over: {fn: "sum", of: NET}},
      ],
    }),
    {
      measures: [
        {
          name: "share",
          fn: "sum",
          of: NET,
          where: "\"Sales Region\" = 'London'",
          over: {fn: "sum", of: GROSS},
        },
      ],
    },
  ],
  [
    "wrong_denominator",
    "% of orders refunded",
    agg("orders_export", {
      measures: [
        {
          name: "share",
          fn: "count_distinct",
          of: ORDER,
          where: "Status = 'Refunded'",
          over: {fn: "count_distinct", of: ORDER},
        },
      ],
    }),
    {
      measures: [
        {name: "share", fn: "count_distinct", of: ORDER, where: "Status = 'Refunded'", over: {fn: "count"}},
      ],
    },
  ],
  [
    "wrong_denominator",
    "transactions per visitor at S02",
    agg("store_takings", {
      measures: [{name: "rate", fn: "sum", of: "Txns", over: {fn: "sum", of: "Footfall"}}],
      filters: ["Store = 'S02'"],
    }),
    {measures: [{name: "rate", fn: "sum", of: "Txns", over: {fn: "count"}}]},
  ],
  [
    "wrong_denominator",
    "refunds as a share of gross takings by store",
    agg("store_takings", {
      measures: [{name: "share", fn: "sum", of: "Refunds", over: {fn: "sum", of: '"Gross Takings"'}}],
      groups: by("Store"),
    }),
    {measures: [{name: "share", fn: "sum", of: "Refunds", over: {fn: "sum", of: '"Net Takings"'}}]},
  ],

  [
    "fan_out",
    "floor area of the shops in each city",
    {...agg("store_list", {measures: one("area", "sum", '"Sq Ft"'), groups: by("City")})},
    {joins: [{table: "store_takings", on: '"Store Code" = Store'}]},
  ],
  [
    "fan_out",
    "how big are our stores altogether in sq ft",
    {...agg("store_list", {measures: one("area", "sum", '"Sq Ft"')})},
    {joins: [{table: "store_takings", on: '"Store Code" = Store'}]},
  ],
  [
    "fan_out",
    "number of products for each supplier",
    agg("products", {measures: one("products", "count"), groups: by("Supplier")}),
    {joins: [{table: "orders_export", on: 'SKU = "Item Code"'}]},
  ],
  [
    "fan_out",
    "mean cost price by category",
    agg("products", {measures: one("cost", "avg", '"Cost Price"'), groups: by("Category")}),
    {joins: [{table: "orders_export", on: 'SKU = "Item Code"'}]},
  ],
  [
    "fan_out",
    "how many stores in each state",
    agg("store_list", {measures: one("stores", "count"), groups: by("State")}),
    {joins: [{table: "store_takings", on: '"Store Code" = Store'}]},
  ],

  [
    "wrong_period",
    "jobs booked in june 2024",
    agg("deliveries", {
      measures: one("jobs", "count"),
      period: span("booked_at", "2024-06-01", "2024-06-30"),
    }),
    {period: span("booked_at", "2024-06-01", "2024-07-31")},
  ],
  [
    "wrong_period",
    "fees in the first half of july 2024",
    agg("deliveries", {
      measures: one("fees", "sum", "fee_gbp"),
      period: span("booked_at", "2024-07-01", "2024-07-15"),
    }),
    {period: span("booked_at", "2024-07-01", "2024-07-31")},
  ],
  [
    "wrong_period",
    "signups in 2022",
    agg("members", {
      measures: one("signups", "count"),
      period: span("Signup Date", "2022-01-01", "2022-12-31"),
    }),
    {period: span("Signup Date", "2022-01-01")},
  ],
  [
    "wrong_period",
    "cancellations since may 2024",
    agg("members", {measures: one("cancels", "count"), period: span("Cancel Date", "2024-05-01")}),
    {period: span("Cancel Date", "2024-06-01")},
  ],
  [
    "wrong_period",
    "net sales q1 2024",
    agg("orders_export", {
      measures: one("net", "sum", NET),
      period: span("Order Date", "2024-01-01", "2024-03-31"),
    }),
    {period: span("Order Date", "2024-01-01", "2024-02-29")},
  ],
  [
    "wrong_period",
    "gross march through may 2023",
    agg("orders_export", {
      measures: one("gross", "sum", GROSS),
      period: span("Order Date", "2023-03-01", "2023-05-31"),
    }),
    {period: span("Order Date", "2023-03-01", "2023-04-30")},
  ],
  [
    "wrong_period",
    "net of last month",
    agg("orders_export", {
      measures: one("net", "sum", NET),
      period: {...span("Order Date", "2024-08-01", "2024-08-31"), anchor: "data"},
    }),
    {period: {...span("Order Date", "2024-09-01", "2024-09-11"), anchor: "data"}},
  ],
  [
    "wrong_period",
    "takings last year, net",
    agg("store_takings", {
      measures: one("net", "sum", '"Net Takings"'),
      period: {...span("Bus. Date", "2023-01-01", "2023-12-31"), anchor: "data"},
    }),
    {period: {...span("Bus. Date", "2024-01-01", "2024-09-30"), anchor: "data"}},
  ],
  [
    "wrong_period",
    "footfall before 2023",
    agg("store_takings", {
      measures: one("footfall", "sum", "Footfall"),
      period: span("Bus. Date", undefined, "2022-12-31"),
    }),
    {period: span("Bus. Date", undefined, "2023-12-31")},
  ],
  [
    "wrong_period",
    "average construction jobs from 2010 to 2012",
    agg("us_employment", {
      measures: one("construction", "avg", "construction"),
      period: span("month", "2010-01-01", "2012-12-31"),
    }),
    {period: span("month", "2010-01-01", "2011-12-31")},
  ],

  [
    "wrong_grain",
    "avg parcels per driver",
    agg("deliveries", {measures: [{name: "per", fn: "count", over: {fn: "count_distinct", of: "driver"}}]}),
    {measures: [{name: "per", fn: "count", over: {fn: "count_distinct", of: "account"}}]},
  ],
  [
    "wrong_grain",
    "fees month by month",
    agg("deliveries", {measures: one("fees", "sum", "fee_gbp"), groups: cut("booked_at", "month")}),
    {groups: cut("booked_at", "week")},
  ],
  [
    "wrong_grain",
    "average order value net",
    agg("orders_export", {
      measures: [{name: "aov", fn: "sum", of: NET, over: {fn: "count_distinct", of: ORDER}}],
    }),
    {measures: one("aov", "avg", NET)},
  ],
  [
    "wrong_grain",
    "net per customer",
    agg("orders_export", {measures: one("net", "sum", NET), groups: by("Customer")}),
    {groups: by("Customer", "Status")},
  ],
  [
    "wrong_grain",
    "items sold by quarter",
    agg("store_takings", {
      measures: one("items", "sum", '"Items Sold"'),
      groups: cut('"Bus. Date"', "quarter"),
    }),
    {groups: cut('"Bus. Date"', "month")},
  ],
  [
    "wrong_grain",
    "average price of an item per store (weighted by items)",
    agg("store_takings", {
      measures: [{name: "price", fn: "sum", of: '"Gross Takings"', over: {fn: "sum", of: '"Items Sold"'}}],
      groups: by("Store"),
    }),
    {measures: one("price", "avg", '"Avg Item Price"')},
  ],

  [
    "wrong_date_column",
    "jobs delivered in may 2024",
    agg("deliveries", {
      measures: one("jobs", "count"),
      period: span("delivered_at", "2024-05-01", "2024-05-31"),
    }),
    {period: span("booked_at", "2024-05-01", "2024-05-31")},
  ],
  [
    "wrong_date_column",
    "how many accounts were cancelled each year",
    agg("members", {
      measures: one("accounts", "count"),
      groups: cut('"Cancel Date"', "year"),
      filters: ['"Cancel Date" IS NOT NULL'],
    }),
    {groups: cut('"Signup Date"', "year")},
  ],
  [
    "wrong_date_column",
    "members who signed up in 2023, by plan",
    agg("members", {
      measures: one("accounts", "count"),
      groups: by("Plan"),
      period: span("Signup Date", "2023-01-01", "2023-12-31"),
    }),
    {period: span("Cancel Date", "2023-01-01", "2023-12-31")},
  ],
  [
    "wrong_date_column",
    "net despatched in april 2024",
    agg("orders_export", {
      measures: one("net", "sum", NET),
      period: span("Desp. Date", "2024-04-01", "2024-04-30"),
    }),
    {period: span("Order Date", "2024-04-01", "2024-04-30")},
  ],
  [
    "wrong_date_column",
    "gross of orders dated february 2024",
    agg("orders_export", {
      measures: one("gross", "sum", GROSS),
      period: span("Order Date", "2024-02-01", "2024-02-29"),
    }),
    {period: span("Desp. Date", "2024-02-01", "2024-02-29")},
  ],
  [
    "wrong_date_column",
    "accounts last logged in during july 2024",
    agg("members", {
      measures: one("accounts", "count"),
      period: span("Last Login", "2024-07-01", "2024-07-31"),
    }),
    {period: span("Signup Date", "2024-07-01", "2024-07-31")},
  ],

  [
    "wrong_measure",
    "gross takings by store",
    agg("store_takings", {measures: one("takings", "sum", '"Gross Takings"'), groups: by("Store")}),
    {measures: one("takings", "sum", '"Net Takings"')},
  ],
  [
    "wrong_measure",
    "net revenue by sales region",
    agg("orders_export", {measures: one("net", "sum", NET), groups: by('"Sales Region"')}),
    {measures: one("net", "sum", GROSS)},
  ],
  [
    "wrong_measure",
    "units ordered per item",
    agg("orders_export", {measures: one("units", "sum", "Qty"), groups: by('"Item Desc"')}),
    {measures: one("units", "sum", NET)},
  ],
  [
    "wrong_measure",
    "weight carried by each driver",
    agg("deliveries", {measures: one("kg", "sum", "kg"), groups: by("driver")}),
    {measures: one("kg", "sum", "km")},
  ],
  [
    "wrong_measure",
    "typical minutes per depot",
    agg("deliveries", {measures: one("mins", "median", "mins"), groups: by("depot")}),
    {measures: one("mins", "median", "km")},
  ],
  [
    "wrong_measure",
    "support tickets by plan",
    agg("members", {measures: one("tickets", "sum", '"Tickets 90d"'), groups: by("Plan")}),
    {measures: one("tickets", "sum", "Seats")},
  ],
  [
    "wrong_measure",
    "mean retail trade employment by year",
    agg("us_employment", {measures: one("jobs", "avg", "retail_trade"), groups: cut("month", "year")}),
    {measures: one("jobs", "avg", "wholesale_trade")},
  ],

  [
    "wrong_aggregate",
    "total km by driver",
    agg("deliveries", {measures: one("km", "sum", "km"), groups: by("driver")}),
    {measures: one("km", "avg", "km")},
  ],
  [
    "wrong_aggregate",
    "median seats by country",
    agg("members", {measures: one("seats", "median", "Seats"), groups: by("Country")}),
    {measures: one("seats", "avg", "Seats")},
  ],
  [
    "wrong_aggregate",
    "mean nps per plan",
    agg("members", {measures: one("nps", "avg", "NPS"), groups: by("Plan")}),
    {measures: one("nps", "max", "NPS")},
  ],
  [
    "wrong_aggregate",
    "largest single line net",
    agg("orders_export", {measures: one("net", "max", NET)}),
    {measures: one("net", "sum", NET)},
  ],
  [
    "wrong_aggregate",
    "how many items did S01 sell",
    agg("store_takings", {
      measures: one("items", "sum", '"Items Sold"'),
      filters: ["Store = 'S01'"],
      question: "how_many",
    }),
    {measures: one("items", "count", '"Items Sold"')},
  ],

  [
    "wrong_group",
    "fees by driver",
    agg("deliveries", {measures: one("fees", "sum", "fee_gbp"), groups: by("driver")}),
    {groups: by("depot")},
  ],
  [
    "wrong_group",
    "mrr split by billing",
    agg("members", {measures: one("mrr", "sum", MRR), groups: by("Billing")}),
    {groups: by("Plan")},
  ],
  [
    "wrong_group",
    "net by rep and region",
    agg("orders_export", {measures: one("net", "sum", NET), groups: by("Rep", '"Sales Region"')}),
    {groups: by("Rep")},
  ],
  [
    "wrong_group",
    "takings per city, net",
    agg("store_takings", {...SITE, measures: one("net", "sum", '"Net Takings"'), groups: by("City")}),
    {groups: by("State")},
  ],

  [
    "swapped_direction",
    "slowest driver by median minutes",
    which("deliveries", {
      measures: one("mins", "median", "mins"),
      groups: by("driver"),
      order: ["mins desc"],
    }),
    {order: ["mins asc"]},
  ],
  [
    "swapped_direction",
    "the five customers who spend the least, net",
    agg("orders_export", {
      measures: one("net", "sum", NET),
      groups: by("Customer"),
      order: ["net asc"],
      limit: 5,
    }),
    {order: ["net desc"]},
  ],
  [
    "swapped_direction",
    "plan with the best nps on average",
    which("members", {measures: one("nps", "avg", "NPS"), groups: by("Plan"), order: ["nps desc"]}),
    {order: ["nps asc"]},
  ],
  [
    "swapped_direction",
    "weakest store by net takings",
    which("store_takings", {
      measures: one("net", "sum", '"Net Takings"'),
      groups: by("Store"),
      order: ["net asc"],
    }),
    {order: ["net desc"]},
  ],

  [
    "lost_limit",
    "top 3 accounts by mrr",
    {intent: "rows", table: "members", columns: ["Company", MRR], order: [`${MRR} desc`], limit: 3},
    {limit: 10},
  ],
  [
    "lost_limit",
    "four heaviest parcels",
    {intent: "rows", table: "deliveries", columns: ["job_ref", "kg"], order: ["kg desc"], limit: 4},
    {limit: undefined},
  ],
  [
    "lost_limit",
    "7 best selling items by qty",
    agg("orders_export", {
      measures: one("qty", "sum", "Qty"),
      groups: by('"Item Desc"'),
      order: ["qty desc"],
      limit: 7,
    }),
    {limit: 5},
  ],

  [
    "rows_for_distinct",
    "how many drivers do we have",
    agg("deliveries", {measures: one("drivers", "count_distinct", "driver"), question: "how_many"}),
    {measures: one("drivers", "count")},
  ],
  [
    "rows_for_distinct",
    "number of customers ordering in 2024",
    agg("orders_export", {
      measures: one("customers", "count_distinct", "Acct"),
      period: span("Order Date", "2024-01-01", "2024-12-31"),
      question: "how_many",
    }),
    {measures: one("customers", "count")},
  ],
  [
    "rows_for_distinct",
    "orders per region (how many)",
    agg("orders_export", {
      measures: one("orders", "count_distinct", ORDER),
      groups: by('"Sales Region"'),
      question: "how_many",
    }),
    {measures: one("orders", "count")},
  ],
  [
    "rows_for_distinct",
    "how many client accounts used the hull depot",
    agg("deliveries", {
      measures: one("accounts", "count_distinct", "account"),
      filters: ["depot = 'Hull'"],
      question: "how_many",
    }),
    {measures: one("accounts", "count")},
  ],

  [
    "ignored_word",
    "growth in signups year on year",
    agg("members", {
      measures: one("signups", "count"),
      groups: cut('"Signup Date"', "year"),
      comparison: {kind: "each_step", unit: "year"},
    }),
    {comparison: undefined},
  ],
  [
    "ignored_word",
    "running total of fees by month",
    agg("deliveries", {
      measures: one("fees", "sum", "fee_gbp"),
      groups: cut("booked_at", "month"),
      windows: [{of: "fees", fn: "running_total"}],
    }),
    {windows: undefined},
  ],
  [
    "ignored_word",
    "gross less refunds per store in 2023",
    agg("store_takings", {
      measures: one("x", "sum", '"Gross Takings" - Refunds'),
      groups: by("Store"),
      period: span("Bus. Date", "2023-01-01", "2023-12-31"),
    }),
    {measures: one("x", "sum", '"Gross Takings"')},
  ],
  [
    "ignored_word",
    "does distance go with minutes on failed or returned... no, delivered jobs only?",
    {intent: "correlation", table: "deliveries", columns: ["km", "mins"], filters: ["outcome = 'Delivered'"]},
    {filters: []},
  ],
  [
    "ignored_word",
    "mrr per seat by plan",
    agg("members", {
      measures: [{name: "x", fn: "sum", of: MRR, over: {fn: "sum", of: "Seats"}}],
      groups: by("Plan"),
    }),
    {measures: one("x", "sum", MRR)},
  ],
  [
    "ignored_word",
    "government jobs in december of each year",
    agg("us_employment", {
      measures: one("jobs", "sum", "government"),
      groups: cut("month", "year"),
      filters: ["month(month) = 12"],
    }),
    {filters: []},
  ],

  [
    "fan_out",
    "net sales of the Coffee category",
    agg("orders_export", {...ITEM, measures: one("net", "sum", NET), filters: ["Category = 'Coffee'"]}),
    sql(
      `SELECT sum(o."Net £") AS net FROM orders_export o JOIN products p ON p.Supplier = 'Rosto Imports' WHERE p.Category = 'Coffee'`,
      "net sales of coffee",
    ),
  ],
  [
    "fan_out",
    "sq ft of the portland shops",
    agg("store_list", {measures: one("area", "sum", '"Sq Ft"'), filters: ["City = 'Portland'"]}),
    sql(
      `SELECT sum(s."Sq Ft") AS area FROM store_list s JOIN store_takings t ON t.Store = s."Store Code" WHERE s.City = 'Portland'`,
      "floor area of the shops in Portland",
      [first("store_takings.csv")],
    ),
  ],
  [
    "dropped_filter",
    "net of open orders per rep",
    agg("orders_export", {measures: one("net", "sum", NET), groups: by("Rep"), filters: ["Status = 'Open'"]}),
    sql(`SELECT Rep, sum("Net £") AS net FROM orders_export GROUP BY Rep ORDER BY Rep`, "net by rep"),
  ],
  [
    "wrong_measure",
    "gross value by status",
    agg("orders_export", {measures: one("gross", "sum", GROSS), groups: by("Status")}),
    sql(
      `SELECT Status, sum("Net £") AS gross FROM orders_export GROUP BY Status ORDER BY Status`,
      "value by status",
    ),
  ],
  [
    "wrong_period",
    "seats that signed up in 2023",
    agg("members", {
      measures: one("seats", "sum", "Seats"),
      period: span("Signup Date", "2023-01-01", "2023-12-31"),
    }),
    sql(
      `SELECT sum(Seats) AS seats FROM members WHERE "Signup Date" >= '2022-01-01' AND "Signup Date" < '2023-01-01'`,
      "seats of a year's signups",
    ),
  ],
  [
    "rows_for_distinct",
    "how many items have we sold to London (different ones)",
    agg("orders_export", {
      measures: one("items", "count_distinct", '"Item Code"'),
      filters: ["\"Sales Region\" = 'London'"],
      question: "how_many",
    }),
    sql(
      `SELECT count("Item Code") AS items FROM orders_export WHERE "Sales Region" = 'London'`,
      "items sold to London",
    ),
  ],
];

const CONTROLS: [question: string, right: Part, change: Part][] = [
  [
    "mean fee for york",
    agg("deliveries", {measures: one("fee", "avg", "fee_gbp"), filters: ["depot = 'York'"]}),
    {measures: one("mean_fee", "avg", "FEE_GBP")},
  ],
  [
    "count of failed drops by depot",
    agg("deliveries", {
      measures: one("drops", "count"),
      groups: by("depot"),
      filters: ["outcome = 'Failed'"],
    }),
    {measures: one("failed", "count", "job_ref")},
  ],
  [
    "jobs over 20 km",
    agg("deliveries", {measures: one("jobs", "count"), filters: ["km > 20"], question: "how_many"}),
    {filters: ["NOT (km <= 20)"]},
  ],
  [
    "parcels from 5 to 10 kg",
    agg("deliveries", {
      measures: one("jobs", "count"),
      filters: ["kg BETWEEN 5 AND 10"],
      question: "how_many",
    }),
    {filters: ["kg <= 10", "kg >= 5"]},
  ],
  [
    "late jobs by driver",
    agg("deliveries", {measures: one("jobs", "count"), groups: by("driver"), filters: ["on_time = false"]}),
    {filters: ["NOT (on_time = true)"]},
  ],
  [
    "what part of jobs was late at hull",
    agg("deliveries", {measures: share("on_time = false AND depot = 'Hull'", {where: "depot = 'Hull'"})}),
    {measures: share("on_time = false"), filters: ["depot = 'Hull'"]},
  ],
  [
    "fees in june 2024",
    agg("deliveries", {
      measures: one("fees", "sum", "fee_gbp"),
      period: span("booked_at", "2024-06-01", "2024-06-30"),
    }),
    {period: undefined, filters: ["booked_at >= '2024-06-01'", "booked_at < '2024-07-01'"]},
  ],
  [
    "the driver with most km",
    which("deliveries", {measures: one("km", "sum", "km"), groups: by("driver"), order: ["km desc"]}),
    {intent: "aggregate", limit: 1},
  ],
  [
    "fee per km by depot",
    agg("deliveries", {
      measures: [{name: "rate", fn: "sum", of: "fee_gbp", over: {fn: "sum", of: "km"}}],
      groups: by("depot"),
    }),
    {measures: [{name: "fee_per_km", fn: "sum", of: "fee_gbp", over: {fn: "sum", of: "km"}}]},
  ],
  [
    "average rating by depot, best first",
    agg("deliveries", {
      measures: one("rating", "avg", "rating"),
      groups: by("depot"),
      order: ["rating desc"],
    }),
    {measures: one("stars", "avg", "rating"), order: ["stars desc"]},
  ],
  [
    "number of drivers per depot",
    agg("deliveries", {measures: one("drivers", "count_distinct", "driver"), groups: by("depot")}),
    {measures: one("accounts", "count_distinct", "DRIVER")},
  ],
  [
    "do heavier parcels take longer",
    {intent: "correlation", table: "deliveries", columns: ["kg", "mins"]},
    {columns: ["mins", "kg"]},
  ],

  [
    "mrr by country",
    agg("members", {measures: one("mrr", "sum", MRR), groups: by("Country")}),
    {measures: one("monthly", "sum", MRR)},
  ],
  [
    "accounts with no manager",
    agg("members", {measures: one("accounts", "count"), filters: ['"Acct Mgr" IS NULL']}),
    {measures: one("accounts", "count", '"Account ID"')},
  ],
  [
    "uk or canada seats",
    agg("members", {measures: one("seats", "sum", "Seats"), filters: ["Country IN ('UK', 'Canada')"]}),
    {filters: ["Country = 'Canada' OR Country = 'UK'"]},
  ],
  [
    "mean nps of business customers",
    agg("members", {measures: one("nps", "avg", "NPS"), filters: ["Plan = 'Business'"]}),
    {measures: [{name: "nps", fn: "avg", of: "NPS", where: "Plan = 'Business'"}], filters: []},
  ],
  [
    "signups per quarter in 2023",
    agg("members", {
      measures: one("accounts", "count"),
      groups: cut('"Signup Date"', "quarter"),
      period: span("Signup Date", "2023-01-01", "2023-12-31"),
    }),
    {period: undefined, filters: ['year("Signup Date") = 2023']},
  ],
  [
    "churn rate by billing",
    agg("members", {
      measures: share('"Churned?" = true', {where: '"Churned?" IS NOT NULL'}),
      groups: by("Billing"),
    }),
    {measures: one("churn", "avg", '"Churned?"')},
  ],
  [
    "share of accounts paying monthly",
    agg("members", {measures: share("Billing = 'Monthly'")}),
    {measures: share("Billing = 'Monthly'", {of: '"Account ID"'})},
  ],
  [
    "biggest accounts by seats, top 5",
    {intent: "rows", table: "members", columns: ["Company", "Seats"], order: ["Seats desc"], limit: 5},
    {columns: ["Company", "Seats", "Plan"]},
  ],
  [
    "cancellations each month of 2024",
    agg("members", {
      measures: one("accounts", "count"),
      groups: cut('"Cancel Date"', "month"),
      period: span("Cancel Date", "2024-01-01", "2024-12-31"),
    }),
    {measures: one("cancels", "count", '"Cancel Date"')},
  ],

  [
    "net by customer, ten largest",
    agg("orders_export", {
      measures: one("net", "sum", NET),
      groups: by("Customer"),
      order: ["net desc"],
      limit: 10,
    }),
    {measures: one("total", "sum", NET), order: ["total desc"]},
  ],
  [
    "net without refunds or tests",
    agg("orders_export", {measures: one("net", "sum", NET), filters: ["Status NOT IN ('Refunded', 'Test')"]}),
    {filters: ["Status <> 'Test'", "Status <> 'Refunded'"]},
  ],
  [
    "net that isn't from London, per rep",
    agg("orders_export", {
      measures: one("net", "sum", NET),
      groups: by("Rep"),
      filters: ["\"Sales Region\" <> 'London'"],
    }),
    {filters: ["NOT (\"Sales Region\" = 'London')"]},
  ],
  [
    "order value on average, net",
    agg("orders_export", {
      measures: [{name: "aov", fn: "sum", of: NET, over: {fn: "count_distinct", of: ORDER}}],
    }),
    {measures: [{name: "per_order", fn: "sum", of: NET, over: {fn: "count_distinct", of: '"ORDER NO."'}}]},
  ],
  [
    "gross minus net by item code",
    agg("orders_export", {measures: one("off", "sum", '"Gross £" - "Net £"'), groups: by('"Item Code"')}),
    {measures: one("discount", "sum", '-1 * ("Net £" - "Gross £")')},
  ],
  [
    "qty shipped to Scotland in 2023",
    agg("orders_export", {
      measures: one("qty", "sum", "Qty"),
      filters: ["\"Sales Region\" = 'Scotland'"],
      period: span("Desp. Date", "2023-01-01", "2023-12-31"),
    }),
    {measures: one("units", "sum", "Qty")},
  ],
  [
    "how many orders in august 2024",
    agg("orders_export", {
      measures: one("orders", "count_distinct", ORDER),
      period: span("Order Date", "2024-08-01", "2024-08-31"),
      question: "how_many",
    }),
    {
      period: span("Order Date", "2024-08-01", "2024-08-31"),
      measures: one("accounts", "count_distinct", ORDER),
    },
  ],
  [
    "net sales by month in 2024",
    agg("orders_export", {
      measures: one("net", "sum", NET),
      groups: cut('"Order Date"', "month"),
      period: span("Order Date", "2024-01-01", "2024-12-31"),
    }),
    {measures: one("sales", "sum", NET), period: span("Order Date", "2024-01-01", "2024-09-30")},
  ],
  [
    "discounted lines per rep",
    agg("orders_export", {measures: one("lines", "count"), groups: by("Rep"), filters: ['"Disc %" > 0']}),
    {filters: ['"Disc %" != 0']},
  ],
  [
    "lines above 1k gross",
    agg("orders_export", {
      measures: one("lines", "count"),
      filters: ['"Gross £" > 1000'],
      question: "how_many",
    }),
    {measures: one("big", "count", '"Gross £"')},
  ],

  [
    "net takings by store last year",
    agg("store_takings", {
      measures: one("net", "sum", '"Net Takings"'),
      groups: by("Store"),
      period: {...span("Bus. Date", "2023-01-01", "2023-12-31"), anchor: "data"},
    }),
    {measures: one("takings", "sum", '"Net Takings"')},
  ],
  [
    "refund rate per store (refunds over gross)",
    agg("store_takings", {
      measures: [{name: "rate", fn: "sum", of: "Refunds", over: {fn: "sum", of: '"Gross Takings"'}}],
      groups: by("Store"),
    }),
    {measures: [{name: "refund_rate", fn: "sum", of: "Refunds", over: {fn: "sum", of: '"Gross Takings"'}}]},
  ],
  [
    "busiest weekday by footfall",
    which("store_takings", {
      measures: one("footfall", "sum", "Footfall"),
      groups: [{of: '"Bus. Date"', part: "weekday"}],
      order: ["footfall desc"],
    }),
    {measures: one("visitors", "sum", "Footfall"), order: ["visitors desc"]},
  ],
  [
    "footfall of s01 vs s02 in 2023",
    agg("store_takings", {
      measures: one("footfall", "sum", "Footfall"),
      groups: by("Store"),
      filters: ["Store IN ('S01', 'S02')"],
      period: span("Bus. Date", "2023-01-01", "2023-12-31"),
    }),
    {filters: ["Store = 'S01' OR Store = 'S02'"]},
  ],
  [
    "average txns per day with and without promo",
    agg("store_takings", {measures: one("txns", "avg", "Txns"), groups: by("Promo")}),
    {measures: one("per_day", "avg", "Txns")},
  ],
  [
    "stores with over 2 million net takings",
    agg("store_takings", {
      measures: one("net", "sum", '"Net Takings"'),
      groups: by("Store"),
      having: ["net > 2000000"],
    }),
    {measures: one("total", "sum", '"Net Takings"'), having: ["total > 2000000"]},
  ],
  [
    "items per transaction by year",
    agg("store_takings", {
      measures: [{name: "x", fn: "sum", of: '"Items Sold"', over: {fn: "sum", of: "Txns"}}],
      groups: cut('"Bus. Date"', "year"),
    }),
    {groups: [{name: "year", of: 'year("Bus. Date")'}]},
  ],
  [
    "net takings by city",
    agg("store_takings", {...SITE, measures: one("net", "sum", '"Net Takings"'), groups: by("City")}),
    {measures: one("takings", "sum", '"Net Takings"')},
  ],
  [
    "average manufacturing employment in 2009",
    agg("us_employment", {
      measures: one("jobs", "avg", "manufacturing"),
      period: span("month", "2009-01-01", "2009-12-31"),
    }),
    {period: undefined, filters: ["year(month) = 2009"]},
  ],
  [
    "net by product category",
    agg("orders_export", {...ITEM, measures: one("net", "sum", NET), groups: by("Category")}),
    {measures: one("sales", "sum", NET)},
  ],
  [
    "median fee of each driver at hull",
    agg("deliveries", {
      measures: one("fee", "median", "fee_gbp"),
      groups: by("driver"),
      filters: ["depot = 'Hull'"],
    }),
    sql(
      `SELECT driver, median(fee_gbp) AS fee FROM deliveries WHERE depot = 'Hull' GROUP BY driver ORDER BY driver`,
      "median fee by driver at Hull",
    ),
  ],
  [
    "net per product category",
    agg("orders_export", {...ITEM, measures: one("net", "sum", NET), groups: by("Category")}),
    sql(
      `SELECT p.Category, sum(o."Net £") AS net FROM orders_export o LEFT JOIN products p ON o."Item Code" = p.SKU GROUP BY 1 ORDER BY 1`,
      "net by category of product",
    ),
  ],
  [
    "lowest private employment and when",
    {intent: "rows", table: "us_employment", columns: ["month", "private"], order: ["private asc"], limit: 1},
    {intent: "which", columns: ["private", "month"], question: "which"},
  ],
];

const filesOf = (reading: Part): string[] => {
  const joined = ((reading.joins as {table: string}[] | undefined) ?? []).map((one) => one.table);
  const tables = [String(reading.table), ...joined];
  return [...new Set(tables.flatMap((name) => FILES[name] ?? [first(`${name}.csv`)]))];
};
const counts = new Map<string, number>();
const line = (kind: string, question: string, right: Part, change: Part): string => {
  const number = (counts.get(kind) ?? 0) + 1;
  counts.set(kind, number);
  const id = `third-${kind.replaceAll("_", "-")}-${String(number).padStart(2, "0")}`;
  const {more = [], ...changed} = change;
  const planted = changed.sql ? changed : {...right, ...changed};
  const data = [...filesOf({...right, joins: changed.joins ?? right.joins}), ...(more as string[])];
  return JSON.stringify({id, data, question, right, planted, kind});
};
const lines = [
  ...ROWS.map((row) => line(...row)),
  ...CONTROLS.map(([question, right, change]) => line("control", question, right, change)),
];
writeFileSync(fileURLToPath(new URL("third.jsonl", import.meta.url)), `${lines.join("\n")}\n`);
console.log(lines.length, Object.fromEntries(counts));
