import {TabletalkError} from "../errors.ts";
import {isCommonPassword} from "./common_passwords.ts";

/** argon2id as OWASP gives it: 19 MiB, two passes, one lane. */
const COST = {memoryCost: 19_456, timeCost: 2, parallelism: 1} as const;
const ARGON2ID = 2;
const SHORTEST = 10;
/** In characters. Long enough for any passphrase, short enough that nobody is kept busy. */
const LONGEST = 256;
/** Each hash takes 19 MiB and a thread of the pool that files are read by. */
const AT_ONCE = 2;
const WAITING = 64;

/** A hash of no password at all: an unknown account takes as long to refuse as a wrong password. */
const NOBODY =
  "$argon2id$v=19$m=19456,t=2,p=1$ad8sfqdBK91zfDyqzmvaAg$gj3u97Bup8DCB+j8Z3qcNIoni8vsIEwh7a3Wp8wjL24";

/**
 * The argon2id hash of a password, in PHC format.
 * @throws TabletalkError limit_reached while too many wait
 */
export async function hashPassword(password: string): Promise<string> {
  const {hash} = await import("@node-rs/argon2");
  return inTurn(() => hash(normal(password), {...COST, algorithm: ARGON2ID}));
}

/**
 * Whether a password is the right one. Without a hash (nobody has that e-mail, or they sign in otherwise) it is wrong,
 * after the same work. `rehash`: it was right, and its hash was made at another cost than today's.
 * @throws TabletalkError limit_reached while too many wait
 */
export async function verifyPassword(
  hash: string | undefined,
  password: string,
): Promise<{right: boolean; rehash: boolean}> {
  const {verify, parseOptions} = await import("@node-rs/argon2");
  const tooLong = password.length > 4 * LONGEST;
  const right = await inTurn(() => verify(hash ?? NOBODY, tooLong ? "" : normal(password)));
  if (!right || hash === undefined || tooLong) return {right: false, rehash: false};
  const made = parseOptions(hash);
  const same =
    made.algorithm === ARGON2ID &&
    made.memoryCost === COST.memoryCost &&
    made.timeCost === COST.timeCost &&
    made.parallelism === COST.parallelism;
  return {right: true, rehash: !same};
}

/**
 * Checks a password that someone chooses.
 * @throws TabletalkError bad_use saying what is wrong with it; the password is never in the message
 */
export function checkNewPassword(password: string, email: string): void {
  const chosen = normal(password.slice(0, 4 * LONGEST));
  const length = [...chosen].length;
  const lower = chosen.toLowerCase();
  const address = email.toLowerCase();
  const refused =
    length < SHORTEST
      ? `has ${length} characters; it needs at least ${SHORTEST}`
      : length > LONGEST
        ? `has ${length} characters; it may have at most ${LONGEST}`
        : lower === address || lower === address.split("@")[0]
          ? "is the e-mail address"
          : isCommonPassword(lower)
            ? "is one of those that are tried first"
            : undefined;
  if (refused)
    throw new TabletalkError(
      "bad_use",
      `The password ${refused}.`,
      "Take a few words that do not belong together.",
    );
}

/** The same password typed on another keyboard is the same. */
function normal(password: string): string {
  return password.normalize("NFKC");
}

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING)
      throw new TabletalkError("limit_reached", "Too many sign in at this moment.", "Try again in a minute.");
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    // The place is handed on, not given back, so that nobody slips in between.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
