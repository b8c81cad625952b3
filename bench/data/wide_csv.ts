/** A CSV of 20 columns of several kinds, the same for the same seed: what the benches of the engine read. */
export function wideCsv(rows: number): string {
  let state = 42;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const pick = (values: readonly string[]): string => values[Math.floor(next() * values.length)]!;
  const lines = [
    "order_id,order_date,shipped_at,region,city,product,category,quantity,unit_price,discount,revenue,cost,margin,rating,returned,customer,channel,weight_kg,zip,note",
  ];
  for (let row = 0; row < rows; row++) {
    const day = new Date(Date.UTC(2023, 0, 1 + Math.floor(next() * 730))).toISOString().slice(0, 10);
    const quantity = 1 + Math.floor(next() * 9);
    const price = Math.round(next() * 20000) / 100;
    const cost = Math.round(price * quantity * 60) / 100;
    lines.push(
      [
        row + 1,
        day,
        `${day} ${String(Math.floor(next() * 24)).padStart(2, "0")}:15:00`,
        pick(["North", "South", "East", "West"]),
        `City ${Math.floor(next() * 300)}`,
        `P-${Math.floor(next() * 2000)}`,
        pick(["Toys", "Books", "Garden", "Food", "Music"]),
        quantity,
        price,
        (next() * 0.3).toFixed(2),
        (price * quantity).toFixed(2),
        cost,
        (price * quantity - cost).toFixed(2),
        1 + Math.floor(next() * 5),
        pick(["true", "false"]),
        `C${Math.floor(next() * 20000)}`,
        pick(["web", "shop", "phone", ""]),
        (next() * 40).toFixed(3),
        String(Math.floor(next() * 99999)).padStart(5, "0"),
        pick(["", "", "", "gift, wrapped", '"urgent"']).replace(
          /^(.*[,"].*)$/,
          (text) => `"${text.replaceAll('"', '""')}"`,
        ),
      ].join(","),
    );
  }
  return `${lines.join("\n")}\n`;
}
