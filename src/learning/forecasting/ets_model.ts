/** The parts of an exponential smoothing model: error, trend and season; none, additive, multiplicative. */
export interface EtsShape {
  error: "A" | "M";
  trend: "N" | "A" | "M";
  damped: boolean;
  season: "N" | "A" | "M";
  /** Periods in a season; 1 where there is none. */
  period: number;
}

/** Smoothing weights and the states before the first row. */
export interface EtsParameters {
  alpha: number;
  beta: number;
  gamma: number;
  phi: number;
  level: number;
  slope: number;
  /** By place in the season, the first row's first. */
  season: Float64Array;
}

/** "ETS(M,Ad,M)" */
export const sayEts = ({error, trend, damped, season}: EtsShape): string =>
  `ETS(${error},${trend}${damped ? "d" : ""},${season})`;

/** Where the model is after some rows. */
export interface EtsState {
  level: number;
  slope: number;
  season: Float64Array;
  /** The row that comes next. */
  row: number;
}

export function startState(parameters: EtsParameters): EtsState {
  const {level, slope, season} = parameters;
  return {level, slope, season: season.slice(), row: 0};
}

/** What the next row is expected to be. */
export function expectedNext(shape: EtsShape, {phi}: EtsParameters, state: EtsState): number {
  const line = lineOf(shape, phi, state);
  if (shape.season === "N") return line;
  const figure = state.season[state.row % shape.period]!;
  return shape.season === "A" ? line + figure : line * figure;
}

/**
 * Takes in a row's value: the states move, in place. The recursions of Hyndman, Koehler, Ord and Snyder (2008), table 2.1,
 * written by values, so that they are the same for both kinds of error.
 */
export function takeIn(shape: EtsShape, parameters: EtsParameters, state: EtsState, value: number): void {
  const {alpha, beta, gamma, phi} = parameters;
  const line = lineOf(shape, phi, state);
  const place = state.row % shape.period;
  const figure = shape.season === "N" ? 0 : state.season[place]!;
  const plain = shape.season === "N" ? value : shape.season === "A" ? value - figure : value / figure;
  const level = line + alpha * (plain - line);
  if (shape.trend !== "N") {
    const step = shape.trend === "A" ? level - state.level : level / state.level;
    const kept = keptSlope(shape, phi, state.slope);
    state.slope = kept + (beta / alpha) * (step - kept);
  }
  if (shape.season !== "N") {
    const own = shape.season === "A" ? value - line : value / line;
    state.season[place] = figure + gamma * (own - figure);
  }
  state.level = level;
  state.row++;
}

const keptSlope = (shape: EtsShape, phi: number, slope: number): number =>
  shape.trend === "M" ? slope ** phi : slope * phi;

function lineOf(shape: EtsShape, phi: number, state: EtsState): number {
  if (shape.trend === "N") return state.level;
  const kept = keptSlope(shape, phi, state.slope);
  return shape.trend === "A" ? state.level + kept : state.level * kept;
}

/** The errors of one pass: of additive models in the values' unit, of multiplicative ones as shares. */
export function passEts(
  values: Float64Array,
  shape: EtsShape,
  parameters: EtsParameters,
): {errors: Float64Array; fitted: Float64Array; state: EtsState; criterion: number} {
  const state = startState(parameters);
  const errors = new Float64Array(values.length);
  const fitted = new Float64Array(values.length);
  let [squares, logs] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    const expected = expectedNext(shape, parameters, state);
    const value = values[row]!;
    const error = shape.error === "A" ? value - expected : (value - expected) / expected;
    fitted[row] = expected;
    errors[row] = error;
    squares += error * error;
    if (shape.error === "M") logs += Math.log(Math.abs(expected));
    takeIn(shape, parameters, state, value);
  }
  const criterion = values.length * Math.log(Math.max(squares, Number.MIN_VALUE)) + 2 * logs;
  return {errors, fitted, state, criterion};
}
