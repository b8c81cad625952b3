import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {openService} from "../../../src/channels/open_service.ts";
import {loadConfig} from "../../../src/config.ts";
import {cutProxy} from "../../store/cut_proxy.ts";
import {dialects} from "../../store/dialects.ts";

const samples = join(import.meta.dirname, "../../../samples");

/** The real server alone, where `npm run test:postgres` gives one: PGlite has one session for all connections. */
const postgres = dialects.find(([name]) => name === "Postgres")?.[1];

test.skipIf(!postgres)(
  "a service whose Postgres goes away says so, is not ready, and answers what was accepted",
  async () => {
    const {url, close} = await postgres!();
    const proxy = await cutProxy(url!);
    const home = mkdtempSync(join(tmpdir(), "tabletalk-gone-"));
    const notes: string[] = [];
    const environment = {
      TABLETALK_HOME: home,
      TABLETALK_STORE: proxy.url,
      TABLETALK_MODEL: "offline",
      TABLETALK_LEASE_MS: "1500",
      TZ: "UTC",
    };
    const service = await openService(loadConfig({}, environment), {onNote: (text) => notes.push(text)});
    await service.workspace("w").importFile(join(samples, "penguins.json"), {by: "person:ann"});
    const ids: string[] = [];
    for (let number = 0; number < 6; number++) {
      const {id} = await service.inbox.send("w", {
        platform: "http",
        installation: "here",
        conversation: `c${number}`,
        messageId: "m",
        actor: "person:ann",
        text: "how many penguins are there?",
      });
      ids.push(id);
    }
    await service.startWorking();
    const taken = async () =>
      (await Promise.all(ids.map((id) => service.inbox.state("w", id)))).some(
        (one) => one?.state === "taken",
      );
    while (!(await taken())) await pause(2);
    await proxy.cut();
    expect(await service.isReady()).toBe(false);
    await pause(2_000);
    await proxy.mend();

    for (const id of ids) {
      while ((await service.inbox.state("w", id).catch(() => undefined))?.state !== "done") await pause(50);
    }
    const turns = await service.store.db
      .selectFrom("turns")
      .select(["message", "state", "summary"])
      .execute();
    expect(turns.map(({message}) => message).sort()).toEqual([...ids].sort());
    for (const {state, summary} of turns) {
      expect(state).toBe("answered");
      expect(summary).toContain("344");
    }
    expect(notes.length).toBeGreaterThan(0);
    expect(await service.isReady()).toBe(true);
    await service.close();
    await proxy.close();
    await close();
    rmSync(home, {recursive: true, force: true});
  },
);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
