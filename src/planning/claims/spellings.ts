/** Words that stand for a value of two sexes. */
const PEOPLE: Record<string, string[]> = {
  female: ["females", "women", "woman", "girls"],
  male: ["males", "men", "man", "boys"],
  f: ["women"],
  m: ["men"],
};

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
  const place = ORDINALS.get(bare.toLowerCase());
  if (place) for (const joint of ["-", " "]) found.add(`${place}${joint}class`);
  if (/^\p{Lu}\p{Ll}{3,}$/u.test(bare))
    for (const ending of ["ese", "n", "an", "ian"]) found.add(`${bare}${ending}`);
  if (/^USA?$/.test(bare)) found.add("American");
  if (bare.includes("_")) found.add(bare.replaceAll("_", " "));
  return [...found];
}
