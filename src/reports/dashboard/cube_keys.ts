import type {Expression} from "../../tools/condition.ts";

/** What a cube calls the group of periods. */
export const timeKey = "t";

/** What a cube calls a column that is filtered by. */
export const filterKey = (column: string): string => `f:${column}`;

/** What a cube calls single values that a number is computed of. */
export const valueKey = (of: Expression): string => `v:${JSON.stringify(of)}`;
