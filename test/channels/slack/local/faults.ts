/** How a call fails. */
export interface Fault {
  /** `chat.postMessage`; `*` is any; `upload`, `download`, `response_url` are what is no method. */
  method: string;
  /** How often it happens; 1 if left out. */
  times?: number;
  /**
   * `429`: too many, with Retry-After. `lost`: it is done, and the connection breaks before the answer. `hang`: it is done, and
   * no answer ever comes. `refused`: the connection breaks
   * before anything is done. `500`: an error of the server's. `error:token_revoked`: Slack says so. `slow:300`: only after
   * that many milliseconds. `html`: a sign-in page.
   */
  how: "429" | "lost" | "hang" | "refused" | "500" | "html" | `error:${string}` | `slow:${number}`;
  /** Only of calls that have these arguments. */
  where?: (args: Record<string, unknown>) => boolean;
  /** Seconds, of `429`. 1 if left out. */
  retryAfter?: number;
  team?: string;
}

export interface Faults {
  add(fault: Fault): void;
  /** The fault that hits a call, counted. */
  next(method: string, args: Record<string, unknown>, team?: string): Fault | undefined;
  /** Those that have not happened yet. */
  left(): readonly Fault[];
  clear(): void;
}

export function newFaults(): Faults {
  let all: {fault: Fault; left: number}[] = [];
  return {
    add: (fault) => void all.push({fault, left: fault.times ?? 1}),
    next(method, args, team) {
      const found = all.find(
        ({fault, left}) =>
          left > 0 &&
          (fault.method === "*" || fault.method === method) &&
          (fault.team === undefined || fault.team === team) &&
          (fault.where?.(args) ?? true),
      );
      if (found) found.left -= 1;
      return found?.fault;
    },
    left: () => all.filter(({left}) => left > 0).map(({fault}) => fault),
    clear() {
      all = [];
    },
  };
}
