import {TabletalkError} from "../../../errors.ts";
import type {ListenProvider} from "../provider.ts";
import {requirePackage} from "../require_package.ts";
import {findPocketsphinx} from "./listen/find_pocketsphinx.ts";
import {openListenThread} from "./listen/listen_thread.ts";

/**
 * Recognizes American English on this machine, without a network: pocketsphinx in a thread of its own, which listens for
 * the words of the call's data. For trying out: callers are served better by a hosted or neural recognizer.
 */
export const embeddedListener: ListenProvider = {
  name: "embedded",
  async open({vocabulary, language, environment}) {
    if (!/^en\b/i.test(language))
      throw new TabletalkError(
        "bad_use",
        `The embedded recognizer understands English, not ${JSON.stringify(language)}.`,
        "Set TABLETALK_SPEECH_LANGUAGE=en, or choose another recognizer with TABLETALK_LISTEN.",
      );
    const place = findPocketsphinx(environment);
    const [{EmbeddedSTT}, {log}] = await requirePackage("The embedded recognizer", ["koffi"], () =>
      Promise.all([import("./listen/spoken_stream.ts"), import("@livekit/agents"), import("koffi")]),
    );
    const thread = await openListenThread({
      place,
      vocabulary,
      onReplaced: (why) => log().warn({why}, "The recognizer's thread ended and was replaced."),
    });
    return {
      stt: new EmbeddedSTT(thread),
      update: (words) => thread.update(words),
      close: () => thread.close(),
    };
  },
};
