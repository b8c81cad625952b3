/** What a cube calls the group of periods. */
export const timeKey = "t";

/** What a cube calls a column that is filtered by. */
export const filterKey = (column: string): string => `f:${column}`;
