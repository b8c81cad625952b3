import {type ChildProcess, fork} from "node:child_process";
import {join} from "node:path";
import type {Incoming, Taken} from "../../../src/channels/chat/incoming.ts";
import type {Board} from "./board.ts";

/** A process of its own that offers the board, and can be killed. */
export interface Apart {
  take(incoming: Incoming): Promise<Taken>;
  /** As if the power went. */
  kill(): Promise<void>;
}

/**
 * Starts a process of its own on a home; what it posts stands on the board here.
 * @param posted called for each post: resolves when the process may hear that it was accepted
 */
export async function startApart(
  home: string,
  board: Board,
  posted: (kind: "status" | "answer") => Promise<void> = async () => {},
): Promise<Apart> {
  const child = fork(join(import.meta.dirname, "apart_process.ts"), {
    env: {
      ...process.env,
      TABLETALK_HOME: home,
      TABLETALK_MODEL: "offline",
      TZ: "UTC",
      TABLETALK_LEASE_MS: "2000",
      NODE_OPTIONS: "",
    },
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const waiting = new Map<number, (answer: unknown) => void>();
  let number = 0;
  let ready = () => {};
  const isReady = new Promise<void>((resolve, reject) => {
    ready = resolve;
    child.once("exit", () => reject(new Error("The process ended before it was ready.")));
  });
  isReady.catch(() => {});
  child.on(
    "message",
    async (told: {kind: "ready" | "taken" | "post" | "find"; id: number; [key: string]: unknown}) => {
      if (told.kind === "ready") ready();
      else if (told.kind === "taken") waiting.get(told.id)?.(told.taken);
      else if (told.kind === "find")
        answer(child, told.id, board.posts.find(({mark}) => mark === told.mark)?.id ?? null);
      else {
        const post = told.post as Board["posts"][number];
        board.posts.push({...post, id: `p${board.posts.length + 1}`});
        const {id} = board.posts.at(-1)!;
        await posted(post.kind);
        answer(child, told.id, id);
      }
    },
  );
  await isReady;
  return {
    take(incoming) {
      number += 1;
      const id = number;
      return new Promise((resolve) => {
        waiting.set(id, resolve as (answer: unknown) => void);
        child.send({id, incoming});
      });
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function answer(child: ChildProcess, id: number, result: unknown): void {
  if (child.connected) child.send({id, result});
}
