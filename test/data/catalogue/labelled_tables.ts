import {type Cells, type Draw, day, drawWith, type Sheet} from "./draw.ts";

const FIRST =
  "Anna Ben Carla David Elena Frank Grace Hugo Ines Jonas Karin Lars Mona Nils Olga Paul Rosa Stefan Tina Uwe".split(
    " ",
  );
const LAST =
  "Abel Brandt Costa Diaz Evans Fischer Garcia Huber Ivanov Jansen Keller Lopez Meyer Novak Olsen Perez Quinn Rossi Schmidt Torres".split(
    " ",
  );
const CITIES = "Berlin Paris Madrid Rome Vienna Prague Lisbon Oslo Dublin Athens Warsaw Zurich".split(" ");
const COUNTRIES: [string, string][] = [
  ["DE", "Germany"],
  ["FR", "France"],
  ["ES", "Spain"],
  ["IT", "Italy"],
  ["AT", "Austria"],
  ["CZ", "Czechia"],
  ["PT", "Portugal"],
  ["NO", "Norway"],
  ["IE", "Ireland"],
  ["GR", "Greece"],
  ["PL", "Poland"],
  ["CH", "Switzerland"],
];

const range = (count: number, from = 1): number[] => Array.from({length: count}, (_, at) => from + at);
const make = (header: string, count: number, row: (number: number) => Cells): Sheet => ({
  header: header.split(" "),
  rows: range(count).map(row),
});
const money = (draw: Draw, low: number, high: number): string =>
  (draw.between(low * 100, high * 100) / 100).toFixed(2);
const person = (draw: Draw): string => `${draw.pick(FIRST)} ${draw.pick(LAST)}`;
const hex = (draw: Draw, length: number): string =>
  range(length)
    .map(() => draw.between(0, 15).toString(16))
    .join("");

