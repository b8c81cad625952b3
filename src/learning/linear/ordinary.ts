import {factorise} from "../../statistics/regression/householder.ts";
import {centred, finish, type LinearModel} from "./least_squares.ts";

/** An ordinary least-squares fit, and which columns others determine: they add nothing to what is foretold. */
export interface OrdinaryModel extends LinearModel {
  dependent?: number[];
}

/**
 * Ordinary least squares of any columns. Where some determine others, many coefficients foretell the same: those of the
 * least length are taken (Golub and Van Loan, Matrix Computations, 5.5), as scikit-learn's `LinearRegression` does.
 */
export function fitOrdinary(columns: readonly Float64Array[], y: Float64Array): OrdinaryModel {
  const {x, y: target, means, mean} = centred(columns, y);
  const kept = [...x.keys()];
  const dependent: number[] = [];
  let factors = factorise(x);
  while (factors.dependent.length > 0) {
    const [place] = kept.splice(factors.dependent[0]!, 1);
    dependent.push(place!);
    if (kept.length === 0) return {...finish(new Array<number>(x.length).fill(0), means, mean), dependent};
    factors = factorise(kept.map((at) => x[at]!));
  }
  const first = factors.solve(target);
  if (dependent.length === 0) return finish([...first], means, mean);
  const made = dependent.map((at) => factors.solve(x[at]!));
  const coefficients = new Array<number>(x.length).fill(0);
  for (const [at, value] of shortest(first, made).entries())
    coefficients[at < kept.length ? kept[at]! : dependent[at - kept.length]!] = value;
  return {...finish(coefficients, means, mean), dependent};
}

/**
 * The shortest of all coefficients that foretell the same.
 * @param first coefficients of the columns that stand alone
 * @param made how each dependent column is made of them
 */
function shortest(first: Float64Array, made: readonly Float64Array[]): number[] {
  const gram = Array.from(first, (_, column) =>
    Float64Array.from(first, (__, row) =>
      made.reduce((sum, one) => sum + one[row]! * one[column]!, row === column ? 1 : 0),
    ),
  );
  const alone = factorise(gram).solve(first);
  const rest = made.map((one) => one.reduce((sum, share, at) => sum + share * alone[at]!, 0));
  return [...alone, ...rest];
}
