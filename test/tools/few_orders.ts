import {openTables, type Tables} from "./open_tables.ts";

const ORDERS = `id,day,region,amount,price,customer,at
1,2024-01-05,North,10.5,5,a,2024-01-05 23:30:00
2,2024-01-20,South,20,0,b,2024-01-20 00:00:00
3,2024-02-03,North,,2,a,2024-02-03 12:00:00
4,2024-02-10,,40,3,c,2024-02-10 12:00:00
5,2024-04-01,East,5,1,z,2024-04-01 00:00:00
`;
const CUSTOMERS = `id,tier
a,gold
b,silver
c,gold
`;
const LINES = `customer,item
a,1
a,2
`;
const STOCK = `day,shop,units
2024-01-01,x,10
2024-01-01,y,20
2024-01-02,x,11
`;

export const of = (column: string) => ({column});
export const total = {name: "total", fn: "sum", of: of("amount")};
export const byRegion = {name: "region", of: of("region")};
export const byMonth = {name: "month", of: of("day"), unit: "month"};

/** Five orders, their customers and lines, and a stock that is a balance, opened for the tools. */
export function openFewOrders(): Promise<Tables> {
  return openTables(
    {orders: ORDERS, customers: CUSTOMERS, lines: LINES, stock: STOCK, empty: "a,b\n1,2\n"},
    {
      orders: {
        id: {role: "identifier"},
        amount: {unit: "$"},
        price: {additivity: "average", unit: "$"},
        customer: {role: "category"},
      },
      stock: {units: {additivity: "balance"}},
    },
  );
}
