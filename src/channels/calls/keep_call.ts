import {randomUUID} from "node:crypto";
import {hostname} from "node:os";
import {holdCall, letCallGo, takeCall} from "../../store/call_keeping.ts";
import type {Store} from "../../store/store.ts";
import type {Call} from "./call.ts";

/** How often an agent notes that it lives; whoever looks after calls waits for several of these. */
export const BEAT_MS = 2_000;

/** A name for an agent by which others on the same machine see whether its process lives. */
function newAgent(): string {
  return `${randomUUID()} ${process.pid} ${hostname()}`;
}

/** Whether an agent's process is known to have ended: LiveKit lists one that was killed for twenty seconds more. */
export function hasEnded(agent: string): boolean {
  const [, pid, host] = agent.split(" ");
  if (host !== hostname() || !Number(pid)) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/** An agent's hold on its call: whoever takes a call last has it. */
export interface KeptCall {
  /** Fires when another agent has the call, or it has ended: this one must say nothing more. */
  lost: AbortSignal;
  /** Whether it has the call at this moment, by the store. */
  isHeld(): Promise<boolean>;
  /** Lets it go, so that another may be sent. */
  close(): Promise<void>;
}

/** Takes a call for an agent, and holds it while its process lives. What the store refuses for a moment is asked again. */
export async function keepCall(
  store: Pick<Store, "db">,
  call: Pick<Call, "workspace" | "id">,
  onTrouble: (error: unknown) => void = () => {},
): Promise<KeptCall> {
  const agent = newAgent();
  const lost = new AbortController();
  let isClosed = false;
  let beating: Promise<unknown> | undefined;
  if (!(await takeCall(store, call, agent))) lost.abort();
  const timer = setInterval(() => {
    beating ??= isHeld()
      .catch(onTrouble)
      .finally(() => {
        beating = undefined;
      });
  }, BEAT_MS);
  if (lost.signal.aborted) clearInterval(timer);

  async function isHeld(): Promise<boolean> {
    if (isClosed || lost.signal.aborted) return false;
    if (await holdCall(store, call, agent)) return true;
    clearInterval(timer);
    if (!isClosed) lost.abort();
    return false;
  }

  return {
    lost: lost.signal,
    isHeld,
    async close() {
      isClosed = true;
      clearInterval(timer);
      await beating;
      await letCallGo(store, call, agent);
    },
  };
}
