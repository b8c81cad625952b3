import {execFile} from "node:child_process";
import {promisify} from "node:util";
import {expect, test} from "vitest";

const run = promisify(execFile);

test("making the hosted pair loads neither Mastra nor a provider's package", async () => {
  const agents = new URL("../../../src/agents/hosted/agents.ts", import.meta.url).href;
  const script = `
    import {registerHooks} from "node:module";
    const loaded = [];
    registerHooks({resolve: (name, context, next) => { loaded.push(name); return next(name, context); }});
    const {createHostedAgents} = await import(${JSON.stringify(agents)});
    createHostedAgents({model: "ollama/qwen3"});
    console.log(loaded.filter((name) => /mastra|ai-sdk/.test(name)).join(), loaded.length > 5);
  `;
  const {stdout} = await run(process.execPath, ["--input-type=module", "-e", script]);
  expect(stdout.trim()).toBe("true");
});
