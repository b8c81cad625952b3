import {TabletalkError} from "../../../errors.ts";

/** @throws always */
export function refuseRows(why: string, next = "Ask for counts, sums or averages of groups."): never {
  throw new TabletalkError("refused", `This workspace tells of groups, not of single rows: ${why}.`, next);
}
