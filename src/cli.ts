import module from "node:module";

const cache = module.enableCompileCache();
// The engine's child processes read and fill the same cache.
if (cache.directory) process.env.NODE_COMPILE_CACHE ??= cache.directory;

const {program} = await import("./commands/program.ts");
await program(process.argv);
