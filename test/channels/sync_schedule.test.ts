import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {openService} from "../../src/channels/open_service.ts";
import {submitDue} from "../../src/channels/sync_schedule.ts";
import {loadConfig} from "../../src/config.ts";
import {defaultPipeline} from "../../src/knowledge/pipeline.ts";
import {declareSource} from "../../src/knowledge/sync.ts";
import {ensureCollection} from "../../src/store/collections.ts";
import {noteSync} from "../../src/store/knowledge_sources.ts";

test("a source whose time has come gets one job, however many look; one that failed waits for its next time", async () => {
  const home = mkdtempSync(join(tmpdir(), "tabletalk-schedule-"));
  const service = await openService(loadConfig({home}, {}));
  try {
    const {store} = service;
    await ensureCollection(store, "w", {name: "all", pipeline: defaultPipeline(), createdBy: "ann"});
    const source = {
      collection: "all",
      location: "https://example.com/rules.html",
      cron: "0 6 * * *",
      createdBy: "ann",
    };
    const id = await declareSource({store, workspace: "w"}, source);
    expect(await submitDue(service, new Date())).toBe(0);
    const later = new Date(Date.now() + 2 * 86_400_000);
    expect([await submitDue(service, later), await submitDue(service, later)]).toEqual([1, 1]);
    expect(await service.jobs.jobs("w")).toMatchObject([
      {kind: "sync source", input: {source: id}, state: "waiting"},
    ]);
    await noteSync(store, "w", id, "failed", {error: "not there"});
    expect(await submitDue(service, new Date(Date.now() + 1_000))).toBe(0);
  } finally {
    await service.close();
    rmSync(home, {recursive: true, force: true});
  }
});
