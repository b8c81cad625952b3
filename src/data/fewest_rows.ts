/** Where a workspace tells assistants of groups alone, groups of fewer rows are left out, and numbers of fewer are empty. */
export const FEWEST_ROWS = 5;
