import {TabletalkError} from "../../../../errors.ts";
import type {PocketsphinxPlace} from "./find_pocketsphinx.ts";

type Pointer = unknown;
type Settings = Readonly<Record<string, string>>;

export interface DecoderOptions {
  /** The words that can be heard at all, in the format of CMU's dictionary. */
  dictionary: string;
  /** A language model in the ARPA format, and how much it counts beside the general one, 0 to 1. */
  language?: {path: string; weight: number};
  /** Settings of pocketsphinx, such as `-lw`. */
  settings?: Settings;
}

/** One recognizer of 16 kHz speech in American English. Not for two utterances at once. */
export interface Decoder {
  start(): void;
  /** Listens on, and searches so far as it can. */
  feed(samples: Int16Array): void;
  /** The whole utterance at once. */
  feedAll(samples: Int16Array): void;
  end(): void;
  /** What was heard until now, or of the utterance that ended. */
  heard(): string;
  /** How sure it is of the words heard, 0 to 1, once the utterance ended: the share of the paths considered that agree. */
  sureness(): number;
  close(): void;
}

/** The library with its general language model, loaded. */
export interface Pocketsphinx {
  /** Where its model lies. */
  readonly model: string;
  /** The words of the general model, the most frequent first. */
  commonWords(): string[];
  /** @throws TabletalkError unavailable where the model does not open */
  open(options: DecoderOptions): Decoder;
  /** Frees the general model; decoders that are open go on. */
  close(): void;
}

/** Loads the library into this process. @throws TabletalkError unavailable where koffi is not installed or the library does not load */
export async function loadPocketsphinx(place: PocketsphinxPlace): Promise<Pocketsphinx> {
  const {default: koffi} = await import("koffi").catch((error: unknown) => {
    throw new TabletalkError(
      "unavailable",
      "The embedded recognizer needs the package koffi, which is not installed.",
      "npm install koffi@3.3.4",
      {cause: error},
    );
  });
  const call = (() => {
    try {
      const loaded = new Map(place.libraries.map((path) => [path, koffi.load(path)]));
      return functionsOf(loaded.get(place.sphinxbase)!, loaded.get(place.pocketsphinx)!);
    } catch (error) {
      throw new TabletalkError(
        "unavailable",
        `Pocketsphinx does not load: ${error instanceof Error ? error.message : String(error)}`,
        "Install it anew: sudo apt-get install --reinstall libpocketsphinx3 libsphinxbase3",
        {cause: error},
      );
    }
  })();
  // It would write what it does to the standard error.
  call.silence(null);
  const logmath = call.newLogmath(1.0001, 0, 1);
  const general = call.readModel(null, `${place.model}/en-us.lm.bin`, 0, logmath);
  if (!general) throw unreadable(place);
  let closed = false;
  return {
    model: place.model,
    commonWords: () => commonWords(call, general),
    open: (options) => openDecoder(call, place, {general, logmath}, options),
    close() {
      if (closed) return;
      closed = true;
      call.freeModel(general);
    },
  };
}

/** How much the language model counts beside the sound, and what each word more costs. */
const LANGUAGE_WEIGHT = 8;
const WORD_PRICE = 0.65;

type Library = ReturnType<typeof import("koffi")["load"]>;
type Functions = ReturnType<typeof functionsOf>;

