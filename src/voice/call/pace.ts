import type {Mouth} from "./mouth.ts";

/** How much slower "slower" is, and how far it goes. */
const SLOWER = 0.8;
const SPEEDS = {least: 0.6, most: 1.4};

/** How fast is spoken, as people ask for it. */
export function paceOf(mouth: Pick<Mouth, "setSpeed">): (kind: "slower" | "faster") => void {
  let speed = 1;
  return (kind) => {
    const wanted = kind === "slower" ? speed * SLOWER : speed / SLOWER;
    speed = Math.min(SPEEDS.most, Math.max(SPEEDS.least, wanted));
    mouth.setSpeed(speed);
  };
}
