import {globSync, readFileSync} from "node:fs";
import {dirname, join, posix} from "node:path";
import {parseSync} from "rolldown/utils";

/** What the rules of the house look at in one file. */
export interface SourceFile {
  /** From the repository's root, with forward slashes: "src/data/engine.ts". */
  path: string;
  /** Everything imported, with type-only and dynamic imports: our files by path, packages by name. */
  imports: string[];
  /** Of these, what is there when the file is loaded: values of static imports and exports. */
  values: string[];
  lines: number;
  hasDefaultExport: boolean;
  /** It does nothing but hand on what others export. */
  isBarrel: boolean;
}

/** Parses one file with the parser of our bundler. @throws Error where it does not parse */
export function readSource(path: string, text: string): SourceFile {
  const {module, program, errors} = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const entries = module.staticExports.flatMap((one) => one.entries);
  const dynamic = module.dynamicImports.map(({moduleRequest}) =>
    text.slice(moduleRequest.start, moduleRequest.end).replace(/^["'`]|["'`]$/g, ""),
  );
  const typeImports = [...text.matchAll(/\bimport\("([^"]+)"\)/g)].map((match) => match[1] ?? "");
  const requests = [
    ...module.staticImports.map((one) => one.moduleRequest.value),
    ...entries.flatMap((one) => (one.moduleRequest ? [one.moduleRequest.value] : [])),
    ...dynamic,
    ...typeImports,
  ];
  const values = [
    ...module.staticImports
      .filter(({entries: own}) => own.length === 0 || own.some(({isType}) => !isType))
      .map((one) => one.moduleRequest.value),
    ...entries.flatMap((one) => (one.moduleRequest && !one.isType ? [one.moduleRequest.value] : [])),
  ];
  const handsOn = (type: string) => type === "ExportAllDeclaration" || type === "ExportNamedDeclaration";
  const statements = program.body.filter((one) => one.type !== "ImportDeclaration");
  return {
    path,
    imports: [...new Set(requests.map((request) => resolved(path, request)))],
    values: [...new Set(values.map((request) => resolved(path, request)))],
    lines: text.split("\n").length - 1,
    hasDefaultExport: entries.some((one) => one.exportName.kind === "Default"),
    isBarrel:
      statements.length > 1 &&
      statements.every((one) => handsOn(one.type) && "source" in one && one.source !== null),
  };
}

/** Every source file of the project. */
export function allSources(root: string): SourceFile[] {
  return globSync("src/**/*.ts", {cwd: root})
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .map((path) => readSource(path, readFileSync(join(root, path), "utf8")));
}

function resolved(from: string, request: string): string {
  return request.startsWith(".") ? posix.join(dirname(from), request) : request;
}
