import {TabletalkError} from "../../errors.ts";
import {MersenneTwister} from "../../statistics/random/mersenne_twister.ts";

/** Row numbers of the two parts. */
export interface Split {
  train: Uint32Array;
  test: Uint32Array;
}

/**
 * Splits rows at random into a part to learn from and a part to judge by: the same rows as scikit-learn's
 * `train_test_split` with this `random_state`, `test_size` (a share) and, where labels are given, `stratify`.
 * @throws TabletalkError bad_plan where a part would be empty, or a class has too few rows to be in both
 */
export function trainTestSplit(
  rows: number,
  {testShare = 0.25, seed = 0, labels}: {testShare?: number; seed?: number; labels?: ArrayLike<number>} = {},
): Split {
  const testRows = Math.ceil(testShare * rows);
  const trainRows = rows - testRows;
  if (!(testRows > 0 && trainRows > 0))
    throw new TabletalkError(
      "bad_plan",
      `${rows} rows cannot be split into a part to learn from and a part to judge by.`,
      "Take more rows, or a share between 0 and 1.",
    );
  const random = new MersenneTwister(seed);
  if (!labels) {
    const order = random.permutation(rows);
    return {test: order.slice(0, testRows), train: order.slice(testRows, testRows + trainRows)};
  }
  const members = membersOf(labels);
  if (members.some((one) => one.length < 2))
    throw new TabletalkError(
      "bad_plan",
      "A class has one row only, so it cannot be in both parts.",
      "Leave that class out, join it with another, or split without regard to classes.",
    );
  if (Math.min(testRows, trainRows) < members.length)
    throw new TabletalkError(
      "bad_plan",
      `Each part needs a row of each of the ${members.length} classes.`,
      "Take more rows or a larger share.",
    );
  const counts = members.map((one) => one.length);
  const trainCounts = apportion(counts, trainRows, random);
  const testCounts = apportion(
    counts.map((count, at) => count - trainCounts[at]!),
    testRows,
    random,
  );
  const train: number[] = [];
  const test: number[] = [];
  for (const [at, own] of members.entries()) {
    const order = Array.from(random.permutation(own.length), (place) => own[place]!);
    train.push(...order.slice(0, trainCounts[at]));
    test.push(...order.slice(trainCounts[at]!, trainCounts[at]! + testCounts[at]!));
  }
  const shuffled = (part: readonly number[]): Uint32Array =>
    random.permutation(part.length).map((place) => part[place]!);
  return {train: shuffled(train), test: shuffled(test)};
}

/** Folds for cross-validation, as scikit-learn's `KFold`: contiguous unless a seed shuffles the rows. */
export function kFolds(rows: number, folds: number, seed?: number): Split[] {
  checkFolds(rows, folds);
  const order =
    seed === undefined
      ? Uint32Array.from({length: rows}, (_, row) => row)
      : new MersenneTwister(seed).permutation(rows);
  const fold = new Uint32Array(rows);
  let start = 0;
  for (let at = 0; at < folds; at++) {
    const size = Math.floor(rows / folds) + (at < rows % folds ? 1 : 0);
    for (let place = start; place < start + size; place++) fold[order[place]!] = at;
    start += size;
  }
  return partsOf(fold, folds);
}

/** Folds with the classes' shares in each, as scikit-learn's `StratifiedKFold`. */
export function stratifiedFolds(labels: ArrayLike<number>, folds: number, seed?: number): Split[] {
  const rows = labels.length;
  checkFolds(rows, folds);
  const random = seed === undefined ? undefined : new MersenneTwister(seed);
  const members = [...membersOf(labels)].sort((a, b) => a[0]! - b[0]!);
  if (members.every((own) => own.length < folds))
    throw new TabletalkError(
      "bad_plan",
      `No class has ${folds} rows, one for each fold.`,
      "Take fewer folds.",
    );
  const order = members.flatMap((own, at) => own.map(() => at));
  const fold = new Uint32Array(rows);
  for (const [at, own] of members.entries()) {
    const places = Array.from({length: folds}, (_, one) => {
      let count = 0;
      for (let place = one; place < rows; place += folds) if (order[place] === at) count++;
      return new Array<number>(count).fill(one);
    }).flat();
    random?.shuffle(places);
    for (const [index, row] of own.entries()) fold[row] = places[index]!;
  }
  return partsOf(fold, folds);
}

function checkFolds(rows: number, folds: number): void {
  if (folds < 2 || folds > rows)
    throw new TabletalkError(
      "bad_plan",
      `${rows} rows cannot be cut into ${folds} folds.`,
      folds > rows ? "Take more rows, or fewer folds." : "Take 2 folds or more.",
    );
}

function partsOf(fold: Uint32Array, folds: number): Split[] {
  const rows = Uint32Array.from({length: fold.length}, (_, row) => row);
  return Array.from({length: folds}, (_, at) => ({
    train: rows.filter((row) => fold[row] !== at),
    test: rows.filter((row) => fold[row] === at),
  }));
}

/** The rows of each class, classes in order. */
function membersOf(labels: ArrayLike<number>): number[][] {
  const found = new Map<number, number[]>();
  for (let row = 0; row < labels.length; row++) {
    const own = found.get(labels[row]!);
    if (own) own.push(row);
    else found.set(labels[row]!, [row]);
  }
  return [...found].sort(([a], [b]) => a - b).map(([, rows]) => rows);
}

/** How many rows of each class are drawn: the likeliest counts, ties decided at random (scikit-learn's way). */
function apportion(counts: readonly number[], draws: number, random: MersenneTwister): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => (count / all) * draws);
  const whole = shares.map(Math.floor);
  let left = Math.trunc(draws - whole.reduce((sum, count) => sum + count, 0));
  const rests = shares.map((share, at) => share - whole[at]!);
  for (const value of [...new Set(rests)].sort((a, b) => b - a)) {
    if (left <= 0) break;
    const places = [...rests.keys()].filter((at) => rests[at] === value);
    const now = Math.min(places.length, left);
    for (const place of random.permutation(places.length).slice(0, now)) whole[places[place]!]!++;
    left -= now;
  }
  return whole;
}
