import variant from "@jitl/quickjs-wasmfile-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSSyncVariant,
} from "quickjs-emscripten-core";
import {PRELUDE} from "./prelude.ts";
import type {IsolateReply, IsolateRequest, IsolateTable} from "./protocol.ts";

/** The child process: one request, one reply, then it ends. QuickJS has no input or output but what is put into it here. */
process.once("message", async (request: IsolateRequest) => {
  const reply = await evaluate(request);
  process.send!(reply, () => process.exit(0));
});

/** Its types are told as a CommonJS package's, and Node loads it as a module. */
const VARIANT = variant as unknown as QuickJSSyncVariant;

const MOST_LINES = 20;
const LONGEST_LINE = 200;
/** Below the stack of the WebAssembly build itself, which would end the process. */
const STACK_BYTES = 192 * 1024;
/** Lines that stand before the code's own in what is evaluated. */
const LINES_BEFORE = 1;

async function evaluate(request: IsolateRequest): Promise<IsolateReply> {
  const quickjs = await newQuickJSWASMModuleFromVariant(VARIANT);
  const runtime = quickjs.newRuntime();
  runtime.setMemoryLimit(request.memoryBytes);
  runtime.setMaxStackSize(STACK_BYTES);
  const end = performance.now() + request.timeMs;
  let late = false;
  runtime.setInterruptHandler(() => {
    late = performance.now() > end;
    return late;
  });
  const context = runtime.newContext();
  const log: string[] = [];
  putPrint(context, log);
  putValue(context, "__tables", context.newString(JSON.stringify(request.tables.map(described))));
  for (const [at, table] of request.tables.entries()) putColumns(context, at, table);
  putValue(context, "__now", context.newNumber(request.now));
  putValue(context, "__seed", context.newNumber(request.seed));
  context.unwrapResult(context.evalCode(PRELUDE, "prelude.js")).dispose();

  const source = `__answer(() => { "use strict";\n${request.code}\n})`;
  const ran = context.evalCode(source, "code.js");
  if (ran.error) {
    const thrown = context.dump(ran.error) as {name?: string; message?: string; stack?: string} | string;
    return {error: errorOf(thrown, late), log};
  }
  const text = context.getString(ran.value);
  if (text.length > request.longestResult) {
    const message = `The result has ${text.length} characters as JSON; up to ${request.longestResult} can be taken.`;
    return {error: {kind: "result", message}, log};
  }
  return {ok: text, log};
}

function errorOf(
  thrown: {name?: string; message?: string; stack?: string} | string,
  late: boolean,
): Extract<IsolateReply, {error: unknown}>["error"] {
  const {
    name = "Error",
    message = "",
    stack = "",
  } = typeof thrown === "object" && thrown !== null ? thrown : {message: String(thrown)};
  const kind = late
    ? "time"
    : /out of memory/.test(message)
      ? "memory"
      : name === "SyntaxError"
        ? "syntax"
        : name === "ResultError"
          ? "result"
          : "thrown";
  const line = Number(/code\.js:(\d+)/.exec(stack)?.[1]) - LINES_BEFORE;
  return {
    kind,
    message: `${name === "ResultError" ? "" : `${name}: `}${message}`.slice(0, 500),
    ...(Number.isInteger(line) && line > 0 && {line}),
  };
}

const described = ({name, rows, columns}: IsolateTable) => ({
  name,
  rows,
  columns: columns.map((column) => ({name: column.name, type: column.type})),
});

function putColumns(context: QuickJSContext, table: number, {columns}: IsolateTable): void {
  for (const [at, {values}] of columns.entries()) {
    const handle =
      values instanceof Float64Array
        ? context.newArrayBuffer(
            values.buffer.slice(values.byteOffset, values.byteOffset + values.byteLength) as ArrayBuffer,
          )
        : context.newString(JSON.stringify(values));
    putValue(context, `__column_${table}_${at}`, handle);
  }
}

function putValue(context: QuickJSContext, name: string, handle: QuickJSHandle): void {
  context.setProp(context.global, name, handle);
  handle.dispose();
}

function putPrint(context: QuickJSContext, log: string[]): void {
  const print = context.newFunction("print", (text) => {
    if (log.length < MOST_LINES) log.push(context.getString(text).slice(0, LONGEST_LINE));
  });
  putValue(context, "__print", print);
}
