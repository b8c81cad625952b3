import {existsSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {z} from "zod";
import {readEnvironment} from "../read_environment.ts";
import {defaultHttpSettings, type HttpSettings} from "./parts.ts";

const flag = z.enum(["0", "1", "true", "false"]).transform((text) => text === "1" || text === "true");
const originSchema = z
  .url({protocol: /^https?$/})
  .refine((text) => URL.canParse(text) && new URL(text).origin === text, "must be like https://example.com");
const environmentSchema = z.object({
  TABLETALK_ORIGINS: z
    .string()
    .transform((text) =>
      text
        .split(",")
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .pipe(z.array(originSchema))
    .optional(),
  TABLETALK_PUBLIC_URL: z
    .url({protocol: /^https?$/})
    .transform((text) => text.replace(/\/+$/, ""))
    .optional(),
  TABLETALK_BEHIND_PROXY: flag.optional(),
  TABLETALK_METRICS_TOKEN: z.string().min(16).optional(),
  TABLETALK_ANONYMOUS_PER_MINUTE: z.coerce.number().int().min(1).optional(),
  TABLETALK_LARGEST_UPLOAD_MB: z.coerce.number().int().min(1).optional(),
});

/**
 * The settings of the HTTP channel from the environment: TABLETALK_ORIGINS (comma-separated), TABLETALK_PUBLIC_URL,
 * TABLETALK_BEHIND_PROXY (1 or 0), TABLETALK_METRICS_TOKEN, TABLETALK_ANONYMOUS_PER_MINUTE, TABLETALK_LARGEST_UPLOAD_MB.
 * What people may ask for a minute stands in the limits of their workspace.
 * @throws TabletalkError bad_use naming the setting that is wrong
 */
export function httpSettingsFrom(home: string, environment: NodeJS.ProcessEnv = process.env): HttpSettings {
  const read = readEnvironment(
    environmentSchema,
    environment,
    "Set it right in the environment; docs/http.md names the settings.",
  );
  const defaults = defaultHttpSettings(home);
  const page = pageFolder();
  return {
    ...defaults,
    uploadFolder: join(home, "uploads"),
    origins: read.TABLETALK_ORIGINS ?? defaults.origins,
    ...(read.TABLETALK_PUBLIC_URL && {publicUrl: read.TABLETALK_PUBLIC_URL}),
    behindProxy: read.TABLETALK_BEHIND_PROXY ?? defaults.behindProxy,
    ...(read.TABLETALK_METRICS_TOKEN && {metricsToken: read.TABLETALK_METRICS_TOKEN}),
    anonymousPerMinute: read.TABLETALK_ANONYMOUS_PER_MINUTE ?? defaults.anonymousPerMinute,
    ...(read.TABLETALK_LARGEST_UPLOAD_MB && {largestUpload: read.TABLETALK_LARGEST_UPLOAD_MB * 1024 ** 2}),
    ...(page !== undefined && {pageFolder: page}),
  };
}

/** The folder of the chat page, which comes with the program. */
function pageFolder(): string | undefined {
  const folder = fileURLToPath(new URL("./page", import.meta.url));
  return existsSync(join(folder, "index.html")) ? folder : undefined;
}
