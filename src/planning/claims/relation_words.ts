/** Words that say how amounts relate, by what they claim. */
const list = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** The most of something. */
export const MOST = list(
  `highest largest biggest greatest strongest top most maximum max best longest tallest heaviest fastest oldest richest
  busiest hottest warmest sunniest wettest rainiest snowiest windiest priciest costliest dearest deepest widest leading
  largest-ever record commonest`,
);
/** The least of something. */
export const LEAST = list(
  `lowest smallest least fewest bottom minimum min weakest cheapest slowest youngest lightest shortest coldest coolest
  driest narrowest worst poorest thinnest rarest quietest`,
);
/** Verbs and places whose subject has the most or the least. */
export const LEADS = list("leads lead led leader tops topped topping dominates dominated wins won");
export const TRAILS = list("trails trailed trailing lags lagged lagging");
export const PEAKS = list("peaked peak peaks peaking high maxed");
export const TROUGHS = list("bottomed trough troughed low nadir");

export const RISES = list(
  `rose rise rises risen rising grew grow grows grown growing increase increased increases increasing gain gained gains
  gaining climb climbed climbs climbing jump jumped jumps jumping surge surged surges soared soar soars up improved
  improve improves improving expanded expands expand expanding accelerated recovered rebounded growth upward upwards
  added adds`,
);
export const FALLS = list(
  `fell fall falls fallen falling drop dropped drops dropping decline declined declines declining decrease decreased
  decreases decreasing shrank shrink shrinks shrunk shrinking lost lose loses losing dip dipped dips slump slumped
  slumps plunged plunge plunges tumbled tumble slid slide slides down reduced reduces contracted contracts worsened
  deteriorated weakened downward downwards sank sinks sink`,
);
export const STEADY = list("unchanged flat stable constant steady level");

/** The first thing is more than the second. */
export const MORE = list(
  `higher greater larger bigger more above exceeds exceed exceeded exceeding ahead outperforms outperformed
  outperform beats beat outsells outsold surpasses surpassed surpass stronger longer taller heavier faster older
  warmer hotter busier richer wetter pricier dearer costlier deeper wider outpaces outpaced outnumber outnumbers
  outnumbered over better`,
);
export const LESS = list(
  `lower less fewer smaller below under behind shorter lighter slower younger colder cooler cheaper drier poorer
  weaker narrower underperforms underperformed trails trailed lags lagged worse`,
);
/** Those that mean an amount on the other side without "than". */
export const WITHOUT_THAN = list(
  `above below exceeds exceed exceeded exceeding ahead behind outperforms outperformed outperform beats beat outsells
  outsold surpasses surpassed surpass outpaces outpaced outnumber outnumbers outnumbered under over underperforms
  underperformed trails trailed lags lagged`,
);

/** What the thing is measured against comes after these. */
export const AGAINST = list(
  "than versus vs against from on after compared behind over exceeds above below relative",
);

export const HEDGES = list("about roughly around approximately nearly almost some circa close approx");

export const FRACTIONS: Record<string, number> = {
  half: 1 / 2,
  third: 1 / 3,
  thirds: 1 / 3,
  quarter: 1 / 4,
  quarters: 1 / 4,
  fifth: 1 / 5,
  fifths: 1 / 5,
  sixth: 1 / 6,
  sixths: 1 / 6,
  seventh: 1 / 7,
  eighth: 1 / 8,
  eighths: 1 / 8,
  ninth: 1 / 9,
  tenth: 1 / 10,
  tenths: 1 / 10,
};

/** Multiples by the verb: "doubled", "tripling", "halved". */
export const MULTIPLYING: Record<string, number> = {
  doubled: 2,
  double: 2,
  doubles: 2,
  doubling: 2,
  tripled: 3,
  triple: 3,
  triples: 3,
  trebled: 3,
  tripling: 3,
  quadrupled: 4,
  quadruple: 4,
  quadrupling: 4,
  quintupled: 5,
  halved: 0.5,
  halve: 0.5,
  halves: 0.5,
  halving: 0.5,
  twice: 2,
  thrice: 3,
};

export const SMALL_NUMBERS: Record<string, number> = Object.fromEntries(
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
  eighteen nineteen twenty`
    .split(/\s+/)
    .map((word, value) => [word, value]),
);

export const ORDINALS: Record<string, number> = Object.fromEntries(
  "zeroth first second third fourth fifth sixth seventh eighth ninth tenth"
    .split(" ")
    .map((word, value) => [word, value]),
);

const QUICK = /^(?:fast|quick|slow|swift)(?:er|est)?$/;
const TAKES_TIME = /^(?:d|h|min|s|ms|week|month)$/;

/** "faster" is fewer days: whether a word of speed is said of a column that tells how long something takes. */
export function isReversed(word: string, column: {name: string; unit: {unit?: string}}): boolean {
  if (!QUICK.test(word)) return false;
  return (
    TAKES_TIME.test(column.unit.unit ?? "") ||
    /duration|delay|days|hours|minutes|seconds|wait|elapsed/i.test(column.name)
  );
}

/** "third-largest": the place and the word. */
export function placedWord(word: string): {place: number; word: string} | undefined {
  const match = /^(\p{L}+|\d+(?:st|nd|rd|th))-(\p{L}+)$/u.exec(word);
  const place = match ? (ORDINALS[match[1]!] ?? Number.parseInt(match[1]!, 10)) : Number.NaN;
  const said = match?.[2] ?? "";
  return place > 0 && (MOST.has(said) || LEAST.has(said) || isSuperlative(said))
    ? {place, word: said}
    : undefined;
}

/** Whether an adjective that is in no list claims an extreme: "sunniest", "steepest". */
export function isSuperlative(word: string): boolean {
  return (
    /^\p{L}{3,}(?:iest|est)$/u.test(word) &&
    !/^(?:interest|request|west|east|northwest|northeast|southwest|southeast|midwest|forest|test|latest|guest|harvest|invest|protest|contest|rest|nearest|honest|modest|suggest|budapest|arrest|digest|manifest|earnest|best-known|closest|earliest|newest)$/.test(
      word,
    )
  );
}
