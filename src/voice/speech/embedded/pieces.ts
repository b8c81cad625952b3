/** Below this a clause is said together with the next: "Yes," alone would be cut off from what it belongs to. */
const SHORTEST = 14;
/** Above this a piece is cut at a joint, or between words. */
const LONGEST = 110;
/** Where a long clause can be cut, best first. */
const JOINTS = [
  / (?=(?:and|but|or|while|which|because|so|than) )/g,
  / (?=(?:in|of|for|from|with|at|by|to|on) )/g,
  / /g,
];

/**
 * Cuts a text, as it comes in, into pieces that are synthesized one after the other: at the ends of sentences and clauses, so
 * that the first piece is short and can be heard while the rest is made.
 */
export function pieceCutter(): {push(text: string): string[]; rest(): string[]} {
  let waiting = "";
  return {
    push(text) {
      waiting += text;
      const [pieces, rest] = cut(waiting);
      waiting = rest;
      return pieces;
    },
    rest() {
      const [pieces, rest] = cut(waiting);
      waiting = "";
      return rest.trim() ? [...pieces, ...shortened(rest.trim())] : pieces;
    },
  };
}

function cut(text: string): [pieces: string[], rest: string] {
  const pieces: string[] = [];
  let from = 0;
  for (const {0: mark, index} of text.matchAll(/[.!?;:,]+["')\]]*\s+/g)) {
    const end = index + mark.length;
    const piece = text.slice(from, end).trim();
    if (piece.length < SHORTEST && !/[.!?]/.test(mark)) continue;
    pieces.push(...shortened(piece));
    from = end;
  }
  return [pieces, text.slice(from)];
}

function shortened(piece: string): string[] {
  if (piece.length <= LONGEST) return [piece];
  for (const joint of JOINTS) {
    const places = [...piece.matchAll(joint)].map((one) => one.index);
    const place = places.filter((at) => at >= SHORTEST && at <= LONGEST).at(-1);
    if (place !== undefined) return [piece.slice(0, place), ...shortened(piece.slice(place + 1))];
  }
  return [piece.slice(0, LONGEST), ...shortened(piece.slice(LONGEST))];
}
