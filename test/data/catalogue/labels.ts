/** What is true of the labelled tables, written down from how they are drawn. */

/** The copies of tables: a join to one is a join to the other. */
const FAMILIES: readonly (readonly string[])[] = [
  ["products", "products_export"],
  ["orders", "orders_march"],
  ["employees", "employees_reviewed"],
];

/** What each copy was made of. */
export const COPIES_OF: Readonly<Record<string, string>> = {
  clients: "customers",
  customers_sample: "customers",
  products_export: "products",
  orders_march: "orders",
  employees_reviewed: "employees",
};

/** Columns that refer to keys, of the first of each family. */
const REFERENCES: readonly string[] = [
  "orders.customer_id > customers.customer_id",
  "orders_2023.customer_id > customers.customer_id",
  "orders.shipping_country > countries.code",
  "orders_2023.shipping_country > countries.code",
  "customers.country_code > countries.code",
  "order_items.order_id > orders.order_id",
  "order_items.product_id > products.id",
  "refunds.order_ref > orders.order_id",
  "product_reviews.prod_id > products.id",
  "web_sessions.customer_id > customers.customer_id",
  "employees.department_id > departments.id",
  "leave_requests.employee > employees.emp_id",
  "payroll.employee_id > employees.emp_id",
  "tickets.customer > customers.customer_id",
  "tickets.handled_by > support_agents.agent_code",
  "shipments.order_id > orders.order_id",
  "shipments.warehouse_code > warehouses.warehouse_code",
  "scan_events.tracking_number > shipments.tracking_no",
  "inventory.warehouse_code > warehouses.warehouse_code",
  "inventory.product_id > products.id",
  "transactions.account_no > bank_accounts.account_number",
  "invoices.supplier_id > suppliers.id",
  "visits.patient_id > patients.patient_id",
  "visits.diagnosis_code > diagnoses.icd_code",
  "enrolments.student_id > students.student_id",
  "enrolments.course_code > courses.course_code",
  "matches.home_team_id > teams.team_id",
  "matches.away_team_id > teams.team_id",
];

const familyOf = (table: string): readonly string[] =>
  FAMILIES.find((family) => family.includes(table)) ?? [table];

/** Every true join as `table.column > table.column`, copies under the same names included. */
export const TRUE_JOINS: ReadonlySet<string> = new Set(
  REFERENCES.flatMap((reference) => {
    const [from, to] = reference.split(" > ").map((side) => side.split(".")) as [string[], string[]];
    return familyOf(from[0]!).flatMap((own) =>
      familyOf(to[0]!).map((other) => `${own}.${from[1]} > ${other}.${to[1]}`),
    );
  }),
);

/**
 * Joins that mean something and nobody would miss: days, a city's warehouse, the order of a shipment's item. Offering
 * them is neither right nor wrong.
 */
export const ALLOWED_JOINS: readonly RegExp[] = [
  /> (exchange_rates\.rate_date|weather_daily\.date|weather_2023\.date)$/,
  /^(exchange_rates\.rate_date|weather_daily\.date) > matches\.match_date$/,
  /^(scan_events\.location|customers\w*\.city|clients\.Town) > warehouses\.city$/,
  /^\w+\.order_(id|ref) > shipments\.order_id$/,
  // A third of the customers, and customers under names in another language.
  /(clients|customers_sample)\./,
];

/** The likeliest key of each table; two columns joined by a plus; none where nothing identifies a row. */
export const TRUE_KEYS: Readonly<Record<string, string>> = {
  customers: "customer_id",
  products: "id",
  orders: "order_id",
  order_items: "order_id+product_id",
  countries: "code",
  refunds: "refund_id",
  product_reviews: "review_id",
  web_sessions: "session_id",
  employees: "emp_id",
  departments: "id",
  leave_requests: "request_no",
  payroll: "employee_id+pay_month",
  support_agents: "agent_code",
  tickets: "ticket_id",
  warehouses: "warehouse_code",
  shipments: "tracking_no",
  scan_events: "event_id",
  inventory: "warehouse_code+product_id",
  bank_accounts: "account_number",
  transactions: "transaction_id",
  invoices: "invoice_no",
  suppliers: "id",
  exchange_rates: "rate_date",
  patients: "patient_id",
  visits: "visit_id",
  diagnoses: "icd_code",
  students: "student_id",
  courses: "course_code",
  enrolments: "student_id+course_code",
  teams: "team_id",
  matches: "match_id",
  weather_daily: "date",
  machine_readings: "reading_id",
  survey_answers: "respondent",
  houses: "listing_id",
  orders_march: "order_id",
  products_export: "id",
  clients: "ClientNo",
  employees_reviewed: "emp_id",
  customers_sample: "customer_id",
  orders_2023: "order_id",
  weather_2023: "date",
};

/** What each copy is to the table that it was made of. */
export const TRUE_COPIES: Readonly<Record<string, string>> = {
  "orders_march ~ orders": "more rows",
  "products_export ~ products": "same rows",
  "clients ~ customers": "same rows",
  "employees_reviewed ~ employees": "same things",
  "customers_sample ~ customers": "part",
  "customers_sample ~ clients": "part",
};

export const TRUE_DOMAINS: Readonly<Record<string, string>> = {
  customers: "sales",
  products: "sales",
  orders: "sales",
  order_items: "sales",
  refunds: "sales",
  web_sessions: "web",
  employees: "people",
  departments: "people",
  leave_requests: "people",
  payroll: "people",
  support_agents: "support",
  tickets: "support",
  warehouses: "logistics",
  shipments: "logistics",
  scan_events: "logistics",
  inventory: "logistics",
  bank_accounts: "finance",
  transactions: "finance",
  invoices: "finance",
  exchange_rates: "finance",
  patients: "health",
  visits: "health",
  diagnoses: "health",
  students: "education",
  courses: "education",
  enrolments: "education",
  teams: "sports",
  matches: "sports",
  weather_daily: "weather",
  machine_readings: "manufacturing",
  survey_answers: "surveys",
  houses: "property",
};
