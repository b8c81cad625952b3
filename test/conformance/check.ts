import type {Behaviour, Driver, Feature} from "./driver.ts";

/** Whether a channel behaves. */
export type Verdict =
  | {state: "yes"}
  | {state: "not applicable"; why: string}
  | {state: "NO"; why: string; error: unknown};

/** What channels noted of what must be the same on each: by "behaviour: what", the value by channel. */
export type Notes = Map<string, Map<string, string>>;

/** Tries one behaviour on one channel. */
export async function checkBehaviour(driver: Driver, behaviour: Behaviour, notes: Notes): Promise<Verdict> {
  const lacking = behaviour.needs?.map((feature) => driver.lacks[feature]).find((why) => why !== undefined);
  if (lacking !== undefined) return {state: "not applicable", why: lacking};
  const note = (what: string, value: string) => {
    const key = `${behaviour.name}: ${what}`;
    const of = notes.get(key) ?? new Map<string, string>();
    notes.set(key, of.set(driver.channel, value));
  };
  try {
    await behaviour.check(driver, {conversation: behaviour.name.replace(/[^a-z0-9]+/gi, "-"), note});
    return {state: "yes"};
  } catch (error) {
    return {state: "NO", why: error instanceof Error ? error.message : String(error), error};
  }
}

/** What differs between channels; nothing where each noted the same. */
export function differences(notes: Notes): string[] {
  return [...notes].flatMap(([what, byChannel]) => {
    const [first, ...rest] = [...byChannel];
    return rest.flatMap(([channel, value]) =>
      first && value !== first[1] ? [`${what}: ${first[0]} has ${first[1]}, ${channel} has ${value}`] : [],
    );
  });
}

/** A channel may not lack what it tells that it can do. @returns what contradicts */
export function contradictions({capabilities, lacks}: Driver): string[] {
  const promised: Partial<Record<Feature, boolean>> = {
    pictures: capabilities.image,
    "alt text": capabilities.image,
    tables: capabilities.nativeTable,
    buttons: capabilities.buttons,
    "files out": capabilities.files,
    "a longest message": Number.isFinite(capabilities.maxTextLength),
  };
  return Object.entries(promised).flatMap(([feature, can]) =>
    can && lacks[feature as Feature] !== undefined
      ? [`it says that it lacks ${feature}, and its capabilities have it`]
      : [],
  );
}
