/** A small table whose answers can be reckoned by hand: 240 in all; North 100, South 80, West 60. */
export const ORDERS = [
  "order_id,ordered_on,region,status,amount",
  "1,2024-01-05,North,paid,40",
  "2,2024-01-20,North,open,60",
  "3,2024-02-11,South,paid,30",
  "4,2024-02-28,South,paid,50",
  "5,2024-03-02,West,open,60",
  "",
].join("\n");

export const csv = (name = "orders.csv", text = ORDERS) => ({name, bytes: new TextEncoder().encode(text)});
