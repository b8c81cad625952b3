import {setTimeout as pause} from "node:timers/promises";
import type {Utterance} from "./mouth.ts";

/** How long after somebody talked into a goodbye their words may still come, and how long is waited in all. */
const WORDS_MS = 1_500;
const LONGEST_MS = 15_000;
const LOOK_MS = 100;

/** The last words of a call. Whoever asks something meanwhile stays in it. */
export interface Farewell {
  /** Says goodbye, and calls `hangUp` after it if nobody wants to stay. */
  begin(say: () => Utterance, hangUp: () => void): Promise<void>;
  stay(): void;
}

/** @param isSomebodyTalking whoever talks into a goodbye may be asking something */
export function farewells(isSomebodyTalking: () => boolean): Farewell {
  let going: object | undefined;
  return {
    async begin(say, hangUp) {
      const own = {};
      going = own;
      const said = say();
      await said.done;
      let quietMs = said.wasCut() || isSomebodyTalking() ? 0 : WORDS_MS;
      for (let ms = 0; going === own && quietMs < WORDS_MS && ms < LONGEST_MS; ms += LOOK_MS) {
        await pause(LOOK_MS);
        quietMs = isSomebodyTalking() ? 0 : quietMs + LOOK_MS;
      }
      if (going !== own) return;
      going = undefined;
      hangUp();
    },
    stay() {
      going = undefined;
    },
  };
}
