const REGIONS = ["North", "South", "East", "West"];
const PRODUCTS = ["Coffee", "Tea", "Water"];

/** Orders of 2024: 240 rows, of which whoever tests knows the sums. */
export interface Order {
  order_date: string;
  region: string;
  product: string;
  quantity: number;
  sales: number;
}

export const ORDERS: readonly Order[] = Array.from({length: 240}, (_none, index) => {
  const month = 1 + (index % 12);
  const day = 1 + ((index * 7) % 28);
  const quantity = 1 + ((index * 5) % 9);
  return {
    order_date: `2024-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`,
    region: REGIONS[(index * 3 + Math.floor(index / 60)) % REGIONS.length] ?? "",
    product: PRODUCTS[index % PRODUCTS.length] ?? "",
    quantity,
    sales: quantity * (20 + ((index * 11) % 37)),
  };
});

export const ordersCsv = (): string =>
  [
    "order_date,region,product,quantity,sales",
    ...ORDERS.map(({order_date, region, product, quantity, sales}) =>
      [order_date, region, product, quantity, sales].join(","),
    ),
    "",
  ].join("\n");

/** The sum of sales, or of those that a condition holds for. */
export const sumOfSales = (holds: (order: Order) => boolean = () => true): number =>
  ORDERS.filter(holds).reduce((sum, {sales}) => sum + sales, 0);

export const countOf = (holds: (order: Order) => boolean): number => ORDERS.filter(holds).length;
