import {hash as argon2} from "@node-rs/argon2";
import {afterEach, beforeAll, expect, test, vi} from "vitest";
import type {Access} from "../../src/access/access.ts";
import {ACCESS_COOKIE, authenticate} from "../../src/access/authenticate.ts";
import {clearEnded} from "../../src/access/clear_ended.ts";
import {hashPassword} from "../../src/access/password.ts";
import {
  changePassword,
  endSignIn,
  listSignIns,
  listWorkspaces,
  refreshSession,
  signIn,
  signOut,
  signOutEverywhere,
  switchWorkspace,
} from "../../src/access/session.ts";
import {
  addMember,
  addPerson,
  changePerson,
  changeRole,
  personById,
  removeMember,
} from "../../src/store/people.ts";
import {describeStores} from "../store/dialects.ts";
import {ADDRESS, accessOver, bearer, member} from "./acme.ts";

const password = "four words that differ";
const unauthorized = {code: "unauthorized"};

afterEach(() => {
  vi.useRealTimers();
});

/** Moves the clock, not the timers. */
function goForward(ms: number): void {
  vi.useFakeTimers({toFake: ["Date"], now: Date.now() + ms});
}

describeStores("signing in", (store) => {
  let access: Access;
  let ann: string;
  beforeAll(async () => {
    access = await accessOver(store());
    ann = (await addPerson(store(), {
      email: "Ann@Example.org ",
      passwordHash: await hashPassword(password),
    }))!;
    await addMember(store(), "acme", ann, "analyst");
    await addMember(store(), "globex", ann, "viewer");
  });

  test("by e-mail and password, however the e-mail is written", async () => {
    const session = await signIn(access, {email: " ANN@example.org", password}, ADDRESS);
    expect(session).toMatchObject({person: ann, workspace: "acme", expiresInSeconds: 600});
    expect(await bearer(access, session.accessToken)).toMatchObject({
      kind: "person",
      workspace: "acme",
      person: ann,
      actor: `person:${ann}`,
      role: "analyst",
      scopes: ["*"],
    });
  });

  test("into the workspace that is named, if they are a member of it", async () => {
    const session = await signIn(access, {email: "ann@example.org", password, workspace: "globex"}, ADDRESS);
    expect(await bearer(access, session.accessToken)).toMatchObject({workspace: "globex", role: "viewer"});
    await expect(
      signIn(access, {email: "ann@example.org", password, workspace: "initech"}, ADDRESS),
    ).rejects.toMatchObject({code: "forbidden"});
  });

  test("an unknown e-mail, a wrong password and a disabled person are refused in the same words", async () => {
    const gone = (await addPerson(store(), {
      email: "gone@example.org",
      passwordHash: await hashPassword(password),
    }))!;
    await addMember(store(), "acme", gone, "viewer");
    await changePerson(store(), gone, {disabled_at: new Date().toISOString()});
    const tries = [
      {email: "nobody@example.org", password},
      {email: "ann@example.org", password: "another"},
      {email: "gone@example.org", password},
    ];
    const refusals = await Promise.all(
      tries.map((input) => signIn(access, input, ADDRESS).catch((error: Error) => error)),
    );
    expect(new Set(refusals.map(String))).toEqual(
      new Set(["TabletalkError: The e-mail or the password is wrong."]),
    );
  });

  test("guesses are held back", async () => {
    const guess = () => signIn(access, {email: "held@example.org", password: "guess"}, "198.51.100.7");
    for (let time = 0; time < 5; time += 1) await expect(guess()).rejects.toMatchObject(unauthorized);
    await expect(guess()).rejects.toMatchObject({code: "limit_reached", retryAfterSeconds: 30});
  });

  test("a hash of an older cost is made anew with the next sign-in", async () => {
    const old = await argon2(password, {memoryCost: 8192, timeCost: 1});
    const bob = (await addPerson(store(), {email: "bob@example.org", passwordHash: old}))!;
    await addMember(store(), "acme", bob, "viewer");
    await signIn(access, {email: "bob@example.org", password}, ADDRESS);
    expect((await personById(store(), bob))?.password_hash).toMatch(/m=19456,t=2,p=1/);
    await signIn(access, {email: "bob@example.org", password}, ADDRESS);
  });

  test("a refresh gives the next of both tokens; a stolen old one ends the sign-in for all", async () => {
    const {session} = await member(access, "acme", "cat@example.org", "viewer");
    const second = await refreshSession(access, session.refreshToken);
    const third = await refreshSession(access, second.refreshToken);
    await bearer(access, third.accessToken);
    // Two windows of one browser: the slower one is told, and nothing is lost.
    await expect(refreshSession(access, second.refreshToken)).rejects.toMatchObject({code: "conflict"});
    await bearer(access, third.accessToken);
    goForward(60_000);
    await expect(refreshSession(access, session.refreshToken)).rejects.toMatchObject(unauthorized);
    for (const token of [session, second, third])
      await expect(bearer(access, token.accessToken)).rejects.toMatchObject(unauthorized);
    await expect(refreshSession(access, third.refreshToken)).rejects.toMatchObject(unauthorized);
  });

  test("of ten refreshes with one token at once one gets the next", async () => {
    const {session} = await member(access, "acme", "dan@example.org", "viewer");
    const tries = await Promise.allSettled(
      Array.from({length: 10}, () => refreshSession(access, session.refreshToken)),
    );
    const done = tries.filter((one) => one.status === "fulfilled");
    expect(done).toHaveLength(1);
    await bearer(access, done[0]!.value.accessToken);
  });

  test("what is no refresh token is refused", async () => {
    const {session} = await member(access, "acme", "eve@example.org", "viewer");
    for (const token of ["", "ttr_", session.accessToken, `${session.refreshToken}x`])
      await expect(refreshSession(access, token)).rejects.toMatchObject(unauthorized);
  });

  test("a sign-in ends by itself: tokens after ten minutes, unused after thirty days, in any case after ninety", async () => {
    const {session} = await member(access, "acme", "fay@example.org", "viewer");
    goForward(601_000);
    await expect(bearer(access, session.accessToken)).rejects.toThrow(/has expired/);
    let newest = await refreshSession(access, session.refreshToken);
    for (let days = 20; days < 90; days += 20) {
      goForward(20 * 86_400_000);
      newest = await refreshSession(access, newest.refreshToken);
    }
    goForward(11 * 86_400_000);
    await expect(refreshSession(access, newest.refreshToken)).rejects.toMatchObject(unauthorized);
    vi.useRealTimers();
    const other = await member(access, "acme", "gus@example.org", "viewer");
    goForward(31 * 86_400_000);
    await expect(refreshSession(access, other.session.refreshToken)).rejects.toMatchObject(unauthorized);
  });

  test("signing out ends this sign-in, and everywhere ends all", async () => {
    const {id, session, principal} = await member(access, "acme", "hal@example.org", "viewer");
    const second = await switchWorkspace(access, principal, "acme", "phone");
    const listed = await listSignIns(access, principal);
    expect(listed.map(({device, current}) => [device, current])).toEqual([
      ["phone", false],
      [null, true],
    ]);
    await signOut(access, principal);
    await expect(bearer(access, session.accessToken)).rejects.toThrow(/has ended/);
    await expect(refreshSession(access, session.refreshToken)).rejects.toMatchObject(unauthorized);
    const phone = await bearer(access, second.accessToken);
    await switchWorkspace(access, phone, "acme");
    expect(await signOutEverywhere(access, phone)).toBe(2);
    await expect(bearer(access, second.accessToken)).rejects.toThrow(/has ended/);
    expect(id).toBe(phone.person);
  });

  test("nobody ends another's sign-in", async () => {
    const [ida, jan] = [
      await member(access, "acme", "ida@example.org", "owner"),
      await member(access, "acme", "jan@example.org", "viewer"),
    ];
    const [theirs] = await listSignIns(access, jan.principal);
    await expect(endSignIn(access, ida.principal, theirs!.id)).rejects.toMatchObject({code: "not_found"});
    await bearer(access, jan.session.accessToken);
    await endSignIn(access, jan.principal, theirs!.id);
    await expect(bearer(access, jan.session.accessToken)).rejects.toMatchObject(unauthorized);
  });

  test("a role that changes, and a member who is removed, are so with the next request", async () => {
    await member(access, "acme", "own@example.org", "owner");
    const {id, session} = await member(access, "acme", "kim@example.org", "owner");
    await changeRole(store(), "acme", id, "viewer");
    expect(await bearer(access, session.accessToken)).toMatchObject({role: "viewer"});
    await removeMember(store(), "acme", id);
    await expect(bearer(access, session.accessToken)).rejects.toMatchObject(unauthorized);
    await expect(refreshSession(access, session.refreshToken)).rejects.toMatchObject(unauthorized);
  });

  test("a new password ends the other sign-ins; the old one is asked for", async () => {
    const [one, other] = [
      await signIn(access, {email: "ann@example.org", password}, ADDRESS),
      await signIn(access, {email: "ann@example.org", password, device: "phone"}, ADDRESS),
    ];
    const principal = await bearer(access, one.accessToken);
    const change = (current: string, next: string) =>
      changePassword(access, principal, {current, next}, ADDRESS);
    await expect(change("wrong", "five words that do differ")).rejects.toMatchObject(unauthorized);
    await expect(change(password, "short")).rejects.toMatchObject({code: "bad_use"});
    await change(password, "five words that do differ");
    await bearer(access, one.accessToken);
    await expect(bearer(access, other.accessToken)).rejects.toMatchObject(unauthorized);
    await expect(signIn(access, {email: "ann@example.org", password}, ADDRESS)).rejects.toMatchObject(
      unauthorized,
    );
  });

  test("workspaces are listed, and one is switched to; another's is not there", async () => {
    const {id, principal} = await member(access, "acme", "lea@example.org", "analyst");
    await addMember(store(), "globex", id, "viewer");
    expect(await listWorkspaces(access, principal)).toEqual([
      {workspace: "acme", name: null, role: "analyst"},
      {workspace: "globex", name: null, role: "viewer"},
    ]);
    const there = await switchWorkspace(access, principal, "globex");
    expect(await bearer(access, there.accessToken)).toMatchObject({workspace: "globex", role: "viewer"});
    await expect(switchWorkspace(access, principal, "initech")).rejects.toMatchObject({code: "not_found"});
  });

  test("a browser's cookie is taken, marked as such, and only where there is no header", async () => {
    const {session} = await member(access, "acme", "max@example.org", "viewer");
    const cookie = `theme=dark; ${ACCESS_COOKIE}=${session.accessToken}; a=b=c`;
    expect(await authenticate(access, {cookie, address: ADDRESS})).toMatchObject({byCookie: true});
    await expect(
      authenticate(access, {cookie, authorization: "Bearer wrong", address: ADDRESS}),
    ).rejects.toMatchObject(unauthorized);
  });

  test.each([undefined, "", "Basic YTpi", "Bearer", "Bearer a b", `Bearer ${"x".repeat(20_000)}`])(
    "nobody is signed in by %s",
    async (authorization) => {
      await expect(authenticate(access, {authorization, address: ADDRESS})).rejects.toThrow(
        /Nobody is signed in/,
      );
    },
  );

  test("whoever shows one bad token after another is held back", async () => {
    const show = () => authenticate(access, {authorization: "Bearer wrong", address: "203.0.113.5"});
    for (let time = 0; time < 120; time += 1) await expect(show()).rejects.toMatchObject(unauthorized);
    await expect(show()).rejects.toMatchObject({code: "limit_reached"});
  });

  test("ended sign-ins are cleared away, open ones are not", async () => {
    const {principal, session} = await member(access, "acme", "ned@example.org", "viewer");
    const other = await switchWorkspace(access, principal, "acme");
    await signOut(access, principal);
    await clearEnded(access, Date.now() + 31 * 86_400_000);
    const rows = await store()
      .db.selectFrom("sign_ins")
      .select("id")
      .where("person", "=", session.person)
      .execute();
    expect(rows).toHaveLength(1);
    await bearer(access, other.accessToken);
  });
});
