import {createHash} from "node:crypto";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Vocabulary} from "../../vocabulary.ts";
import type {PocketsphinxPlace} from "./find_pocketsphinx.ts";
import {type Language, languageOf} from "./language_of.ts";
import {letterPhones} from "./letter_phones.ts";
import {loadPocketsphinx} from "./pocketsphinx.ts";
import {readDictionary} from "./pronounce.ts";
import type {Decoders} from "./utterance.ts";

/** How much the sentences about the data count beside general English. */
const WEIGHT = 0.8;
const KEPT_LANGUAGES = 8;

/** What keeps up with speech needs no second look at it. */
const QUICK = {"-fwdflat": "no", "-bestpath": "no"};

export interface DecoderOpener {
  /** Opens decoders for a vocabulary: less than a second; half of it where the vocabulary was known. */
  open(vocabulary: Vocabulary): Promise<Decoders>;
  close(): void;
}

/** Loads pocketsphinx, its general model and its dictionary. @throws TabletalkError unavailable */
export async function decoderOpener(place: PocketsphinxPlace): Promise<DecoderOpener> {
  const engine = await loadPocketsphinx(place);
  const dictionary = await readDictionary(join(place.model, "cmudict-en-us.dict"));
  const common = engine.commonWords();
  const known = new Map<string, Language>();
  return {
    async open(vocabulary) {
      const key = createHash("sha256").update(JSON.stringify(vocabulary.terms)).digest("base64");
      const language =
        known.get(key) ?? (await languageOf(vocabulary, {dictionary, common, spell: letterPhones}));
      known.delete(key);
      known.set(key, language);
      for (const old of known.keys()) if (known.size > KEPT_LANGUAGES) known.delete(old);
      // The library reads files; names and values of the data do not stay on the disk.
      const folder = mkdtempSync(join(tmpdir(), "tabletalk-listen-"));
      try {
        const [words, model] = [join(folder, "words.dict"), join(folder, "model.lm")];
        writeFileSync(words, language.dictionary, {mode: 0o600});
        writeFileSync(model, language.model, {mode: 0o600});
        const options = {dictionary: words, language: {path: model, weight: WEIGHT}};
        const careful = engine.open(options);
        try {
          return {careful, quick: engine.open({...options, settings: QUICK})};
        } catch (error) {
          careful.close();
          throw error;
        }
      } finally {
        rmSync(folder, {recursive: true, force: true});
      }
    },
    close: () => engine.close(),
  };
}
