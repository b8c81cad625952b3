/** How long nobody says anything before they are asked whether they are there, and how long after that the call ends. */
export const SILENCE_MS = {prompt: 20_000, end: 60_000};

/** Watches for a call in which nobody says anything any more. */
export interface Silence {
  /** Somebody does something. */
  stir(): void;
  /** It becomes quiet: what was said by the analyst has ended. */
  begin(): void;
  end(): void;
}

/**
 * After 20 seconds without a sign of anybody `prompt` is called once, 60 seconds later `end`.
 * @param isBusy whether something is said or worked on now: that is no silence
 */
export function watchSilence(
  {isBusy, prompt, end}: {isBusy: () => boolean; prompt: () => void; end: () => void},
  ms: typeof SILENCE_MS = SILENCE_MS,
): Silence {
  let isPrompted = false;
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        if (isBusy()) return wait();
        if (isPrompted) return end();
        isPrompted = true;
        prompt();
        wait();
      },
      isPrompted ? ms.end : ms.prompt,
    );
  };
  wait();
  return {
    begin: wait,
    stir() {
      isPrompted = false;
      wait();
    },
    end: () => clearTimeout(timer),
  };
}
