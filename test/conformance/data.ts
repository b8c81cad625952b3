/** The data that the behaviours ask about: small, the same each time, with answers that can be computed here beside it. */

const REGIONS = ["North", "South", "East", "West"] as const;
const STATUSES = ["paid", "open", "refunded"] as const;
const MONTHS = 12;
const CUSTOMERS = 300;

export interface Order {
  id: number;
  customer: string;
  region: string;
  status: string;
  amountUsd: number;
  weightKg: number;
  /** `2024-03-05` */
  orderedOn: string;
}

/** 600 orders of 300 customers in 12 months. */
export const ORDERS: readonly Order[] = Array.from({length: 2 * CUSTOMERS}, (_, at) => {
  const month = String((at % MONTHS) + 1).padStart(2, "0");
  const day = (at % 20) + 1;
  return {
    id: 1001 + at,
    customer: `Customer ${String((at % CUSTOMERS) + 1).padStart(3, "0")}`,
    region: REGIONS[(at * 7 + Math.floor(at / 5)) % REGIONS.length] ?? "North",
    status: STATUSES[(at * 5 + Math.floor(at / 7)) % STATUSES.length] ?? "paid",
    amountUsd: ((at * 7919) % 90_000) / 100 + 20,
    weightKg: ((at * 31) % 400) / 10 + 1,
    orderedOn: `2024-${month}-${String(day).padStart(2, "0")}`,
  };
});

const HEADER = "order_id,customer,region,status,amount_usd,weight_kg,ordered_on";

/** The orders as a file. */
export const ORDERS_CSV = csvOf(ORDERS);

export function csvOf(orders: readonly Order[]): string {
  const rows = orders.map((order) => Object.values(order).join(","));
  return `${[HEADER, ...rows].join("\n")}\n`;
}

/** Sums a field of the orders by something, in cents so that nothing is lost. */
export function totalOf(orders: readonly Order[] = ORDERS): number {
  return Math.round(orders.reduce((sum, {amountUsd}) => sum + Math.round(amountUsd * 100), 0)) / 100;
}

/** Two columns that "region" can mean, with different totals. */
export const PLACES_CSV = [
  "order_id,billing_region,shipping_region,amount_usd",
  "1,North,South,100",
  "2,North,North,50",
  "3,South,South,25",
  "4,South,North,200",
  "5,North,South,75",
  "",
].join("\n");

/** What somebody puts into cells to make a platform do something. */
export const HOSTILE = [
  "@everyone",
  "@here",
  "<!channel>",
  "<!everyone|hi>",
  "<@U0123ABCD>",
  "<@123456789012345678>",
  "<@&123456789012345678>",
  "<#C0123ABCD>",
  "[click me](https://evil.example)",
  "https://evil.example/x",
  "<https://evil.example|bank>",
  "**bold** _it_ ~~gone~~ ||spoiler||",
  "``` fence",
  "| pipe | pipe |",
  "# heading",
  "\u001b[31mred\u001b[0m",
  "&lt;!channel&gt;",
] as const;

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const amounts = (names: readonly string[]) =>
  `${["id,who,amount_usd", ...names.map((name, at) => `${at + 1},${quoted(name)},${(at + 1) * 10}`)].join("\n")}\n`;

export const HOSTILE_CSV = amounts(HOSTILE);

/** Letters that are written from the right, wide ones, and emoji of several code points. */
export const NAMES = ["שלום", "مرحبا", "東京", "👩‍👩‍👧‍👦 family", "🏳️‍🌈 flag", "naïve é"] as const;
export const NAMES_CSV = amounts(NAMES).replace("id,who", "id,name");

/** 60 titles that are long, with emoji and back-ticks: more than fits into one message of any chat. */
export const LONG_CSV = amounts(
  Array.from({length: 60}, (_, at) => `Title ${at + 1} ${"👩‍👩‍👧‍👦 a long ```name``` ".repeat(5)}end`),
).replace("id,who", "id,title");

/** Takes a second or more to read: what can be stopped. */
export function bigCsv(): string {
  const rows = Array.from(
    {length: 300_000},
    (_, at) => `${at},${(at * 7919) % 1000},city ${at % 977},2024-01-${10 + (at % 20)}`,
  );
  return `order_id,amount_usd,city,ordered_on\n${rows.join("\n")}\n`;
}
