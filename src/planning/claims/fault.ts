import type {Token} from "./tokens.ts";

/** Words of a sentence that its cells do not bear out. */
export interface Fault {
  token: Token;
  why: string;
}
