import {existsSync} from "node:fs";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";

const require = createRequire(import.meta.url);

/** Shipped: Latin, Greek and Cyrillic, Arabic, Hebrew, Devanagari, Thai, emoji. The others are used where someone installed them. */
const SHIPPED = [
  "noto-sans",
  "noto-sans-arabic",
  "noto-sans-hebrew",
  "noto-sans-devanagari",
  "noto-sans-thai",
  "noto-emoji",
];
const SCRIPT_FONTS: Record<string, string> = {
  Han: "noto-sans-sc",
  Hiragana: "noto-sans-jp",
  Katakana: "noto-sans-jp",
  Hangul: "noto-sans-kr",
  Devanagari: "noto-sans-devanagari",
  Thai: "noto-sans-thai",
  Arabic: "noto-sans-arabic",
  Hebrew: "noto-sans-hebrew",
  Khmer: "noto-sans-khmer",
  Lao: "noto-sans-lao",
};
const WELCOME = [
  "noto-color-emoji",
  "noto-sans-sc",
  "noto-sans-tc",
  "noto-sans-hk",
  "noto-sans-jp",
  "noto-sans-kr",
  "noto-sans-khmer",
  "noto-sans-lao",
];
export const SYSTEM_FONTS: readonly string[] = ["/usr/share/fonts", "/usr/local/share/fonts"];
const WEIGHTS = ["400Regular", "700Bold"];

/** The folders that hold the fonts which pictures are drawn with. */
export function fontFolders(): string[] {
  return [...SHIPPED, ...WELCOME].flatMap((name) => {
    const folder = packageFolder(`@expo-google-fonts/${name}`);
    return folder === undefined
      ? []
      : WEIGHTS.map((weight) => join(folder, weight)).filter((one) => existsSync(one));
  });
}

/** The package that brings letters of a script (Unicode's name of it). */
export function packageOfScript(script: string): string | undefined {
  const name = SCRIPT_FONTS[script];
  return name && `@expo-google-fonts/${name}`;
}

/** A fontconfig file that names these folders and the system's. @param cache a folder of our own, for its index */
export function fontConfiguration(folders: readonly string[], cache: string): string {
  const dirs = [...folders, ...SYSTEM_FONTS].map((one) => `<dir>${xml(one)}</dir>`);
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs.join("")}<cachedir>${xml(cache)}</cachedir></fontconfig>`;
}

/** Where an installed package lies; undefined when it does not. */
export function packageFolder(name: string): string | undefined {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    const found = (require.resolve.paths(name) ?? []).find((one) =>
      existsSync(join(one, name, "package.json")),
    );
    return found && join(found, name);
  }
}

function xml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
