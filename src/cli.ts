import module from "node:module";

// The engine's child processes read and fill the same cache.
process.env.NODE_COMPILE_CACHE ??= module.enableCompileCache().directory;

const {program} = await import("./commands/program.ts");
await program(process.argv);
