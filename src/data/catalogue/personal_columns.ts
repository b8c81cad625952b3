import {isAboutPersons, personalOf} from "../personal.ts";
import type {ColumnProfile, TableProfile} from "../profile.ts";
import type {Personal} from "../profile_details.ts";

/** What a column tells of one person: of a full profile what was found in all values, else by name and frequent values. */
export function personalIn(profile: TableProfile, column: ColumnProfile): Personal | undefined {
  if (column.details) return column.details.personal;
  return personalOf({
    column,
    sample: column.top.map(({value}) => String(value)),
    amongPersons: profile.columns.some(({name}) => isAboutPersons(name)),
  });
}

/**
 * Whether a column's values are kept out of search, examples and catalogue. What is only possibly about persons is kept
 * out too: nobody chose to show it here.
 */
export function isPersonal(profile: TableProfile, name: string): boolean {
  const column = profile.columns.find((one) => one.name === name);
  return column === undefined || personalIn(profile, column) !== undefined;
}
