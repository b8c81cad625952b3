/** A notice of how far a call is. */
export interface ProgressNotice {
  /** 0 to 1, and more than in the notice before: the protocol wants it so. */
  progress: number;
  total: 1;
  message: string;
}

/** Of what is left, so much counts as done with each stage that does not know how far it is: it never gets to the end. */
const STEP = 0.01;

/** Notices of one call from what its steps tell; undefined where there is nothing new to tell. */
export function tellProgress(): (share: number | undefined, doing: string) => ProgressNotice | undefined {
  let told = -1;
  let stage = "";
  return (share, doing) => {
    const before = Math.max(0, told);
    const staged = told < 0 ? 0 : before + (doing === stage ? 0 : (1 - before) * STEP);
    const now = share === undefined ? staged : Math.min(1, share);
    if (!(now > told)) return undefined;
    told = now;
    stage = doing;
    return {progress: told, total: 1, message: doing};
  };
}
