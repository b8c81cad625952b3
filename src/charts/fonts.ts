import {existsSync} from "node:fs";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";

const require = createRequire(import.meta.url);

/** Shipped: Latin, Greek and Cyrillic, Arabic, Hebrew, emoji. The others are used where someone installed them. */
const SHIPPED = ["noto-sans", "noto-sans-arabic", "noto-sans-hebrew", "noto-emoji"];
const WELCOME = ["noto-color-emoji", "noto-sans-sc", "noto-sans-jp", "noto-sans-kr", "noto-sans-devanagari"];
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

/** A fontconfig file that names these folders and the system's. @param cache a folder of our own, for its index */
export function fontConfiguration(folders: readonly string[], cache: string): string {
  const dirs = [...folders, "/usr/share/fonts", "/usr/local/share/fonts"].map(
    (one) => `<dir>${xml(one)}</dir>`,
  );
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
