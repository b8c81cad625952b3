import type {Move, Situation} from "../conduct/move.ts";
import {moveOf} from "../conduct/move_of.ts";
import type {Vocabulary} from "../speech/vocabulary.ts";
import {asTyped} from "../words/as_typed.ts";
import {knownIn} from "./known_words.ts";

const SHORT_WORDS = 3;

/** What somebody wants with what was heard of them. @param confidence engines that do not know say 0 */
export function moveHeard(
  text: string,
  confidence: number | undefined,
  situation: Situation,
  vocabulary: Vocabulary,
): Move {
  const all: Situation = {...situation, known: knownIn(vocabulary), ...(confidence && {confidence})};
  // "Uh huh" is a word of its own before hesitations are taken out of what was heard.
  const isShort = text.trim().split(/\s+/).length <= SHORT_WORDS;
  const plain = isShort ? moveOf(text, all) : undefined;
  return plain?.kind === "nothing" ? plain : moveOf(asTyped(text, vocabulary), all);
}
