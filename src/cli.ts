import module from "node:module";

module.enableCompileCache();

const {program} = await import("./commands/program.ts");
await program(process.argv);
