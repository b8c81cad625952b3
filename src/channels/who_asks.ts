/** Who asks in a turn, by the turn's signal: what limits of people are held by. */
const askers = new WeakMap<AbortSignal, string>();

/** Notes who asks, before anything is done for them. */
export function noteAsker(signal: AbortSignal, actor: string): void {
  askers.set(signal, actor);
}

/** Who asks in the turn of a signal; undefined where nobody noted it. */
export function askerOf(signal: AbortSignal): string | undefined {
  return askers.get(signal);
}

/** The name that use is counted under: that of a person without what kind of name it is; of anybody else as it is. */
export function nameOfUse(actor: string): string {
  return actor.startsWith("person:") ? actor.slice("person:".length) : actor;
}
