import {
  checkPrompt,
  PROMPT_NAMES,
  promptNamed,
  workspacePrompt,
} from "../agents/hosted/prompts/check_prompt.ts";
import {PROMPTS} from "../agents/hosted/prompts/current.ts";
import type {PromptName, Template} from "../agents/hosted/prompts/template.ts";
import {loadConfig} from "../config.ts";
import {estimateTokens} from "../models/account.ts";
import type {Store} from "../store/store.ts";
import {saveTemplate, templatesOf} from "../store/templates.ts";
import {textOf} from "./agents.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, WORKSPACE} from "./runtime.ts";

/** `tabletalk prompts list`: which prompts models are given, their versions, and what each costs a question. */
export async function listPrompts(flags: CommonFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const store = await runtime.store();
  const all = await Promise.all(
    PROMPT_NAMES.map(async (name) => {
      const {version, text} = await promptOf(store, name);
      return {name, version, tokens: estimateTokens(text)};
    }),
  );
  if (flags.json) return print(JSON.stringify(all, undefined, 2));
  for (const {name, version, tokens} of all)
    print(`${name.padEnd(12)} ${version.padEnd(28)} ${tokens} tokens`);
}

/** `tabletalk prompts show NAME`: the text of the one in use. */
export async function showPrompt(name: string, flags: CommonFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const found = await promptOf(await runtime.store(), promptNamed(name));
  print(flags.json ? JSON.stringify({name, ...found}, undefined, 2) : found.text);
}

/** `tabletalk prompts set NAME FILE`: the workspace's own, as a new version. */
export async function setPrompt(name: string, file: string, flags: CommonFlags): Promise<void> {
  const known = promptNamed(name);
  const content = checkPrompt(known, textOf(`@${file}`));
  await using runtime = createRuntime(loadConfig(flags));
  const kept = {kind: "prompt" as const, name: known, content, changedBy: "person"};
  const version = await saveTemplate(await runtime.store(), WORKSPACE, kept);
  print(`The ${known}'s prompt is kept as version ${version}: ${estimateTokens(content)} tokens a question.`);
}

/** `tabletalk prompts remove NAME`: back to the one that comes with Tabletalk. */
export async function removePrompt(name: string, flags: CommonFlags): Promise<void> {
  const known = promptNamed(name);
  await using runtime = createRuntime(loadConfig(flags));
  const store = await runtime.store();
  const own = (await templatesOf(store, WORKSPACE, "prompt")).some((one) => one.name === known);
  if (own) await saveTemplate(store, WORKSPACE, {kind: "prompt", name: known, changedBy: "person"});
  print(
    own
      ? `The ${known}'s prompt is again ${PROMPTS[known].version}.`
      : `The ${known}'s prompt is ${PROMPTS[known].version} already.`,
  );
}

async function promptOf(store: Pick<Store, "db">, name: PromptName): Promise<Template> {
  const own = (await templatesOf(store, WORKSPACE, "prompt")).find((one) => one.name === name);
  return own ? workspacePrompt(name, String(own.content), own.version) : PROMPTS[name];
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
