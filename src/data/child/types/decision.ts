import type {ImportChoices} from "../../choices.ts";
import type {ReceiptEntry} from "../../dataset.ts";
import type {FileEvidence} from "./file_evidence.ts";
import type {Form} from "./form.ts";

/** What a column's texts become, and what is to be told of it. */
export interface Decision {
  form: Form;
  entries: ReceiptEntry[];
  /** The dates could be read in the other order, as far as was seen. */
  openOrder?: boolean;
}

/** What a decision rests on beside the texts. */
export interface Grounds {
  choices: ImportChoices;
  /** Further texts that mean nothing, in small letters. */
  further: ReadonlySet<string>;
  file: FileEvidence;
}

/** The share of a column's values that must have a value in a form for the others to be left out. */
export const MOSTLY = 0.98;
