/** How far an analysis may go. */
export interface AnalysisBudget {
  /** Steps of plans, of all questions together. */
  steps: number;
  minutes: number;
  /** Of models, for choosing questions and ordering the summary. Nothing is asked of a model beyond it. */
  tokens: number;
  /** Waves that follow what was found before. */
  waves: number;
}

export const DEFAULT_BUDGET: AnalysisBudget = {steps: 90, minutes: 5, tokens: 60_000, waves: 4};

/** What was reached first, where something was. */
export type Reached = "steps" | "time" | "tokens";

/** What is used of a budget. */
export interface Spending {
  steps: number;
  begun: number;
  tokens: number;
}

/** What keeps a question of so many steps from being asked; undefined where it may be. */
export function reached(budget: AnalysisBudget, spent: Spending, steps: number): Reached | undefined {
  if (spent.steps + steps > budget.steps) return "steps";
  if (timeLeft(budget, spent) <= 0) return "time";
  return undefined;
}

/** Milliseconds that are left. */
export function timeLeft(budget: AnalysisBudget, {begun}: Spending): number {
  return budget.minutes * 60_000 - (performance.now() - begun);
}

/** What was reached, in words. */
export function sayReached(what: Reached, budget: AnalysisBudget): string {
  switch (what) {
    case "steps":
      return `the ${budget.steps} steps that it may take were used`;
    case "time":
      return `the ${budget.minutes} ${budget.minutes === 1 ? "minute" : "minutes"} that it may take were over`;
    default:
      return `the ${budget.tokens} tokens that models may use were used`;
  }
}
