/** Words that stand for a value of two sexes. */
const PEOPLE: Record<string, string[]> = {
  female: ["females", "women", "woman", "girls"],
  male: ["males", "men", "man", "boys"],
  f: ["women"],
  m: ["men"],
};

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
  if (bare.includes("_")) found.add(bare.replaceAll("_", " "));
  return [...found];
}
