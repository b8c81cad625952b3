import {cleanSql, type Form, literal, type Texts} from "./form.ts";

/** Words for yes and for no that belong together. */
const PAIRS: readonly [yes: readonly string[], no: readonly string[]][] = [
  [
    ["true", "t"],
    ["false", "f"],
  ],
  [
    ["yes", "y"],
    ["no", "n"],
  ],
  [
    ["ja", "j"],
    ["nein", "n"],
  ],
  [
    ["ja", "j"],
    ["nee", "n"],
  ],
  [
    ["ja", "j"],
    ["nej", "n"],
  ],
  [
    ["oui", "o"],
    ["non", "n"],
  ],
  [
    ["sí", "si", "s"],
    ["no", "n"],
  ],
  [
    ["sì", "si", "s"],
    ["no", "n"],
  ],
  [
    ["sim", "s"],
    ["não", "nao", "n"],
  ],
  [["wahr"], ["falsch"]],
  [["vrai"], ["faux"]],
  [["verdadero"], ["falso"]],
  [["да"], ["нет"]],
  [["نعم"], ["لا"]],
  [["はい"], ["いいえ"]],
  [["on"], ["off"]],
  [
    ["✓", "✔"],
    ["✗", "✘"],
  ],
];

/** Columns whose N and S are north and south. */
const PLACES =
  /(?:^|[^a-z])(?:n[_/ -]?s|region|area|zone|side|sector|quadrant|hemisphere|hemi|half|direction|dir|heading|bearing|bound|wind|lat|latitude|north|south|pole|compass|location|territory|district|coast|bank)(?:[^a-z]|$)/i;

/** Yes and no in one language. Letters alone must be both there: one letter is a code. @param name the column's, which may say that N and S are directions */
export function booleanForm(texts: Texts, name = ""): Form | undefined {
  const found = new Set([...texts.keys()].map((text) => text.toLowerCase()));
  if (found.size === 0 || found.size > 4) return undefined;
  if ([...found].every((text) => text === "n" || text === "s") && PLACES.test(name)) return undefined;
  for (const [yes, no] of PAIRS) {
    if (![...found].every((text) => yes.includes(text) || no.includes(text))) continue;
    const both = yes.some((text) => found.has(text)) && no.some((text) => found.has(text));
    const word = [...found].some((text) => text.length > 1);
    if (!both && !(word && found.size === 1 && !["no", "on", "off"].some((text) => found.has(text))))
      continue;
    const seen = (words: readonly string[]): string =>
      [...texts.keys()]
        .filter((text) => words.includes(text.toLowerCase()))
        .slice(0, 4)
        .map(literal)
        .join(", ") || "''";
    const list = (words: readonly string[]): string => words.map(literal).join(", ");
    return {
      type: "boolean",
      key: `boolean ${yes[0]}`,
      fits: (text) => yes.includes(text.toLowerCase()) || no.includes(text.toLowerCase()),
      sql: (column) => {
        const lower = `lower(${cleanSql(column)})`;
        return `CASE WHEN ${column} IN (${seen(yes)}) THEN true WHEN ${column} IN (${seen(no)}) THEN false WHEN ${lower} IN (${list(yes)}) THEN true WHEN ${lower} IN (${list(no)}) THEN false END`;
      },
    };
  }
  return undefined;
}
