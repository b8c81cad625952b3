/** A sentence of a model's text, and how often it is thought to be said. */
export interface WeighedSentence {
  words: readonly string[];
  weight: number;
}

interface Counted {
  total: number;
  /** How many different words follow. */
  kinds: number;
}

const START = 0;
const END = 1;

/**
 * A model of three words in a row, smoothed as Witten and Bell do (interpolated), in the ARPA format. Words follow one
 * another as in the sentences; others may, for a price.
 */
export function ngramModel(sentences: Iterable<WeighedSentence>): string {
  const ids = new Map<string, number>([
    ["<s>", START],
    ["</s>", END],
  ]);
  const counts = countNgrams(sentences, ids);
  const words = [...ids.keys()];
  const size = words.length;
  const {one, two, three} = counts;

  // Unigrams: what ended or stood in a sentence; each word keeps a share, as each was named.
  let total = 0;
  for (const count of one) total += count;
  const floor = 1 / Math.max(1, size - 1);
  const unseen = size / (total + size);
  const p1 = (word: number): number =>
    (1 - unseen) * ((one[word] ?? 0) / Math.max(total, 1e-9)) + unseen * floor;

  const after1 = followers(two, size);
  const after2 = followers(three, size);
  const p2 = new Map<number, number>();
  const bigrams: string[] = [];
  for (const [key, count] of two) {
    const [context, word] = [Math.floor(key / size), key % size];
    const {total: all, kinds} = after1.get(context)!;
    const p = (count + kinds * p1(word)) / (all + kinds);
    p2.set(key, p);
    const next = after2.get(key);
    const back = next ? next.kinds / (next.total + next.kinds) : 1;
    bigrams.push(`${log(p)} ${words[context]} ${words[word]} ${log(back)}`);
  }
  const trigrams: string[] = [];
  for (const [key, count] of three) {
    const context = Math.floor(key / size);
    const word = key % size;
    const {total: all, kinds} = after2.get(context)!;
    const lower = p2.get((context % size) * size + word)!;
    const p = (count + kinds * lower) / (all + kinds);
    trigrams.push(`${log(p)} ${words[Math.floor(context / size)]} ${words[context % size]} ${words[word]}`);
  }
  const unigrams = words.map((word, at) => {
    const next = after1.get(at);
    const back = next ? next.kinds / (next.total + next.kinds) : 1;
    return `${at === START ? "-99" : log(p1(at))} ${word} ${log(back)}`;
  });
  return [
    "\\data\\",
    `ngram 1=${unigrams.length}`,
    `ngram 2=${bigrams.length}`,
    `ngram 3=${trigrams.length}`,
    "",
    "\\1-grams:",
    ...unigrams,
    "",
    "\\2-grams:",
    ...bigrams,
    "",
    "\\3-grams:",
    ...trigrams,
    "",
    "\\end\\",
    "",
  ].join("\n");
}

interface Counts {
  one: number[];
  two: Map<number, number>;
  three: Map<number, number>;
}

function countNgrams(sentences: Iterable<WeighedSentence>, ids: Map<string, number>): Counts {
  const numbered: {ids: number[]; weight: number}[] = [];
  for (const {words, weight} of sentences)
    numbered.push({
      weight,
      ids: words.map((word) => {
        const known = ids.get(word);
        if (known !== undefined) return known;
        ids.set(word, ids.size);
        return ids.size - 1;
      }),
    });
  const size = ids.size;
  const one: number[] = [];
  const two = new Map<number, number>();
  const three = new Map<number, number>();
  for (const {ids: sentence, weight} of numbered) {
    let [before, last] = [-1, START];
    for (let at = 0; at <= sentence.length; at++) {
      const word = sentence[at] ?? END;
      one[word] = (one[word] ?? 0) + weight;
      const pair = last * size + word;
      two.set(pair, (two.get(pair) ?? 0) + weight);
      if (before >= 0) {
        const triple = (before * size + last) * size + word;
        three.set(triple, (three.get(triple) ?? 0) + weight);
      }
      [before, last] = [last, word];
    }
  }
  for (let at = 0; at < size; at++) one[at] ??= 0;
  return {one, two, three};
}

/** Of each context: how often it was followed, and by how many different words. */
function followers(counts: Map<number, number>, size: number): Map<number, Counted> {
  const found = new Map<number, Counted>();
  for (const [key, count] of counts) {
    const context = Math.floor(key / size);
    const here = found.get(context);
    if (here) {
      here.total += count;
      here.kinds++;
    } else found.set(context, {total: count, kinds: 1});
  }
  return found;
}

const log = (probability: number): string => Math.log10(Math.max(probability, 1e-10)).toFixed(4);
