/** A label in a sentence and what it stands for: rows, or a column. */
export interface Label {
  start: number;
  end: number;
  keys: ReadonlySet<string>;
}

/** A number in the same sentence and the keys of the cells that it could be. */
export interface Placed {
  start: number;
  keys: ReadonlySet<string>;
}

/**
 * Which label each number belongs to, so that swapped numbers are noticed. People write "East had 500 and West 300"
 * (label before), "500 in East and 300 in West" (label after), or "East and West had 500 and 300" (in turn). The pattern
 * under which every number fits is taken; where none fits all, the nearest label in the direction that the sentence
 * began with decides. Returns, for each number, the keys of its label.
 */
export function labelsOf(labels: readonly Label[], numbers: readonly Placed[]): ReadonlySet<string>[] {
  const nearest = numberFirst(labels, numbers) ? following : preceding;
  const beside = withSecondLooks(
    labels,
    numbers,
    numbers.map((number) => nearest(labels, number)),
  );
  const turns = inTurn(labels, numbers);
  return fits(numbers, beside) || !turns || !fits(numbers, turns) ? beside : turns;
}

/**
 * "It was 1.25 in May, up 25 % from 1 in April": once a label has its number, the next number may look to either side.
 */
function withSecondLooks(
  labels: readonly Label[],
  numbers: readonly Placed[],
  given: readonly ReadonlySet<string>[],
): ReadonlySet<string>[] {
  return given.map((keys, index) => {
    const number = numbers[index]!;
    if (meets(number.keys, keys)) return keys;
    const before = preceding(labels, number);
    const isTaken = given.some(
      (other, at) => at < index && other === before && meets(numbers[at]!.keys, other),
    );
    return isTaken ? new Set([...before, ...following(labels, number)]) : keys;
  });
}

/** Whether one of the keys is among the others. */
export function meets(keys: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const key of keys) if (others.has(key)) return true;
  return false;
}

function fits(numbers: readonly Placed[], given: readonly ReadonlySet<string>[]): boolean {
  return numbers.every((number, index) => meets(number.keys, given[index]!));
}

function numberFirst(labels: readonly Label[], numbers: readonly Placed[]): boolean {
  return numbers[0] !== undefined && labels[0] !== undefined && numbers[0].start < labels[0].start;
}

function preceding(labels: readonly Label[], number: Placed): ReadonlySet<string> {
  return (labels.findLast((label) => label.end <= number.start) ?? labels[0]!).keys;
}

function following(labels: readonly Label[], number: Placed): ReadonlySet<string> {
  return (labels.find((label) => label.start >= number.start) ?? labels.at(-1)!).keys;
}

/** "East and West had 500 (50 %) and 300 (30 %)": all labels, then as many numbers for each in turn. */
function inTurn(labels: readonly Label[], numbers: readonly Placed[]): ReadonlySet<string>[] | undefined {
  if (labels.length < 2 || numbers.length % labels.length !== 0) return undefined;
  const each = numbers.length / labels.length;
  return numbers.map((_, index) => labels[Math.floor(index / each)]!.keys);
}
