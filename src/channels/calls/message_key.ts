/** The key of a question of a call, in the conversation that it is asked in: by it, it is known to be asked aloud. */
export function callMessageId(call: string, id: string): string {
  return `${callPrefix(call)}${id}`;
}

/** What the keys of all questions of a call begin with. */
export function callPrefix(call: string): string {
  return `call:${call}:`;
}

/** The call that a message was said in; undefined for one that was written. */
export function callOfMessage(messageId: string): string | undefined {
  return /^call:([0-9a-f]{36}):/.exec(messageId)?.[1];
}
