import {TabletalkError} from "../../errors.ts";

/** What a node says where what it needs is not here. @returns TabletalkError refused */
export function lacking(what: string, next: string): TabletalkError {
  return new TabletalkError("refused", `${what} here.`, next);
}
