/**
 * Whether a version lies in a range as package.json writes them: `*`, `1`, `1.2`, `1.2.3`, `^1.2.0`, `~1.2.0`, `>=1.0.0 <2`,
 * with spaces for "and" and `||` for "or". What cannot be read holds nothing.
 */
export function inRange(version: string, range: string): boolean {
  const numbers = numbersOf(version);
  if (!numbers) return false;
  return range.split("||").some((one) => {
    const parts = one
      .trim()
      .replace(/([<>=~^]+)\s+/g, "$1")
      .split(/\s+/);
    return parts.every((part) => fits(numbers, part));
  });
}

type Numbers = readonly [number, number, number];

function fits(version: Numbers, part: string): boolean {
  if (part === "" || part === "*" || part === "x") return true;
  const found = /^(>=|<=|>|<|=|\^|~|v)?(\d+)(?:\.(\d+|x|\*))?(?:\.(\d+|x|\*))?(?:[-+].*)?$/.exec(part);
  if (!found) return false;
  const [, sign = "", ...texts] = found;
  const given = texts.map((text) =>
    text === undefined || text === "x" || text === "*" ? undefined : Number(text),
  );
  const [major = 0, minor, patch] = given;
  const least: Numbers = [major, minor ?? 0, patch ?? 0];
  // The first version after all that the number as written stands for: `1.2` stands for every 1.2.x.
  const after: Numbers =
    minor === undefined
      ? [major + 1, 0, 0]
      : patch === undefined
        ? [major, minor + 1, 0]
        : [major, minor, patch + 1];
  const atLeast = compare(version, least) >= 0;
  switch (sign) {
    case ">=":
      return atLeast;
    case ">":
      return compare(version, after) >= 0;
    case "<":
      return !atLeast;
    case "<=":
      return compare(version, after) < 0;
    case "~":
      return atLeast && compare(version, minor === undefined ? [major + 1, 0, 0] : [major, minor + 1, 0]) < 0;
    case "^": {
      const next: Numbers =
        major > 0 || minor === undefined
          ? [major + 1, 0, 0]
          : minor > 0 || patch === undefined
            ? [0, minor + 1, 0]
            : [0, 0, patch + 1];
      return atLeast && compare(version, next) < 0;
    }
    default:
      return atLeast && compare(version, after) < 0;
  }
}

function numbersOf(version: string): Numbers | undefined {
  const found = /^(\d+)\.(\d+)\.(\d+)/.exec(version);
  return found ? [Number(found[1]), Number(found[2]), Number(found[3])] : undefined;
}

function compare(a: Numbers, b: Numbers): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
