import {S3Client, S3ServiceException} from "@aws-sdk/client-s3";
import {TabletalkError} from "../../errors.ts";
import {wasStopped} from "./failures.ts";
import type {FilesLocation} from "./location.ts";

export type S3Location = Extract<FilesLocation, {kind: "s3"}>;

/** What tells who we are without a key in the environment: a machine's, container's or profile's own identity. */
const OTHER_IDENTITIES = [
  "AWS_PROFILE",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/**
 * A client for a place, with the key of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN).
 * @throws TabletalkError bad_use where there is no key
 */
export function s3Client(location: S3Location, environment: NodeJS.ProcessEnv): S3Client {
  const {AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey} = environment;
  const sessionToken = environment.AWS_SESSION_TOKEN || undefined;
  const known = accessKeyId && secretAccessKey;
  if (!known && !OTHER_IDENTITIES.some((name) => environment[name]))
    throw new TabletalkError(
      "bad_use",
      `The files are in the bucket ${location.bucket}, but there is no key for it.`,
      "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    );
  return new S3Client({
    region: location.region,
    ...(location.endpoint !== undefined && {endpoint: location.endpoint}),
    forcePathStyle: location.pathStyle,
    ...(known && {credentials: {accessKeyId, secretAccessKey, ...(sessionToken && {sessionToken})}}),
    maxAttempts: 4,
    retryMode: "standard",
    // Ours is the sha256 of the whole; services other than Amazon's do not all know the client's own.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {connectionTimeout: 5_000, requestTimeout: 60_000},
  });
}

/** Whether a request failed because there is no such object. */
export function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && (error.name === "NoSuchKey" || error.name === "NotFound");
}

/** A failure of the object storage, said. Ours pass unchanged. */
export function s3Failure(error: unknown, location: S3Location): TabletalkError {
  if (error instanceof TabletalkError) return error;
  const {name, message} = error instanceof Error ? error : new Error(String(error));
  if (name === "AbortError") return wasStopped(error);
  const where = `${location.endpoint ?? "Amazon S3"} (region ${location.region})`;
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  if (name === "NoSuchBucket")
    return new TabletalkError(
      "store_failed",
      `There is no bucket ${location.bucket} at ${where}.`,
      "Create it, or name another in TABLETALK_FILES.",
      {cause: error},
    );
  // The second is how one server calls a key that it does not know, with the status 404.
  if (status === 401 || status === 403 || name === "XAdminUserNotFound")
    return new TabletalkError(
      "store_failed",
      `The object storage at ${where} refuses our key for the bucket ${location.bucket} (${name}).`,
      "Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, what that key may do, and this machine's clock.",
      {cause: error},
    );
  if (status === undefined || status >= 500 || status === 429)
    return new TabletalkError(
      "unavailable",
      `The object storage at ${where} cannot be reached: ${status === undefined ? message || name : `it answers ${status}`}.`,
      "Check that it runs and that this machine can reach it; then try again.",
      {cause: error},
    );
  return new TabletalkError(
    "store_failed",
    `The object storage at ${where} did not do what was asked: ${name} (${status}). ${message}`,
    "Check the bucket, the region and the endpoint in TABLETALK_FILES.",
    {cause: error},
  );
}
