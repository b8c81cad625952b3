import {readdir} from "node:fs/promises";
import {join, resolve} from "node:path";
import {TabletalkError} from "../../../errors.ts";

const MODELS = "https://github.com/k2-fsa/sherpa-onnx/releases";

/** What sherpa's recognizer is made of, as its package takes it. */
export interface ListenModel {
  transducer: {encoder: string; decoder: string; joiner: string};
  tokens: string;
}

/** What its voice is made of. */
export type SpeakModel = Record<string, Record<string, string>>;

/**
 * The streaming transducer in a folder (encoder, decoder and joiner as .onnx, tokens.txt); smaller files (int8) first.
 * @throws TabletalkError bad_use naming what is missing, and where models are
 */
export async function listenModel(environment: NodeJS.ProcessEnv): Promise<ListenModel> {
  const {folder, files} = await folderOf(environment, "TABLETALK_SHERPA_LISTEN_MODEL", "tag asr-models");
  const part = (name: string): string | undefined =>
    files
      .filter((file) => file.startsWith(name) && file.endsWith(".onnx"))
      .toSorted((a, b) => Number(b.includes("int8")) - Number(a.includes("int8")))[0];
  const parts = {encoder: part("encoder"), decoder: part("decoder"), joiner: part("joiner")};
  const missing = [
    ...Object.entries(parts).flatMap(([name, file]) => (file ? [] : [`${name}*.onnx`])),
    ...(files.includes("tokens.txt") ? [] : ["tokens.txt"]),
  ];
  const {encoder, decoder, joiner} = parts;
  if (missing.length > 0 || !encoder || !decoder || !joiner)
    throw incomplete("TABLETALK_SHERPA_LISTEN_MODEL", folder, missing, "a streaming zipformer transducer");
  return {
    transducer: {
      encoder: join(folder, encoder),
      decoder: join(folder, decoder),
      joiner: join(folder, joiner),
    },
    tokens: join(folder, "tokens.txt"),
  };
}

/**
 * The voice in a folder: of piper (VITS), or of Kokoro or Kitten where there is a voices.bin.
 * @throws TabletalkError as of `listenModel`
 */
export async function speakModel(environment: NodeJS.ProcessEnv): Promise<SpeakModel> {
  const {folder, files} = await folderOf(environment, "TABLETALK_SHERPA_SPEAK_MODEL", "tag tts-models");
  const model = files.filter((file) => file.endsWith(".onnx")).toSorted()[0];
  const data = files.includes("espeak-ng-data");
  const lexicons = files.filter((file) => /^lexicon.*\.txt$/.test(file)).map((file) => join(folder, file));
  const missing = [
    ...(model ? [] : ["*.onnx"]),
    ...(files.includes("tokens.txt") ? [] : ["tokens.txt"]),
    ...(data || lexicons.length > 0 ? [] : ["espeak-ng-data (or lexicon.txt)"]),
  ];
  if (missing.length > 0 || !model)
    throw incomplete("TABLETALK_SHERPA_SPEAK_MODEL", folder, missing, "a voice of piper, Kokoro or Kitten");
  const parts = {
    model: join(folder, model),
    tokens: join(folder, "tokens.txt"),
    ...(data && {dataDir: join(folder, "espeak-ng-data")}),
    ...(lexicons.length > 0 && {lexicon: lexicons.join(",")}),
  };
  if (!files.includes("voices.bin")) return {vits: parts};
  const voices = join(folder, "voices.bin");
  return /kitten/i.test(folder) ? {kitten: {...parts, voices}} : {kokoro: {...parts, voices}};
}

async function folderOf(
  environment: NodeJS.ProcessEnv,
  setting: string,
  where: string,
): Promise<{folder: string; files: string[]}> {
  const given = environment[setting]?.trim() || environment.TABLETALK_SHERPA_MODEL?.trim();
  if (!given)
    throw new TabletalkError(
      "bad_use",
      `Sherpa needs a folder with a model, and ${setting} is not set.`,
      `Download a model (${MODELS}, ${where}), unpack it, and set ${setting} to its folder.`,
    );
  const folder = resolve(given);
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new TabletalkError(
      "bad_use",
      `The folder of ${setting}, ${folder}, cannot be read (${error.code}).`,
      `Set ${setting} to the folder that a model of sherpa was unpacked into (${MODELS}, ${where}).`,
    );
  });
  return {folder, files};
}

const incomplete = (
  setting: string,
  folder: string,
  missing: readonly string[],
  what: string,
): TabletalkError =>
  new TabletalkError(
    "bad_use",
    `The folder of ${setting}, ${folder}, has no ${missing.join(", no ")}.`,
    `It has to hold ${what} as unpacked from ${MODELS}; perhaps the folder within this one is the model.`,
  );
