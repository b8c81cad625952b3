import {defineConfig} from "vitest/config";

// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: "forks",
    // Plugins are loaded by Node itself, as they are outside of tests.
    server: {
      deps: {
        external: [
          /[\\/]samples[\\/]plugin[\\/]/,
          /[\\/]plugins-of-a-test-/,
          /[\\/]tabletalk-http-[^\\/]+[\\/]plugins[\\/]/,
        ],
      },
    },
  },
});
