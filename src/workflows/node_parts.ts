/** What reaches out of a run. Whoever opens the workspace gives what there is; a kind that lacks its part says so. */
export interface NodeParts {
  /** Nothing yet that every kind has. */
  readonly workspaceName?: string;
}
