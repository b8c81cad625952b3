/** A prompt, and the version by which a turn remembers it. */
export interface Template {
  version: string;
  text: string;
}

/** Who a prompt is for. A workspace may put its own in place of each. */
export type PromptName = "planner" | "specialist" | "reviewer" | "writer";
