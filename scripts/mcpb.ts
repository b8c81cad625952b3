import {spawnSync} from "node:child_process";
import {
  cpSync,
  createWriteStream,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {pipeline} from "node:stream/promises";
import {parseArgs} from "node:util";
import {Client} from "@modelcontextprotocol/client";
import {StdioClientTransport} from "@modelcontextprotocol/client/stdio";
import {ZipFile} from "yazl";
import {z} from "zod";

/**
 * `node scripts/mcpb.ts [--out FOLDER] [--tarball FILE]`: packs an MCPB bundle of this platform: the package as npm installs it
 * and its manifest. It runs on the Node of the host, or on the Node 24 that the package brings where that is too old. What was
 * packed is started once, as a host does.
 */
const {values} = parseArgs({
  options: {out: {type: "string", default: "out"}, tarball: {type: "string"}},
});
/** What nobody needs at run time. */
const LEFT_OUT = [
  /\.(?:map|tsbuildinfo)$|\.d\.[cm]?ts$/,
  /(?:^|\/)(?:\.bin|\.package-lock\.json)(?:\/|$)/,
  // Of the Node that the package brings its program is enough.
  /^node_modules\/node-[^/]+\/(?:include|share|lib)\//,
];

const checkout = resolve(import.meta.dirname, "..");
const manifestSchema = z.looseObject({
  name: z.string(),
  server: z.looseObject({
    entry_point: z.string(),
    mcp_config: z.looseObject({args: z.array(z.string())}),
  }),
  compatibility: z.looseObject({}),
});

const folder = mkdtempSync(join(tmpdir(), "tabletalk-mcpb-"));
const stage = join(folder, "stage");
try {
  mkdirSync(stage);
  install(stage, values.tarball ? resolve(values.tarball) : packed());
  const manifest = writeManifest(stage);
  const tools = await started(stage, manifest);
  mkdirSync(resolve(values.out), {recursive: true});
  const bundle = resolve(values.out, `${manifest.name}-${process.platform}-${process.arch}.mcpb`);
  const count = await zip(stage, bundle);
  const size = Math.round(statSync(bundle).size / 1024 ** 2);
  console.log(`${bundle}: ${count} files, ${size} MiB, ${tools} tools`);
} finally {
  rmSync(folder, {recursive: true, force: true, maxRetries: 5});
}

function packed(): string {
  run("npm", ["pack", "--silent", "--pack-destination", folder], checkout);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  if (!tarball) throw new Error("npm pack made no tarball");
  return join(folder, tarball);
}

function install(to: string, tarball: string): void {
  writeFileSync(join(to, "package.json"), '{"name": "tabletalk-bundle", "private": true}\n');
  run("npm", ["install", "--omit=dev", "--no-audit", "--no-fund", "--ignore-scripts", tarball], to);
  rmSync(join(to, "package-lock.json"), {force: true});
}

function writeManifest(to: string): z.infer<typeof manifestSchema> {
  const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
  const {version} = z.object({version: z.string()}).parse(read(join(checkout, "package.json")));
  const base = manifestSchema.parse(read(join(checkout, "mcpb", "manifest.json")));
  const compatibility = {...base.compatibility, platforms: [process.platform]};
  const manifest = {...base, version, compatibility};
  writeFileSync(join(to, "manifest.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  cpSync(join(checkout, "LICENSE"), join(to, "LICENSE"));
  return manifest;
}

/** Starts what is packed as a host does. @returns how many tools it shows */
async function started(
  at: string,
  {server}: Pick<z.infer<typeof manifestSchema>, "server">,
): Promise<number> {
  if (!existsSync(join(at, server.entry_point))) throw new Error(`There is no ${server.entry_point}`);
  const client = new Client({name: "mcpb", version: "1"});
  const args = server.mcp_config.args.map((one) =>
    one.replaceAll(`\${__dirname}`, at).replaceAll(`\${user_config.folders}`, folder),
  );
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args,
      env: {...(process.env as Record<string, string>), TABLETALK_HOME: join(folder, "home")},
    }),
  );
  const {tools} = await client.listTools();
  await client.close();
  return tools.length;
}

async function zip(from: string, to: string): Promise<number> {
  const file = new ZipFile();
  const names = globSync("**/*", {cwd: from}).filter(
    (name) => !LEFT_OUT.some((one) => one.test(name)) && statSync(join(from, name)).isFile(),
  );
  for (const name of names.sort()) file.addFile(join(from, name), name.replaceAll("\\", "/"));
  file.end();
  await pipeline(file.outputStream, createWriteStream(to));
  return names.length;
}

function run(command: string, args: string[], cwd: string): void {
  const ran = spawnSync(command, args, {cwd, encoding: "utf8", stdio: ["ignore", "inherit", "inherit"]});
  if (ran.status !== 0) throw new Error(`${command} ${args.join(" ")}: status ${ran.status}`);
}
