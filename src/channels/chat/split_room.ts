/** How long a text is and may be. The length of two texts together is the sum of theirs. */
export interface Room {
  most: number;
  size: (text: string) => number;
}

/** Marks are repeated around pieces of no less than this: a family of emoji is 25 bytes. */
export const LEAST = 28;

/** Room for less: something stands before or after each piece. */
export function less(room: Room, beside: string): Room {
  return {...room, most: room.most - room.size(beside)};
}
