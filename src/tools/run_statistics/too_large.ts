import {TabletalkError} from "../../errors.ts";

/** Squares of huge numbers overflow in the database: said as what it is, with a way out. @throws the error, made plain */
export function plainOverflow(error: unknown, name: string): never {
  if (error instanceof TabletalkError && /out of range/i.test(error.message))
    throw new TabletalkError(
      "bad_plan",
      `The values of ${name} are too large for their variance to be computed.`,
      "Divide them by a fixed number first (prepare_data derive), or leave the largest out.",
      {cause: error},
    );
  throw error;
}
