/** Tabletalk on a local Slack as a process of its own, to be killed: `node served.ts HOME API_URL TOKEN`. */
import {openAccess} from "../../../src/access/access.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import {openDesk} from "../../../src/channels/chat/open_desk.ts";
import {handleHttpJobs} from "../../../src/channels/http/jobs.ts";
import {openService} from "../../../src/channels/open_service.ts";
import {runSchedules} from "../../../src/channels/schedules/clock.ts";
import {openSlack} from "../../../src/channels/slack/open_slack.ts";
import {loadConfig} from "../../../src/config.ts";
import {SIGNING_SECRET} from "./local/events.ts";

const [home = "", apiUrl = "", botToken = ""] = process.argv.slice(2);
const config = loadConfig({home, model: "offline"}, {TABLETALK_TIME_ZONE: "UTC", TABLETALK_LEASE_MS: "1500"});
const service = await openService(config);
const access = await openAccess(service.store, await openSecrets(home, {}));
const desk = openDesk({service, access, settings: {largestFile: 5_000_000}});
const bolt = await openSlack({
  desk,
  access,
  settings: {mode: "http", signingSecret: SIGNING_SECRET, botToken, apiUrl, port: 0, nativeCharts: true},
});
desk.addPlatform(bolt.platform);
handleHttpJobs(service, access, {uploadFolder: home});
await service.startWorking();
runSchedules({service, access});
console.log(bolt.port);
