/** What long work is given: to tell how far it is, and to end early when its caller stops it. */
export interface WorkHooks {
  /** Tells how far the work is, 0 to 1. Cheap: may be called in every round. */
  progress(share: number, doing?: string): void;
  /** @throws Error where the caller has stopped the work. To be called in every round of a long loop. */
  checkpoint(): void;
}

/** For work that nobody watches. */
export const NO_HOOKS: WorkHooks = {progress() {}, checkpoint() {}};