function functionsOf(base: Library, lib: Library) {
  return {
    silence: base.func("void err_set_logfp(void *)"),
    args: lib.func("void *ps_args()"),
    config: base.func("cmd_ln_init", "void *", ["void *", "void *", "int32", "..."]),
    freeConfig: base.func("int cmd_ln_free_r(void *)"),
    init: lib.func("void *ps_init(void *)"),
    free: lib.func("int ps_free(void *)"),
    startStream: lib.func("int ps_start_stream(void *)"),
    startUtterance: lib.func("int ps_start_utt(void *)"),
    process: lib.func("int ps_process_raw(void *, const int16_t *, size_t, int, int)"),
    endUtterance: lib.func("int ps_end_utt(void *)"),
    hypothesis: lib.func("const char *ps_get_hyp(void *, _Out_ int32_t *)"),
    probability: lib.func("int32_t ps_get_prob(void *)"),
    logmath: lib.func("void *ps_get_logmath(void *)"),
    exp: base.func("double logmath_exp(void *, int)"),
    setModel: lib.func("int ps_set_lm(void *, const char *, void *)"),
    setSearch: lib.func("int ps_set_search(void *, const char *)"),
    readModel: base.func("void *ngram_model_read(void *, const char *, int, void *)"),
    mixModels: base.func("void *ngram_model_set_init(void *, void **, const char **, const float *, int)"),
    weighModel: base.func("int ngram_model_apply_weights(void *, float, float)"),
    modelWord: base.func("const char *ngram_word(void *, int32_t)"),
    modelScore: base.func("int32_t ngram_ng_score(void *, int32_t, void *, int32_t, _Out_ int32_t *)"),
    newLogmath: base.func("void *logmath_init(double, int, int)"),
    freeModel: base.func("int ngram_model_free(void *)"),
  };
}

function commonWords(call: Functions, general: Pointer): string[] {
  const scored: [string, number][] = [];
  for (let id = 0; ; id++) {
    const word: string | null = call.modelWord(general, id);
    if (word === null) break;
    if (/^[a-z']+$/.test(word)) scored.push([word, call.modelScore(general, id, null, 0, [0])]);
  }
  return scored.sort((a, b) => b[1] - a[1]).map(([word]) => word);
}

interface General {
  general: Pointer;
  logmath: Pointer;
}

function openDecoder(
  call: Functions,
  place: PocketsphinxPlace,
  shared: General,
  {dictionary, language, settings = {}}: DecoderOptions,
): Decoder {
  const given = {
    "-hmm": `${place.model}/en-us`,
    "-dict": dictionary,
    ...settings,
  };
  const pairs = Object.entries(given).flat();
  const config: Pointer = call.config(
    null,
    call.args(),
    1,
    ...pairs.flatMap((text) => ["const char *", text]),
    "void *",
    null,
  );
  const decoder: Pointer = config && call.init(config);
  if (!decoder) {
    if (config) call.freeConfig(config);
    throw unreadable(place);
  }
  setLanguage(call, decoder, shared, language);
  let closed = false;
  return {
    start: () => {
      call.startStream(decoder);
      call.startUtterance(decoder);
    },
    feed: (samples) => void call.process(decoder, samples, samples.length, 0, 0),
    feedAll: (samples) => void call.process(decoder, samples, samples.length, 0, 1),
    end: () => void call.endUtterance(decoder),
    heard: () => String(call.hypothesis(decoder, [0]) ?? ""),
    sureness: () => Math.min(1, Math.max(0, call.exp(call.logmath(decoder), call.probability(decoder)))),
    close() {
      if (closed) return;
      closed = true;
      call.free(decoder);
      call.freeConfig(config);
    },
  };
}

/** Mixes the model of the data with the general one; the decoder keeps what it is given, which is then freed with it. */
function setLanguage(
  call: Functions,
  decoder: Pointer,
  {general, logmath}: General,
  language: DecoderOptions["language"],
): void {
  const own: Pointer = language && call.readModel(null, language.path, 0, logmath);
  if (language && !own)
    throw new TabletalkError(
      "internal",
      "Pocketsphinx does not take the language model of this call's data.",
      "Please report this; meanwhile choose another recognizer, such as TABLETALK_LISTEN=sherpa.",
    );
  const models = own ? [own, general] : [general];
  for (const one of models) call.weighModel(one, LANGUAGE_WEIGHT, WORD_PRICE);
  const weights = language ? [language.weight, 1 - language.weight] : [1];
  const names = models.map((_, at) => `part${at}`);
  const mixed = call.mixModels(null, models, names, Float32Array.from(weights), models.length);
  call.setModel(decoder, "mixed", mixed);
  call.setSearch(decoder, "mixed");
  call.freeModel(mixed);
  if (own) call.freeModel(own);
}

const unreadable = (place: PocketsphinxPlace): TabletalkError =>
  new TabletalkError(
    "unavailable",
    `Pocketsphinx does not open its model in ${place.model}.`,
    "Install it anew: sudo apt-get install --reinstall pocketsphinx-en-us",
  );
