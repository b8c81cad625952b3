/** How people call zones beside the city in their name. */
const BY_WORD: Readonly<Record<string, string>> = {
  utc: "UTC",
  gmt: "UTC",
  zulu: "UTC",
  et: "America/New_York",
  est: "America/New_York",
  edt: "America/New_York",
  eastern: "America/New_York",
  ct: "America/Chicago",
  cst: "America/Chicago",
  cdt: "America/Chicago",
  central: "America/Chicago",
  mt: "America/Denver",
  mst: "America/Denver",
  mdt: "America/Denver",
  mountain: "America/Denver",
  pt: "America/Los_Angeles",
  pst: "America/Los_Angeles",
  pdt: "America/Los_Angeles",
  pacific: "America/Los_Angeles",
  cet: "Europe/Berlin",
  cest: "Europe/Berlin",
  "central european": "Europe/Berlin",
  eet: "Europe/Helsinki",
  eest: "Europe/Helsinki",
  wet: "Europe/Lisbon",
  west: "Europe/Lisbon",
  bst: "Europe/London",
  uk: "Europe/London",
  german: "Europe/Berlin",
  germany: "Europe/Berlin",
  french: "Europe/Paris",
  ist: "Asia/Kolkata",
  india: "Asia/Kolkata",
  indian: "Asia/Kolkata",
  delhi: "Asia/Kolkata",
  mumbai: "Asia/Kolkata",
  bangalore: "Asia/Kolkata",
  jst: "Asia/Tokyo",
  japan: "Asia/Tokyo",
  aest: "Australia/Sydney",
  aedt: "Australia/Sydney",
  "san francisco": "America/Los_Angeles",
  seattle: "America/Los_Angeles",
  boston: "America/New_York",
  washington: "America/New_York",
  beijing: "Asia/Shanghai",
  china: "Asia/Shanghai",
  munich: "Europe/Berlin",
  hamburg: "Europe/Berlin",
  frankfurt: "Europe/Berlin",
  cologne: "Europe/Berlin",
  barcelona: "Europe/Madrid",
  milan: "Europe/Rome",
  geneva: "Europe/Zurich",
};

/** Short names that stand alone behind a time of day; as words of their own they could mean something else. */
const SHORT = /^(utc|gmt|[ecmp][sd]?t|cest|eet|eest|bst|ist|jst|aest|aedt)$/i;

let cities: ReadonlyMap<string, string> | undefined;

/** Cities by their name in small letters: the last part of the zones' own names. */
function byCity(): ReadonlyMap<string, string> {
  cities ??= new Map(
    Intl.supportedValuesOf("timeZone").map((zone) => [
      zone
        .slice(zone.lastIndexOf("/") + 1)
        .replaceAll("_", " ")
        .toLowerCase(),
      zone,
    ]),
  );
  return cities;
}

/** A time zone in a text: its name, and the span of the words that say it. */
export interface FoundZone {
  timeZone: string;
  start: number;
  end: number;
}

/**
 * The time zone that a text names: "Europe/Berlin", "Berlin time", "9am ET", "UTC". A city alone is none: it may be what
 * somebody asks about. Of "Atlantis time" `unknown` is the name.
 */
export function findZone(text: string): FoundZone | {unknown: string} | undefined {
  const full = /(?<![\w/#])\(?([A-Z][A-Za-z]+(?:\/[A-Z][A-Za-z_+-]*(?:-\d+)?)+)(?:\s+time\b)?\)?(?!\w)/.exec(
    text,
  );
  if (full) {
    const timeZone = known(full[1]!);
    if (timeZone) return {timeZone, ...spanOf(full)};
  }
  const said =
    /(?<![\w/#])\(?((?:[A-Z][\p{L}.-]*\s+){0,2}[\p{L}.-]+)(?:'s)?\s+(?:standard\s+|summer\s+|daylight\s+|local\s+)?time(?:\s*zone)?\)?(?!\w)/u.exec(
      text,
    );
  if (said) {
    // "9 Berlin time": of the words before, the longest that are a zone.
    const words = said[1]!.split(/\s+/);
    for (let from = 0; from < words.length; from++) {
      const timeZone = zoneOf(words.slice(from).join(" "));
      if (!timeZone) continue;
      const skipped = said[1]!.indexOf(words[from]!);
      const start = said.index + said[0].indexOf(said[1]!) + skipped;
      return {timeZone, start: text[start - 1] === "(" ? start - 1 : start, end: said.index + said[0].length};
    }
    const last = words.at(-1)!;
    if (/^\p{Lu}/u.test(last) && /\d\s*$|\d\s?[ap]m\s*$/i.test(text.slice(0, said.index)))
      return {unknown: last};
  }
  const short = /(?<=\d\s?(?:[ap]\.?m\.?)?\s*)\(?([A-Za-z]{2,4})\)?(?![\w/])/g;
  for (const match of text.matchAll(short))
    if (SHORT.test(match[1]!)) return {timeZone: BY_WORD[match[1]!.toLowerCase()]!, ...spanOf(match)};
  return undefined;
}

/** A zone by its name, a city or how people call it; undefined where nobody does. */
export function zoneOf(name: string): string | undefined {
  const word = name.trim().toLowerCase().replaceAll("_", " ");
  return BY_WORD[word] ?? byCity().get(word) ?? known(name.trim());
}

function known(name: string): string | undefined {
  if (!name.includes("/")) return undefined;
  try {
    return new Intl.DateTimeFormat("en", {timeZone: name}).resolvedOptions().timeZone && name;
  } catch {
    return undefined;
  }
}

const spanOf = (match: RegExpExecArray | RegExpMatchArray) => ({
  start: match.index!,
  end: match.index! + match[0].length,
});
