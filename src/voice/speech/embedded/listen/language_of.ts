import type {Vocabulary} from "../../vocabulary.ts";
import type {Spell} from "./letter_phones.ts";
import {ngramModel} from "./ngram_model.ts";
import {type Pronunciations, pronounce} from "./pronounce.ts";
import {questionSentences} from "./question_sentences.ts";

export interface LanguageParts {
  /** CMU's dictionary. */
  dictionary: Pronunciations;
  /** Words of English, the most frequent first. */
  common: readonly string[];
  spell: Spell;
  /** How many sentences the model is counted from. Default 20,000. */
  sentences?: number;
  /** How many of the common words can be heard beside those of the data and of questions. Default 4000. */
  others?: number;
}

/** What a recognizer listens with. */
export interface Language {
  /** A model of what is asked of the data, in the ARPA format. */
  model: string;
  /** The words that can be heard, in the format of CMU's dictionary. */
  dictionary: string;
  /** Names of the data that nobody knows how to say, so that they cannot be heard. */
  unsaid: string[];
}

/**
 * The words and the sentences that are listened for in a call about this data. A common word that sounds as one of the data
 * or of questions is not among them: "buy" is never heard for "by", unless the data has it.
 */
export async function languageOf(vocabulary: Vocabulary, parts: LanguageParts): Promise<Language> {
  const {dictionary, common, spell, sentences = 20_000, others = 4000} = parts;
  const said = [...questionSentences(vocabulary, {sentences})];
  const words = new Set(said.flatMap((one) => one.words as string[]));
  const known = await pronounce(words, dictionary, spell);
  const model = ngramModel(said.filter((one) => one.words.every((word) => known.has(word))));
  const sounds = new Set([...known.values()].flat());
  const beside = common
    .filter((word) => !known.has(word) && !dictionary.get(word)?.some((phones) => sounds.has(phones)))
    .slice(0, others);
  const lines: string[] = [];
  for (const [word, ways] of known) add(lines, word, ways);
  for (const word of beside) add(lines, word, dictionary.get(word) ?? []);
  return {
    model,
    dictionary: `${lines.join("\n")}\n`,
    unsaid: [...words].filter((word) => !known.has(word)),
  };
}

function add(lines: string[], word: string, ways: readonly string[]): void {
  for (const [at, phones] of ways.entries()) lines.push(`${word}${at === 0 ? "" : `(${at + 1})`} ${phones}`);
}
