/** Words that every text has and that tell nothing of what it is about. */
const COMMON = new Set(
  "a an the this that these those and or but nor if then than so as of in on at by for from to into onto with without within about over under up down out off is are was were be been being am do does did done doing have has had having can could may might must shall should will would i me my mine we us our ours you your yours he him his she her hers it its they them their theirs who whom whose which what when where why how there here not no yes also just very too only own same such any some each every all both few more most other another once again further while because until between through during before after above below".split(
    " ",
  ),
);

/** The words of a text in lower case, without accents; numbers are words. */
export function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{M}+/gu, "")
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** Those that tell what the text is about. */
export const tellingWords = (text: string): string[] => wordsOf(text).filter((word) => !COMMON.has(word));
