import type {TurnEvent} from "../../channels/channel.ts";

/** How long after a question it stays quiet at most. */
const FIRST_MS = 1_000;
const AGAIN_MS = 8_000;
const MOST = 2;
const LONGEST_DOING = 60;

/** Says that something is being worked on while nothing else is said. */
export interface Filler {
  /** Learns what is being done. */
  hear(event: TurnEvent): void;
  end(): void;
}

/**
 * Begins to wait: after a second a word of what is being done, and again every 8 seconds, so that nobody thinks the line dead.
 * @param sinceMs how long ago the question ended
 */
export function startFiller(say: (text: string) => void, sinceMs = 0): Filler {
  let doing: string | undefined;
  let told: string | undefined;
  let said = 0;
  const tell = () => {
    const text = fillerText(said, doing === told ? undefined : doing);
    told = doing;
    said += 1;
    say(text);
    if (said <= MOST) timer = setTimeout(tell, AGAIN_MS);
  };
  let timer = setTimeout(tell, Math.max(0, FIRST_MS - sinceMs));
  return {
    hear(event) {
      if (event.type === "step" && event.state === "started" && event.purpose) doing = event.purpose;
    },
    end: () => clearTimeout(timer),
  };
}

/** "One moment, counting the orders." */
export function fillerText(already: number, doing?: string): string {
  const what = doing?.replace(/[.!?\s]+$/, "") ?? "";
  const isShort = what !== "" && what.length <= LONGEST_DOING && !/[{}<>`"|\\]/.test(what);
  const said = isShort ? `: ${lowerFirst(what)}` : "";
  return already === 0 ? `One moment${said}.` : `Still working on it${said}.`;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
