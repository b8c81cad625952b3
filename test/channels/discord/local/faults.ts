import {setTimeout as wait} from "node:timers/promises";
import {type Answer, type Call, DiscordRefusal} from "./call.ts";

/** What goes wrong with requests. */
export interface Fault {
  /** `POST /channels/:id/messages`; a RegExp over that. */
  route: string | RegExp;
  /** How often; once. */
  times?: number;
  /**
   * `429`: refused with Retry-After. `lost`: done, and the connection is cut before the answer. `504`: done, and answered
   * with a gateway's error. `500`, `502`: not done. `code:50013`: refused with that code. `slow`: done after `ms`.
   */
  how: "429" | "lost" | "504" | "500" | "502" | "slow" | `code:${number}`;
  /** Of a 429, in seconds. */
  retryAfter?: number;
  /** Of `slow`. */
  ms?: number;
  /** Only of these. */
  when?: (call: Call) => boolean;
}

/** What a request comes to: undefined where its answer is lost. */
export type Outcome = Answer | undefined;

export interface Faults {
  add(fault: Fault): void;
  /** Requests of a route wait until the function that it gives is called. */
  hold(route: string | RegExp, when?: (call: Call) => boolean): {release: () => void; held: () => number};
  /** Files are not given until the function that it gives is called. */
  holdFiles(): {release: () => void};
  filesMayGo(): Promise<void>;
  /** Answers a request, or lets it go wrong. */
  through(call: Call, act: () => Answer): Promise<Outcome>;
  clear(): void;
}

export function openFaults(changed: () => void): Faults {
  const faults: {fault: Fault; left: number}[] = [];
  const holds = new Set<{
    route: string | RegExp;
    when?: ((call: Call) => boolean) | undefined;
    over: Promise<void>;
    held: number;
    release: () => void;
  }>();
  let filesMayGo = Promise.resolve();
  let releaseFiles = () => {};
  return {
    add(fault) {
      faults.push({fault, left: fault.times ?? 1});
    },
    hold(route, when) {
      let release = () => {};
      const over = new Promise<void>((resolve) => {
        release = resolve;
      });
      const one = {route, when, over, held: 0, release};
      holds.add(one);
      return {
        release() {
          holds.delete(one);
          release();
        },
        held: () => one.held,
      };
    },
    holdFiles() {
      filesMayGo = new Promise((resolve) => {
        releaseFiles = resolve;
      });
      return {release: () => releaseFiles()};
    },
    filesMayGo: () => filesMayGo,
    async through(call, act) {
      for (const hold of holds)
        if (fits(hold.route, call) && (hold.when?.(call) ?? true)) {
          hold.held += 1;
          changed();
          await hold.over;
        }
      const found = faults.find(
        (one) => one.left > 0 && fits(one.fault.route, call) && (one.fault.when?.(call) ?? true),
      );
      if (!found) return act();
      found.left -= 1;
      return goWrong(found.fault, act);
    },
    clear() {
      faults.length = 0;
      releaseFiles();
      for (const hold of holds) hold.release();
      holds.clear();
    },
  };
}

async function goWrong(fault: Fault, act: () => Answer): Promise<Outcome> {
  if (fault.how === "429") return rateLimited(fault.retryAfter ?? 0.2);
  if (fault.how.startsWith("code:")) throw new DiscordRefusal(Number(fault.how.slice(5)));
  if (fault.how === "500" || fault.how === "502")
    return {status: Number(fault.how), body: {message: `${fault.how}: Internal Server Error`, code: 0}};
  if (fault.how === "slow") {
    await wait(fault.ms ?? 100);
    return act();
  }
  act();
  return fault.how === "lost" ? undefined : {status: 504, body: "<html>504 Gateway Time-out</html>"};
}

function rateLimited(seconds: number): Answer {
  return {
    status: 429,
    body: {message: "You are being rate limited.", retry_after: seconds, global: false},
    headers: {
      "Retry-After": String(Math.ceil(seconds)),
      "X-RateLimit-Limit": "5",
      "X-RateLimit-Remaining": "0",
      "X-RateLimit-Reset-After": String(seconds),
      "X-RateLimit-Bucket": "local",
      "X-RateLimit-Scope": "user",
    },
  };
}

function fits(route: string | RegExp, call: Call): boolean {
  return typeof route === "string" ? call.route === route : route.test(call.route);
}
