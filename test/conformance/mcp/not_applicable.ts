import type {Revision} from "./suite.ts";

/** What only the fixture server can be asked, by scenario: why our own cannot. */
export function whyNotApplicable(scenario: string, revision: Revision): string | undefined {
  return revision === "2025-11-25" ? (FIXTURES[scenario] ?? OLDER[scenario]) : FIXTURES[scenario];
}

const tool = "it calls a tool of the suite's own, by its name";
const resource = "it reads a resource of the suite's own, by its address";
const prompt = "it gets a prompt of the suite's own, by its name";

const FIXTURES: Readonly<Record<string, string>> = {
  "completion-complete": "it completes a prompt of the suite's own",
  "tools-call-simple-text": tool,
  "tools-call-image": tool,
  "tools-call-audio": tool,
  "tools-call-embedded-resource": tool,
  "tools-call-mixed-content": tool,
  "tools-call-with-logging": tool,
  "tools-call-error": tool,
  "tools-call-with-progress": tool,
  "tools-call-sampling": tool,
  "tools-call-elicitation": tool,
  "elicitation-sep1034-defaults": tool,
  "elicitation-sep1330-enums": tool,
  "server-sse-polling": tool,
  "json-schema-2020-12": tool,
  "resources-read-text": resource,
  "resources-read-binary": resource,
  "resources-templates-read": resource,
  "prompts-get-simple": prompt,
  "prompts-get-with-args": prompt,
  "prompts-get-embedded-resource": prompt,
  "prompts-get-with-image": prompt,
  "http-custom-header-server-validation": "no tool of ours has an argument that is also a header",
  ...Object.fromEntries(
    [
      "basic-elicitation",
      "basic-sampling",
      "basic-list-roots",
      "request-state",
      "multiple-input-requests",
      "multi-round",
      "missing-input-response",
      "non-tool-request",
      "result-type",
      "tampered-state",
      "capability-check",
      "ignore-extra-params",
      "validate-input",
    ].map((name) => [`input-required-result-${name}`, tool]),
  ),
};

const OLDER: Readonly<Record<string, string>> = {
  "logging-set-level": "we send no logs to clients, and say no such capability",
  "resources-subscribe": "we send no notices of changes, and say no such capability",
  "resources-unsubscribe": "we send no notices of changes, and say no such capability",
};

/** Checks within scenarios that apply, which call tools of the suite's own. */
export const FIXTURE_CHECKS: ReadonlySet<string> = new Set([
  "sep-2575-server-rejects-undeclared-capability",
  "sep-2575-missing-capability-http-400",
  "sep-2575-http-server-no-independent-requests-on-stream",
  "sep-2575-server-no-log-without-loglevel",
]);

/** Extensions of the protocol that neither server has, nor says that it has. */
export function isExtension(scenario: string): boolean {
  return scenario.startsWith("tasks-");
}
