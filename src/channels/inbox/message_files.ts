import {TabletalkError} from "../../errors.ts";
import {type Reading, readingSchema} from "../../planning/reading.ts";
import type {TakenMessage} from "../../store/inbox.ts";
import type {ImportedFile} from "../channel.ts";
import type {MessageOptions} from "./message_options.ts";

/** What a message asks, with the datasets that came with it. */
export interface AskedWithFiles {
  question: string;
  fresh: string[];
  /** Of files without words: what is in them. */
  reading?: Reading;
}

/** What a message asks once its files were read; of files without words: what is in them. An error where none could be read. */
export function withFiles(
  message: Pick<TakenMessage, "text">,
  options: Pick<MessageOptions, "remoteFiles">,
  imported: readonly ImportedFile[],
): AskedWithFiles | {error: TabletalkError} {
  const fresh = imported.flatMap(({datasets}) => datasets.map(({name}) => name));
  const {text: question} = message;
  if (!options.remoteFiles || options.remoteFiles.length === 0) return {question, fresh};
  const [first] = fresh;
  if (first === undefined) return {error: unread(imported)};
  if (/\S/.test(question)) return {question, fresh};
  const name = imported.find(({datasets}) => datasets.length > 0)?.name ?? first;
  return {
    question: `What is in ${name}?`,
    fresh,
    reading: readingSchema.parse({intent: "describe", table: first, question: "show"}),
  };
}

/** Why none of the files could be read. */
function unread(imported: readonly ImportedFile[]): TabletalkError {
  const failed = imported.flatMap(({name, error}) => (error ? [{name, ...error}] : []));
  const [only, second] = failed;
  if (!only) return new TabletalkError("bad_file", "There is no table in the file.", "Send another file.");
  if (!second) return new TabletalkError(only.code, `${only.name}: ${only.message}`, only.next);
  const said = failed.map(({name, message}) => `${name}: ${message}`).join("\n");
  const next = [...new Set(failed.map((one) => one.next))].slice(0, 2).join(" ");
  return new TabletalkError("bad_file", said, next);
}
