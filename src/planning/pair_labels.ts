import type {Label} from "./align.ts";

/** A number with the keys of the cells that it could be. */
interface Placed {
  index: number;
  start: number;
  end: number;
  keys: ReadonlySet<string>;
}

const UNIT = String.raw`(?:\s?(?:%|°\s?[CF]|[\p{L}°/-]{1,14}))?`;
/** Between two numbers that belong to the two things named before them, in turn. */
const BETWEEN = new RegExp(
  String.raw`^${UNIT}\s*(?:,\s*)?(?:vs\.?|versus|against|compared (?:with|to)|to|→|->|–|-|/|and then|then|after|up from|down from)\s*(?:only |just |about |roughly |around |some |an? )*$`,
  "iu",
);
const FROM = /\bfrom\s+(?:about |roughly |around |just |only |some )?$/i;

/**
 * Numbers that come as a pair after what they belong to: "South sells less than Central ($391.7k vs. $501.2k)" gives each of the last
 * two labels its own; "fell in 2013 (from 1,226 to 828)" gives 2013 the second, and the first to the time before.
 * @param earlier the keys of the rows that a label in time may be measured from: the one before, and the first
 */
export function pairLabels(
  text: string,
  placed: readonly Placed[],
  labels: readonly Label[],
  earlier: (keys: ReadonlySet<string>) => ReadonlySet<string>,
): Map<number, ReadonlySet<string>> {
  const given = new Map<number, ReadonlySet<string>>();
  placed.forEach((first, at) => {
    const second = placed[at + 1];
    if (!second || given.has(first.index)) return;
    const between = text.slice(first.end, second.start);
    if (!BETWEEN.test(between) || labels.some((one) => one.start >= first.end && one.end <= second.start))
      return;
    const before = labels.filter((one) => one.end <= first.start);
    const distinct = before.filter(
      (one, place) => !before.slice(place + 1).some((other) => isSame(one.keys, other.keys)),
    );
    const [one, two] = distinct.slice(-2);
    const isAfter = /\b(?:after|from)\s*(?:\p{L}+\s)*$/iu.test(between);
    const isFrom = /\bto\s|→|->/i.test(between) && FROM.test(text.slice(0, first.start));
    const next = labels.find((label) => label.start >= second.end);
    const isFollowed =
      next !== undefined &&
      new RegExp(String.raw`^${UNIT}\s*(?:in|for|at|by|during|of)\s+(?:the\s)?$`, "iu").test(
        text.slice(second.end, next.start),
      );
    if (isFollowed) return;
    const options: [ReadonlySet<string>, ReadonlySet<string>][] = [];
    if (isAfter && distinct.length > 0) options.push([distinct.at(-1)!.keys, earlier(distinct.at(-1)!.keys)]);
    if (one && two && !isAfter) options.push([one.keys, two.keys]);
    const last = distinct.at(-1);
    if (isFrom && last && !isJoined(text, distinct)) options.push([earlier(last.keys), last.keys]);
    const right = options.find(([a, b]) => meets(first.keys, a) && meets(second.keys, b));
    if (!right) return;
    given.set(first.index, right[0]);
    given.set(second.index, right[1]);
  });
  return given;
}

/** "between 1980 and 2005", "from May to June": the two say themselves what the change is between. */
function isJoined(text: string, labels: readonly Label[]): boolean {
  const [one, two] = labels.slice(-2);
  return (
    two !== undefined &&
    /^\s*(?:to|and|until|through|–|-|vs\.?|versus)\s*(?:the\s)?$/i.test(text.slice(one!.end, two.start))
  );
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && meets(a, b);
}

function meets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((key) => b.has(key));
}
