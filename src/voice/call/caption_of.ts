import type {StoredAnswer} from "../../channels/chat/stored_answer.ts";
import {spokenAnswer} from "../words/spoken_answer.ts";
import {failure} from "./phrases.ts";

/** What is said of what became of a question, with digits. */
export function captionOf({answer, error}: StoredAnswer): string {
  if (!answer) return failure(error ?? UNKNOWN);
  const {caption, values} = spokenAnswer(answer);
  if (values) remember(caption, values);
  return caption;
}

/** What in a caption names things and is no amount: a zip, a code. Known of the captions that were made last. */
export function namesIn(caption: string): readonly string[] {
  return names.get(caption) ?? [];
}

const UNKNOWN = {message: "The question could not be answered.", next: "Ask again."};

/** The framework hands on the caption alone to whoever makes the sound of it. */
const names = new Map<string, readonly string[]>();
const MOST = 100;

function remember(caption: string, values: readonly string[]): void {
  names.delete(caption);
  names.set(caption, values);
  const [oldest] = names.keys();
  if (names.size > MOST && oldest !== undefined) names.delete(oldest);
}
