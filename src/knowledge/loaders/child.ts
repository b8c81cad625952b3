import {readFile} from "node:fs/promises";
import {TabletalkError} from "../../errors.ts";
import {type Passage, type Splitter, splitDocument} from "../split.ts";
import type {DocumentKind, LoadedDocument} from "./document.ts";
import {loadBytes} from "./load.ts";

/** What the process that reads a document is asked for. */
export interface LoadRequest {
  path: string;
  kind: DocumentKind;
  splitter: Splitter;
  /** Whether the document's whole text is wanted, too. */
  text: boolean;
}

/** What it says. */
export type LoadReply =
  | {progress: number}
  | {passages: Passage[]}
  | {document: LoadedDocument; characters: number}
  | {error: {code: string; message: string; next: string}};

const QUIET_MS = 100;
/** Passages of one message: whoever reads them is not to be held up. */
const SLICE = 500;

process.on("message", async ({path, kind, splitter, text}: LoadRequest) => {
  let told = 0;
  const say = (reply: LoadReply): void => void process.send?.(reply);
  try {
    const document = await loadBytes(await readFile(path), kind, (progress) => {
      const now = performance.now();
      if (now - told < QUIET_MS) return;
      told = now;
      say({progress});
    });
    const passages = splitDocument(document, splitter);
    for (let at = 0; at < passages.length; at += SLICE) say({passages: passages.slice(at, at + SLICE)});
    say({document: text ? document : {...document, text: ""}, characters: document.text.length});
  } catch (thrown) {
    const error =
      thrown instanceof TabletalkError
        ? thrown
        : new TabletalkError(
            "bad_file",
            `The document cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
            "Check that it opens elsewhere; save it again and add that.",
          );
    say({error: {code: error.code, message: error.message, next: error.next}});
  }
});
process.on("disconnect", () => process.exit());
