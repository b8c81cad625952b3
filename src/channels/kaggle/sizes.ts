const UNITS: Readonly<Record<string, number>> = {k: 1e3, m: 1e6, g: 1e9, t: 1e12};

/** Bytes of a size as people write it: "10 MB", "500k", "1.5 gigabytes", "2048"; undefined for what is none. */
export function readSize(text: string): number | undefined {
  const [, amount, unit = ""] =
    /^(\d+(?:[.,]\d+)?)\s*(?:(k|m|g|t)(?:i?b|ilo(?:bytes?)?|ega(?:bytes?)?|iga(?:bytes?)?|era(?:bytes?)?)?|b|bytes?)?$/i.exec(
      text.trim(),
    ) ?? [];
  if (amount === undefined) return undefined;
  return Math.round(Number(amount.replace(",", ".")) * (UNITS[unit.toLowerCase()] ?? 1));
}
