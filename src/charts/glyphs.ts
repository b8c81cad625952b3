import {type Dirent, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {fontFolders, packageOfScript, SYSTEM_FONTS} from "./fonts.ts";
import type {Figure} from "./plotly.ts";

/** The scripts that fonts are looked for, in the order in which they are named. */
const SCRIPTS = [
  "Hangul",
  "Hiragana",
  "Katakana",
  "Han",
  "Devanagari",
  "Thai",
  "Arabic",
  "Hebrew",
  "Bengali",
  "Tamil",
  "Telugu",
  "Kannada",
  "Malayalam",
  "Gujarati",
  "Gurmukhi",
  "Sinhala",
  "Georgian",
  "Armenian",
  "Ethiopic",
  "Khmer",
  "Lao",
  "Myanmar",
] as const;

/**
 * What a figure says in letters that no font here has, so that boxes would be drawn in their place: a line a script, with the
 * package that brings it. Empty when every letter can be drawn.
 */
export function missingGlyphs(made: Figure): string[] {
  const missing = [...lettersOf(made)].filter((letter) => !covered(letter.codePointAt(0)!));
  const scripts = new Map<string, string[]>();
  for (const letter of missing) {
    const script = SCRIPTS.find((one) => new RegExp(`\\p{Script=${one}}`, "u").test(letter)) ?? "";
    scripts.set(script, [...(scripts.get(script) ?? []), letter]);
  }
  return [...scripts].map(([script, letters]) => {
    const shown = `${letters.slice(0, 5).join(" ")}${letters.length > 5 ? " …" : ""}`;
    const found = script === "" ? undefined : packageOfScript(script);
    const cure = found ? `; npm install ${found} brings them` : "";
    return `no font here has ${letters.length} ${script === "" ? "signs" : `${script} letters`} (${shown}): boxes stand in their place${cure}`;
  });
}

const SAMPLES = [
  ["Chinese", "Han", "中"],
  ["Japanese", "Hiragana", "あ"],
  ["Korean", "Hangul", "한"],
  ["Devanagari", "Devanagari", "अ"],
  ["Thai", "Thai", "ก"],
  ["Arabic", "Arabic", "ع"],
  ["Hebrew", "Hebrew", "א"],
] as const;

/** The scripts among those that many tables are written in which no font here can draw, with the package that brings each. */
export function missingScripts(): {script: string; brings: string}[] {
  return SAMPLES.flatMap(([script, name, letter]) =>
    covered(letter.codePointAt(0)!) ? [] : [{script, brings: packageOfScript(name)!}],
  );
}

function lettersOf({data, layout}: Figure): Set<string> {
  const letters = new Set<string>();
  const walk = (value: unknown, key: string): void => {
    if (typeof value === "string") {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: plain letters need no look
      for (const letter of value.match(/[^\u0000-\u024f]/gu) ?? []) letters.add(letter);
    } else if (Array.isArray(value)) {
      if (typeof value[0] !== "number") for (const one of value) walk(one, key);
    } else if (value !== null && typeof value === "object") {
      for (const [name, one] of Object.entries(value))
        if (name !== "hovertext" && name !== "customdata") walk(one, name);
    }
  };
  walk(data, "");
  walk(layout, "");
  for (const letter of letters)
    if (/[\p{Control}\p{Format}\p{Variation_Selector}\s]/u.test(letter)) letters.delete(letter);
  return letters;
}

type Ranges = readonly (readonly [from: number, to: number])[];
let own: Ranges[] | undefined;
let system: Ranges[] | undefined;

function covered(code: number): boolean {
  own ??= fontFolders()
    .flatMap((folder) => filesIn(folder, 0))
    .map(coverage);
  if (own.some((ranges) => has(ranges, code))) return true;
  system ??= SYSTEM_FONTS.flatMap((folder) => filesIn(folder, 4)).map(coverage);
  return system.some((ranges) => has(ranges, code));
}

function has(ranges: Ranges, code: number): boolean {
  return ranges.some(([from, to]) => code >= from && code <= to);
}

function filesIn(folder: string, depth: number): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, {withFileTypes: true});
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return depth > 0 ? filesIn(path, depth - 1) : [];
    return /\.(ttf|otf|ttc|otc)$/i.test(entry.name) ? [path] : [];
  });
}

/** The code points of a font file, from its cmap (OpenType 1.9, formats 4 and 12); none where it cannot be read. */
function coverage(path: string): Ranges {
  try {
    const bytes = readFileSync(path);
    const begin = bytes.toString("latin1", 0, 4) === "ttcf" ? bytes.readUInt32BE(12) : 0;
    for (let table = 0; table < bytes.readUInt16BE(begin + 4); table++) {
      const at = begin + 12 + table * 16;
      if (bytes.toString("latin1", at, at + 4) === "cmap") return cmap(bytes, bytes.readUInt32BE(at + 8));
    }
  } catch {
    // A broken font covers nothing.
  }
  return [];
}

function cmap(bytes: Buffer, start: number): Ranges {
  const ranges: [number, number][] = [];
  for (let at = 0; at < bytes.readUInt16BE(start + 2); at++) {
    const table = start + bytes.readUInt32BE(start + 4 + at * 8 + 4);
    const format = bytes.readUInt16BE(table);
    if (format === 12) {
      for (let group = 0; group < bytes.readUInt32BE(table + 12); group++) {
        const one = table + 16 + group * 12;
        ranges.push([bytes.readUInt32BE(one), bytes.readUInt32BE(one + 4)]);
      }
    } else if (format === 4) {
      const doubled = bytes.readUInt16BE(table + 6);
      for (let segment = 0; segment < doubled; segment += 2) {
        const to = bytes.readUInt16BE(table + 14 + segment);
        const from = bytes.readUInt16BE(table + 16 + doubled + segment);
        if (from < 0xffff) ranges.push([from, to]);
      }
    }
  }
  return ranges;
}
