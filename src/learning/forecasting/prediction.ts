/** The periods after a series' end: the expected value and an interval that holds it with the asked probability. */
export interface Prediction {
  mean: Float64Array;
  low: Float64Array;
  high: Float64Array;
}
