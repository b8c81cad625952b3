/** What the number formats of a sheet's columns say, gathered cell by cell. */
export class Formats {
  private readonly numbers = new Map<number, number>();
  private readonly percents = new Map<number, number>();
  private readonly zeros = new Map<number, Map<number, number>>();

  add(column: number, value: unknown, format: unknown): void {
    if (typeof value !== "number") return;
    this.numbers.set(column, (this.numbers.get(column) ?? 0) + 1);
    if (typeof format !== "string") return;
    if (format.includes("%")) this.percents.set(column, (this.percents.get(column) ?? 0) + 1);
    if (!/^0{2,}$/.test(format)) return;
    const own = this.zeros.get(column) ?? new Map<number, number>();
    own.set(format.length, (own.get(format.length) ?? 0) + 1);
    this.zeros.set(column, own);
  }

  /** Columns with two numbers or more that are shown as percent. */
  percent(): Set<number> {
    return new Set([...this.percents].filter(([, count]) => count > 1).map(([column]) => column));
  }

  /** Columns whose numbers are mostly shown in a fixed number of digits. */
  padded(): Map<number, number> {
    const found = new Map<number, number>();
    for (const [column, lengths] of this.zeros)
      for (const [digits, count] of lengths)
        if (count > this.numbers.get(column)! / 2) found.set(column, digits);
    return found;
  }
}
