/** What our buttons' ids begin with, so that those of older or other programs under the same bot are not taken for ours. */
const OURS = "tt:";
const ACTION = /^[A-Za-z0-9:_-]{1,90}$/;

/** The id of a button at Discord: at most 100 characters. */
export function customIdOf(action: string): string {
  return `${OURS}${action}`;
}

/** The action of a button's id; undefined where it is none of ours. */
export function actionOf(customId: string): string | undefined {
  if (!customId.startsWith(OURS)) return undefined;
  const action = customId.slice(OURS.length);
  return ACTION.test(action) ? action : undefined;
}
