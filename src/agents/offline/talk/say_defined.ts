import {sayMeasure} from "../../../planning/say_reading.ts";
import type {Defined} from "./defined_term.ts";

/** What a taught word comes to, for a person who checks it. */
export function sayDefined(defined: Defined): string {
  switch (defined.kind) {
    case "condition":
      return defined.said;
    case "column":
      return [`the column ${defined.column.profile.name}`, ...defined.filters.map(({said}) => said)].join(
        ", ",
      );
    case "measure":
      return [sayMeasure(defined.measure), ...defined.filters.map(({said}) => said)].join(", ");
    case "narrowing":
      return `only where ${defined.filters.map(({said}) => said).join(" and ")}`;
  }
}
