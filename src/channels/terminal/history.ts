import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";

const FILE = "history";
const MOST = 1000;

/** The lines of earlier chats, newest first; none where there is no file. */
export async function loadHistory(home: string): Promise<string[]> {
  try {
    const text = readFileSync(join(home, FILE), "utf8");
    return text.split("\n").filter(Boolean).reverse();
  } catch {
    return [];
  }
}

/** Keeps the lines of this chat, given newest first. Losing them is no reason to stop. */
export function saveHistory(home: string, history: readonly string[]): void {
  try {
    mkdirSync(home, {recursive: true});
    writeFileSync(join(home, FILE), `${history.slice(0, MOST).reverse().join("\n")}\n`, {mode: 0o600});
  } catch {
    // The next line tries again.
  }
}
