/** Makes `block_kit.schema.json` of Slack's own types, with `node_modules/.bin` in PATH: `node test/channels/slack/local/make_schema.ts`. */
import {execFileSync} from "node:child_process";
import {writeFile} from "node:fs/promises";
import {fileURLToPath} from "node:url";
import {createGenerator, type Schema} from "ts-json-schema-generator";
import {METHOD_TYPES} from "./slack_types.ts";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const generator = createGenerator({
  path: here("slack_types.ts"),
  skipTypeCheck: true,
  additionalProperties: false,
});

// `Block` takes anything with a `type`: with it no block would be wrong.
const strict = (schema: Schema): Schema => ({
  ...schema,
  definitions: {...schema.definitions, Block: {not: {}}},
});

// What is inside of blocks, chunks and views is checked by their own schema.
const OPAQUE = ["KnownBlock", "Block", "AnyBlock", "AnyChunk", "View"];

function shallow(schema: Schema): Schema {
  const all = {...schema.definitions};
  for (const name of OPAQUE) if (all[name]) all[name] = {type: "object"};
  const kept: NonNullable<Schema["definitions"]> = {};
  const keep = (part: unknown): void => {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/definitions\/([^"]+)"/g)) {
      const plain = decodeURIComponent(name!);
      if (kept[plain] || !all[plain]) continue;
      kept[plain] = all[plain];
      keep(all[plain]);
    }
  };
  keep({$ref: schema.$ref});
  return {$ref: schema.$ref, definitions: kept};
}

const methods = Object.fromEntries(
  Object.entries(METHOD_TYPES).map(([method, type]) => [method, shallow(generator.createSchema(type))]),
);
const kit = strict(generator.createSchema("SlackKit"));
const text = JSON.stringify({kit, methods}, (key, value) =>
  key === "description" && typeof value === "string" ? undefined : value,
);
await writeFile(here("block_kit.schema.json"), `${text}\n`);
execFileSync("biome", ["format", "--write", here("block_kit.schema.json")]);
