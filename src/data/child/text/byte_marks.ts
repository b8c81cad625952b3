/** The encoding that a byte order mark tells, and the mark's length in bytes. */
export function byMark(head: Buffer): {name: string; mark: number} | undefined {
  const starts = (...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte);
  if (starts(0xef, 0xbb, 0xbf)) return {name: "utf-8", mark: 3};
  if (starts(0xff, 0xfe, 0, 0)) return {name: "utf-32le", mark: 4};
  if (starts(0, 0, 0xfe, 0xff)) return {name: "utf-32be", mark: 4};
  if (starts(0xff, 0xfe)) return {name: "utf-16le", mark: 2};
  if (starts(0xfe, 0xff)) return {name: "utf-16be", mark: 2};
  return undefined;
}

/**
 * UTF-16 and UTF-32 without a mark, by where the zeros stand: delimiters, digits and line ends are of the first 128
 * signs in every script.
 */
export function byZeros(head: Buffer): {name: string; mark: number} | undefined {
  const zeros = [0, 0, 0, 0];
  const length = Math.min(head.length, 4096) & ~3;
  for (let at = 0; at < length; at++) if (head[at] === 0) zeros[at & 3]!++;
  const [a, b, c, d] = zeros.map((count) => count / (length / 4 || 1)) as [number, number, number, number];
  if (length < 8) return undefined;
  if (c > 0.9 && d > 0.9 && b > 0.5 && a < 0.1) return {name: "utf-32le", mark: 0};
  if (a > 0.9 && b > 0.9 && c > 0.5 && d < 0.1) return {name: "utf-32be", mark: 0};
  if (b + d > 0.3 && a + c < 0.02) return {name: "utf-16le", mark: 0};
  if (a + c > 0.3 && b + d < 0.02) return {name: "utf-16be", mark: 0};
  return undefined;
}
