/** Words that stand for a value of two sexes. */
const PEOPLE: Record<string, string[]> = {
  female: ["females", "women", "woman", "girls"],
  male: ["males", "men", "Men", "man", "Man", "boys"],
  f: ["women"],
  m: ["men"],
};

/** What is of a country, where no ending tells. */
const PEOPLE_OF: Record<string, string> = Object.fromEntries(
  `Spain Spanish,France French,Germany German,Netherlands Dutch,Poland Polish,Sweden Swedish,Finland Finnish,Denmark Danish,
  Turkey Turkish,Ireland Irish,Switzerland Swiss,Greece Greek,China Chinese,Norway Norwegian,Portugal Portuguese,Thailand Thai,
  Iceland Icelandic,Italy Italian,Hungary Hungarian,Argentina Argentine,Israel Israeli,Iraq Iraqi,Pakistan Pakistani,
  United Kingdom British,England English,Scotland Scottish,Wales Welsh,New Zealand Zealander,Philippines Filipino,
  United States American,Canada Canadian,Brazil Brazilian,Mexico Mexican,Kenya Kenyan,Peru Peruvian,Cuba Cuban`
    .split(",")
    .map((line) => line.trim())
    .map((line) => [line.slice(0, line.lastIndexOf(" ")), line.slice(line.lastIndexOf(" ") + 1)]),
);

const ORDINALS = new Map([
  ["1st", "first"],
  ["2nd", "second"],
  ["3rd", "third"],
]);

/** The ways that a text may spell a cell's value: itself, without its quotes, in the plural, as an adjective ("sunny"), without an explanation in brackets. */
export function spellingsOf(value: string): string[] {
  const bare = value.replace(/^["'“”]+|["'“”]+$/g, "").trim();
  const found = new Set([value, bare, ...(PEOPLE[bare.toLowerCase()] ?? [])]);
  if (/^\p{Ll}{3,12}$/u.test(bare)) {
    found.add(`${bare}s`);
    found.add(`${bare}y`);
    found.add(`${bare}${bare.at(-1)}y`);
  }
  if (/^[\p{L} -]{4,}$/u.test(bare)) found.add(bare.endsWith("s") ? bare.slice(0, -1) : `${bare}s`);
  const unexplained = bare.replace(/\s*\([^()]*\)$/, "");
  if (unexplained.length >= 8 && unexplained.includes(" ")) found.add(unexplained);
  const plain = bare.replace(/[^\p{L}\p{N})%]+$/u, "");
  if (plain.length > 3 && plain !== bare) found.add(plain);
  const place = ORDINALS.get(bare.toLowerCase());
  if (place) for (const joint of ["-", " "]) found.add(`${place}${joint}class`);
  if (/^\p{Lu}\p{Ll}{3,}$/u.test(bare))
    for (const ending of ["ese", "n", "an", "ian"]) found.add(`${bare}${ending}`);
  if (bare in PEOPLE_OF) found.add(PEOPLE_OF[bare]!);
  if (/^USA?$/.test(bare)) found.add("American");
  if (/^\p{Lu}\p{Ll}{2}$/u.test(bare)) found.add(bare.toLowerCase());
  if (/^(?:day|night)$/i.test(bare)) found.add(`${bare}time`.toLowerCase());
  if (/^\p{Ll}{2,3}$/u.test(bare)) found.add(bare[0]!.toUpperCase() + bare.slice(1));
  for (const one of [...bandsOf(bare), ...lackOf(bare)]) found.add(one);
  if (bare.includes("_")) found.add(bare.replaceAll("_", " "));
  return [...found];
}

const OVER = ["above", "over", "more than", "greater than", "higher than", "beyond", "exceeding"];
const UNDER = ["below", "under", "less than", "fewer than", "lower than"];
const UP_TO = ["up to", "at most", "no more than", "not more than"];
const FROM = ["at least", "no less than"];

/** A band said in other words: "above 20 %" is "more than 20%". */
function bandsOf(value: string): string[] {
  const spaced = (one: string) =>
    one.includes("%")
      ? [one.replace(/\s*%/, " %"), one.replace(/\s*%/, "%"), one.replace(/\s*%/, " percent")]
      : [one];
  const match = /^(\D+?)\s*(\d[\d.,]*\s*\S{0,12})$/.exec(value);
  const [, lead = "", amount = ""] = match ?? [];
  const word =
    {">": "above", "<": "below", "≤": "up to", "<=": "up to", "≥": "at least", ">=": "at least"}[lead] ??
    lead;
  const same = [OVER, UNDER, UP_TO, FROM].find((words) => words.includes(word.toLowerCase()));
  if (!same) return /\d\s*%$/.test(value) ? spaced(value) : [];
  return same.flatMap((one) => spaced(`${one} ${amount}`));
}

/** "no discount": "without a discount", "undiscounted". */
function lackOf(value: string): string[] {
  const thing = /^no (\p{Ll}{3,})$/u.exec(value)?.[1];
  if (!thing) return [];
  const stem = thing.replace(/s$/, "");
  const past = stem.endsWith("e") ? `${stem}d` : `${stem}ed`;
  return [
    `without ${thing}`,
    `without a ${thing}`,
    `without any ${thing}`,
    `un${past}`,
    `not ${past}`,
    `zero ${thing}`,
  ];
}
