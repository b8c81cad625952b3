import {availableParallelism} from "node:os";
import {configDefaults, defineConfig} from "vitest/config";

// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // They take a LiveKit server: npm run test:voice.
    exclude: [
      ...configDefaults.exclude,
      ...(process.env.TABLETALK_TEST_VOICE ? [] : ["test/voice_server/**"]),
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: "forks",
    // Much of a test is waiting for a child process, a timer, a browser: more workers than cores are quicker.
    maxWorkers: availableParallelism() + 1,
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
