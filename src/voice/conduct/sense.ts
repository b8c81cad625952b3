/** Little words of other languages, which English does not have. */
const FOREIGN = new Set(
  `el los las una unos por para que cuantos cuántos cuantas cuántas cuál cual cómo donde dónde ventas hay con del est les une des du pour avec quel quelle quels combien
  où dans sont vous nous je ne pas der das und ist nicht wie viele wieviel welche welcher mit für von den dem ein eine einen zu auf im ich il che quanti quante quale sono
  della nel con gli não quantos quantas qual são uma dos nas het een hoeveel welke niet voor zijn wat är och hur många jak ile jest nie si ve bir kaç nasıl`.split(
    /\s+/,
  ),
);
const ENGLISH = new Set(
  `the a an of in on by for to is are was were what which who how many much show me give list total average top per and or with from between last this that do does did can
  compare there it my our all each highest lowest most least over under than more less without not where when why count number`.split(
    /\s+/,
  ),
);
const LITTLE = /^(?:the|a|an|of|in|on|by|for|to|and|or|with|from|it|is|that|this)$/;
const SOUNDS = /^(?:[bcdfghjklmnpqrstvwxz]{1,2}|m+|h+m*|a+h*|o+h*|e+r*|u+[hm]*|s+h*|p+f+t*)$/;

/** Names of places that begin with a little word of another language, and are said in English. */
const PLACES =
  /(?<!\p{L})(?:las (?:vegas|palmas|cruces)|los (?:angeles|alamos|altos|gatos|cabos)|el (?:paso|salvador|dorado|cajon|monte|segundo|nino)|des (?:moines|plaines|peres)|le mans|la paz)(?!\p{L})/gu;

/** What words are judged by. */
interface Ground {
  /** What the call speaks, `en` where it is left out. */
  language?: string | undefined;
  /** Whether a word is of the data: it makes sense. */
  known?: ((word: string) => boolean) | undefined;
}

/** Whether words make no sense as an English question: sounds, one word over and over, another language. */
export function isSenseless(said: string, {language = "en", known}: Ground = {}): boolean {
  const words = said.split(" ").filter(Boolean);
  if (words.length >= 4 && new Set(words).size === 1) return true;
  if (words.length >= 3 && words.every((word) => LITTLE.test(word))) return true;
  // Small words are of titles too: they make no sense of what has none.
  const open = words.filter((word) => ENGLISH.has(word) || !known?.(word));
  if (open.length === 0) return false;
  const isAllOpen = open.length === words.length;
  const letters = [...open.join("")].filter((sign) => /\p{L}/u.test(sign));
  if (letters.length === 0) return isAllOpen && !/\d{2}/.test(said);
  if (isAllOpen && words.every((word) => SOUNDS.test(word))) return true;
  if (!language.toLowerCase().startsWith("en")) return false;
  const latin = letters.filter((sign) => /\p{Script=Latin}/u.test(sign)).length;
  if (latin < letters.length / 2) return true;
  const judged = open.join(" ").replace(PLACES, "").split(" ");
  const foreign = judged.filter((word) => FOREIGN.has(word)).length;
  const english = judged.filter((word) => ENGLISH.has(word)).length;
  return foreign >= 2 && foreign > english;
}