/** About forty tables of some companies: what they are is known, so that a catalogue can be judged. */
export function labelledTables(seed = 6): Map<string, Sheet> {
  const draw = drawWith(seed);
  const tables = new Map<string, Sheet>();
  const add = (name: string, sheet: Sheet): Sheet => {
    tables.set(name, sheet);
    return sheet;
  };

  // A shop
  const customers = add(
    "customers",
    make("customer_id name email city country_code signup_date", 400, (n) => [
      n,
      person(draw),
      `user${n}@mail${draw.between(1, 30)}.example`,
      draw.pick(CITIES),
      draw.pick(COUNTRIES)[0],
      day(2022, draw.between(0, 700)),
    ]),
  );
  const products = add(
    "products",
    make("id product_name category unit_price_eur weight_kg", 120, (n) => [
      n,
      `${draw.pick(["Oak", "Steel", "Glass", "Linen"])} ${draw.pick(["Chair", "Lamp", "Table", "Shelf", "Rug"])} ${n}`,
      draw.pick(["Furniture", "Lighting", "Textiles"]),
      money(draw, 5, 400),
      (draw.between(2, 300) / 10).toFixed(1),
    ]),
  );
  const orders = add(
    "orders",
    make("order_id customer_id order_date status shipping_country", 1500, (n) => [
      10_000 + n,
      draw.between(1, 400),
      day(2024, draw.between(0, 364)),
      draw.pick(["paid", "open", "cancelled"]),
      draw.pick(COUNTRIES)[0],
    ]),
  );
  add(
    "order_items",
    make("order_id product_id quantity discount_pct", 4000, (n) => [
      10_001 + (n % 1500),
      1 + ((n * 7 + Math.floor(n / 1500)) % 120),
      draw.between(1, 6),
      draw.pick([0, 0, 5, 10]),
    ]),
  );
  add("countries", {
    header: ["code", "country", "population"],
    rows: COUNTRIES.map(([code, name]) => [code, name, draw.between(2_000_000, 80_000_000)]),
  });
  add(
    "refunds",
    make("refund_id order_ref refunded_at amount reason", 130, (n) => [
      n,
      10_000 + draw.between(1, 1500),
      day(2024, draw.between(10, 364)),
      money(draw, 5, 300),
      draw.pick(["damaged", "late", "wrong item", "other"]),
    ]),
  );
  add(
    "product_reviews",
    make("review_id prod_id stars review_text", 600, (n) => [
      n,
      draw.between(1, 120),
      draw.between(1, 5),
      `${draw.pick(["Good", "Bad", "Fine"])} ${draw.pick(["quality", "delivery", "colour"])} number ${n}`,
    ]),
  );
  add(
    "web_sessions",
    make("session_id customer_id started_at landing_page pageviews device", 900, () => [
      hex(draw, 24),
      draw.chance(0.4) ? null : draw.between(1, 400),
      `${day(2024, draw.between(0, 364))} ${draw.between(10, 23)}:${draw.between(10, 59)}:00`,
      draw.pick(["/", "/sale", "/chairs", "/about"]),
      draw.between(1, 40),
      draw.pick(["mobile", "desktop"]),
    ]),
  );

  // Its people
  const employees = add(
    "employees",
    make("emp_id full_name department_id job_title salary_usd hire_date", 90, (n) => [
      n,
      person(draw),
      draw.between(1, 8),
      draw.pick(["Clerk", "Analyst", "Lead"]),
      draw.between(28, 120) * 1000,
      day(2015, draw.between(0, 3200)),
    ]),
  );
  add(
    "departments",
    make("id department cost_center", 8, (n) => [
      n,
      ["Sales", "IT", "HR", "Legal", "Finance", "Support", "Logistics", "Design"][n - 1]!,
      `CC-${4000 + n * 37}`,
    ]),
  );
  add(
    "leave_requests",
    make("request_no employee days_off from_date approved", 260, (n) => [
      n,
      draw.between(1, 90),
      draw.between(1, 15),
      day(2024, draw.between(0, 364)),
      draw.pick(["yes", "no"]),
    ]),
  );
  add(
    "payroll",
    make("employee_id pay_month gross_usd net_usd", 90 * 6, (n) => [
      1 + ((n - 1) % 90),
      `2024-0${1 + Math.floor((n - 1) / 90)}-01`,
      draw.between(2500, 9000),
      draw.between(1800, 6000),
    ]),
  );

  // Support
  const agents = range(14).map((n) => `AG-${draw.between(10_000, 99_999)}-${n}`);
  add("support_agents", {
    header: ["agent_code", "agent_name", "team"],
    rows: agents.map((code) => [code, person(draw), draw.pick(["red", "blue"])]),
  });
  add(
    "tickets",
    make("ticket_id opened_at customer handled_by priority resolution_hours", 700, (n) => [
      n,
      `${day(2024, draw.between(0, 364))} 09:${draw.between(10, 59)}:00`,
      draw.between(1, 400),
      draw.pick(agents),
      draw.pick(["low", "high"]),
      draw.between(1, 90),
    ]),
  );

  // Logistics
  const warehouses = add(
    "warehouses",
    make("warehouse_code city capacity_m3", 6, (n) => [
      `WH${["BER", "PAR", "MAD", "ROM", "VIE", "PRG"][n - 1]}`,
      CITIES[n - 1]!,
      draw.between(500, 9000),
    ]),
  );
  const trackings = range(1100).map(
    () => `${draw.pick(["JD", "RR"])}${draw.between(100_000_000, 999_999_999)}`,
  );
  add(
    "shipments",
    make("tracking_no order_id warehouse_code carrier shipped_on weight_kg", 1100, (n) => [
      trackings[n - 1]!,
      10_000 + n,
      draw.pick(warehouses.rows)[0]!,
      draw.pick(["DHL", "UPS", "DPD"]),
      day(2024, draw.between(0, 364)),
      (draw.between(2, 300) / 10).toFixed(1),
    ]),
  );
  add(
    "scan_events",
    make("event_id tracking_number scanned_at location", 3000, (n) => [
      n,
      draw.pick(trackings),
      `${day(2024, draw.between(0, 364))} 1${draw.between(0, 9)}:${draw.between(10, 59)}:00`,
      draw.pick(CITIES),
    ]),
  );
  add("inventory", {
    header: ["warehouse_code", "product_id", "on_hand"],
    rows: warehouses.rows.flatMap((one) => range(120).map((n): Cells => [one[0]!, n, draw.between(0, 500)])),
  });

  // Finance
  const accounts = range(220).map(() => draw.between(10_000_000, 99_999_999));
  add("bank_accounts", {
    header: ["account_number", "owner", "opened", "balance_eur"],
    rows: accounts.map((one) => [
      one,
      person(draw),
      day(2018, draw.between(0, 2000)),
      money(draw, -200, 9000),
    ]),
  });
  add(
    "transactions",
    make("transaction_id account_no booked_on amount_eur kind", 2500, () => [
      hex(draw, 16),
      draw.pick(accounts),
      day(2024, draw.between(0, 364)),
      money(draw, -500, 900),
      draw.pick(["card", "transfer", "fee"]),
    ]),
  );
  add(
    "invoices",
    make("invoice_no supplier_id invoice_date due_date total_eur", 300, (n) => [
      `INV-${2024}-${String(n).padStart(4, "0")}`,
      draw.between(1, 40),
      day(2024, draw.between(0, 330)),
      day(2024, draw.between(331, 364)),
      money(draw, 50, 9000),
    ]),
  );
  add(
    "suppliers",
    make("id supplier_name vat_number", 40, (n) => [
      n,
      `${draw.pick(LAST)} ${draw.pick(["GmbH", "Ltd", "SA"])} ${n}`,
      `DE${draw.between(100_000_000, 999_999_999)}`,
    ]),
  );
  add(
    "exchange_rates",
    make("rate_date usd_eur gbp_eur", 366, (n) => [
      day(2024, n - 1),
      (0.9 + draw.between(0, 500) / 10_000).toFixed(4),
      (1.1 + draw.between(0, 500) / 10_000).toFixed(4),
    ]),
  );

  // Health, school, sport, weather, others: their numbers from 1 up overlap with all of the above
  add(
    "patients",
    make("patient_id sex birth_date blood_group", 300, (n) => [
      n,
      draw.pick(["f", "m"]),
      day(1940, draw.between(0, 25_000)),
      draw.pick(["A", "B", "AB", "0"]),
    ]),
  );
  add(
    "visits",
    make("visit_id patient_id visit_date diagnosis_code systolic_mmhg", 900, (n) => [
      n,
      draw.between(1, 300),
      day(2024, draw.between(0, 364)),
      draw.pick(["I10", "E11", "J45", "M54"]),
      draw.between(95, 180),
    ]),
  );
  add("diagnoses", {
    header: ["icd_code", "description"],
    rows: [
      ["I10", "Essential hypertension"],
      ["E11", "Type 2 diabetes"],
      ["J45", "Asthma"],
      ["M54", "Back pain"],
      ["K21", "Reflux"],
    ],
  });
  add(
    "students",
    make("student_id name class_year gpa", 250, (n) => [
      n,
      person(draw),
      draw.between(1, 4),
      (draw.between(10, 40) / 10).toFixed(1),
    ]),
  );
  add(
    "courses",
    make("course_code title credits", 30, (n) => [
      `${draw.pick(["MATH", "PHYS", "CHEM"])}${100 + n}`,
      `Course on topic ${n}`,
      draw.between(2, 8),
    ]),
  );
  const courses = tables.get("courses")!;
  const enrolled = new Set<string>();
  while (enrolled.size < 800) enrolled.add(`${draw.between(1, 250)},${draw.pick(courses.rows)[0]}`);
  add("enrolments", {
    header: ["student_id", "course_code", "grade"],
    rows: [...enrolled].map((one) => [...one.split(","), draw.pick(["A", "B", "C", "D"])]),
  });
  add(
    "teams",
    make("team_id team stadium", 18, (n) => [n, `FC ${LAST[n - 1]}`, `${draw.pick(CITIES)} Arena ${n}`]),
  );
  add(
    "matches",
    make("match_id match_date home_team_id away_team_id home_goals away_goals", 300, (n) => [
      n,
      day(2024, n),
      draw.between(1, 18),
      draw.between(1, 18),
      draw.between(0, 5),
      draw.between(0, 4),
    ]),
  );
  add(
    "weather_daily",
    make("date temp_max_c temp_min_c precipitation_mm wind_kmh", 366, (n) => [
      day(2024, n - 1),
      (draw.between(-50, 350) / 10).toFixed(1),
      (draw.between(-150, 200) / 10).toFixed(1),
      (draw.between(0, 300) / 10).toFixed(1),
      draw.between(0, 90),
    ]),
  );
  add(
    "machine_readings",
    make("reading_id machine_no measured_at vibration_mm temperature_c", 1200, (n) => [
      n,
      draw.between(1, 25),
      `${day(2024, n % 365)} ${10 + (n % 13)}:${10 + (n % 49)}:00`,
      (draw.between(1, 900) / 100).toFixed(2),
      (draw.between(200, 900) / 10).toFixed(1),
    ]),
  );
  add(
    "survey_answers",
    make("respondent q1 q2 q3 comment", 180, (n) => [
      n,
      draw.between(1, 5),
      draw.between(1, 5),
      draw.between(1, 5),
      draw.chance(0.5) ? null : `Remark ${n}`,
    ]),
  );
  add(
    "houses",
    make("listing_id price_usd bedrooms sqft year_built zipcode", 350, (n) => [
      n,
      draw.between(90, 900) * 1000,
      draw.between(1, 6),
      draw.between(500, 4000),
      draw.between(1900, 2022),
      10_000 + draw.between(1, 400),
    ]),
  );

  // What was copied, cut, renamed, and grown
  add("orders_march", {
    header: orders.header,
    rows: [
      ...orders.rows,
      ...range(20, 1501).map(
        (n): Cells => [
          10_000 + n,
          draw.between(1, 400),
          day(2025, draw.between(0, 30)),
          "paid",
          draw.pick(COUNTRIES)[0],
        ],
      ),
    ],
  });
  const turned = [3, 0, 2, 1, 4];
  add("products_export", {
    header: turned.map((at) => products.header[at]!),
    rows: draw.shuffled(products.rows).map((row) => turned.map((at) => row[at]!)),
  });
  add("clients", {header: ["ClientNo", "FullName", "Mail", "Town", "Land", "Since"], rows: customers.rows});
  add("employees_reviewed", {
    header: [...employees.header, "review_score"],
    rows: employees.rows.map((row) => [...row, draw.between(1, 5)]),
  });
  add("customers_sample", {header: customers.header, rows: draw.shuffled(customers.rows).slice(0, 120)});
  // The same columns, other rows: no copy
  add(
    "orders_2023",
    make("order_id customer_id order_date status shipping_country", 1200, (n) => [
      5000 + n,
      draw.between(1, 400),
      day(2023, draw.between(0, 364)),
      draw.pick(["paid", "open", "cancelled"]),
      draw.pick(COUNTRIES)[0],
    ]),
  );
  add(
    "weather_2023",
    make("date temp_max_c temp_min_c precipitation_mm wind_kmh", 365, (n) => [
      day(2023, n - 1),
      (draw.between(-50, 350) / 10).toFixed(1),
      (draw.between(-150, 200) / 10).toFixed(1),
      (draw.between(0, 300) / 10).toFixed(1),
      draw.between(0, 90),
    ]),
  );
  return tables;
}
