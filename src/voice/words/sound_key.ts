/** Spellings of one sound, in order; what is left are consonants, and the vowel that a word begins with. */
const SOUNDS: readonly [RegExp, string][] = [
  [/^(?:kn|gn|pn)/, "n"],
  [/^wr/, "r"],
  [/^wh/, "w"],
  [/^x/, "s"],
  [/mb$/, "m"],
  [/(?:tch|ch)(?=r|l)/g, "k"],
  [/tch|ch/g, "C"],
  [/sch(?=[mnlrw])/g, "S"],
  [/sh|ti(?=on|a|o)|ssi(?=on)|ci(?=a|ous)/g, "S"],
  [/th/g, "T"],
  [/ph|gh(?=t$)?(?<=[aou]ugh)/g, "f"],
  [/gh(?=t)/g, ""],
  [/gh/g, "g"],
  [/dg(?=[eiy])/g, "j"],
  [/g(?=[eiy])/g, "j"],
  [/c(?=[eiy])/g, "s"],
  [/sc(?=[eiy])/g, "s"],
  [/ck|q|c/g, "k"],
  [/x/g, "ks"],
  [/z/g, "s"],
  [/v/g, "f"],
  [/d/g, "t"],
  [/b/g, "p"],
  [/(?<=[a-z])h/g, ""],
  [/w(?![aeiou])/g, ""],
];

/** How a word or phrase sounds, roughly: voiced and unvoiced consonants are one, vowels count at the beginning alone. */
export function soundKey(text: string): string {
  const plain = text
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z]/g, "");
  const sounds = SOUNDS.reduce((word, [of, sound]) => word.replace(of, sound), plain);
  const first = /^[aeiouy]/.test(sounds) ? "a" : "";
  return first + sounds.replace(/[aeiouy]/g, "").replace(/(.)\1+/g, "$1");
}
