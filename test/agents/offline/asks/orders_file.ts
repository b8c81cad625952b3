const REGIONS = ["West", "East", "North"] as const;

/** A day of 2023 or 2024, counted from 1 January 2023, as dd/mm/yyyy. */
function dayAt(index: number): string {
  const day = new Date(Date.UTC(2023, 0, 1 + index));
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(day.getUTCDate())}/${two(day.getUTCMonth() + 1)}/${day.getUTCFullYear()}`;
}

/**
 * An export of order lines as shops have them: an order number on each of its lines, days before months, refunds, repeated lines,
 * and a row of totals. 1 January 2023 to 14 June 2024; in the West May 2024 is weak.
 */
export function ordersFile(): string {
  const lines = ["order_no,order_date,account,customer,region,qty,gross_amount,net_amount,status"];
  let gross = 0;
  let net = 0;
  for (let index = 0; index <= 530; index++) {
    const date = dayAt(index);
    const isMay = date.endsWith("/05/2024");
    for (const [at, region] of REGIONS.entries()) {
      const number = 1000 + index * 3 + at;
      const customer = (index * 7 + at * 3) % 40;
      const count = 1 + ((index + at) % 2);
      for (let line = 0; line < count; line++) {
        const qty = 1 + ((index + line) % 9);
        const amount = qty * (region === "West" && isMay ? 20 : 30 + at);
        const paid = Math.round(amount * 90) / 100;
        const status = (index + at * 5) % 29 === 0 ? "Refunded" : "Completed";
        gross += amount;
        net += paid;
        lines.push(
          `SO-${number},${date},C${100 + customer},Shop ${String.fromCharCode(65 + (customer % 26))}${customer},${region},${qty},${amount},${paid},${status}`,
        );
      }
    }
  }
  const repeated = lines.slice(40, 52);
  for (const line of repeated) {
    const cells = line.split(",");
    gross += Number(cells[6]);
    net += Number(cells[7]);
  }
  const total = `TOTAL,,,,,,${gross},${net.toFixed(2)},`;
  return [...lines, ...repeated, total].join("\n");
}
