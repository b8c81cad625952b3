import type {AnyRoute} from "../route.ts";
import {analysisRoutes} from "./analyses.ts";
import {askRoutes} from "./ask.ts";
import {bucketRoutes} from "./buckets.ts";
import {callRoutes} from "./calls.ts";
import {chartRoutes} from "./charts.ts";
import {connectionRoutes} from "./connections.ts";
import {conversationRoutes} from "./conversations.ts";
import {dashboardRoutes} from "./dashboards.ts";
import {datasetRoutes} from "./datasets.ts";
import {evaluationRoutes} from "./evaluations.ts";
import {jobRoutes} from "./jobs.ts";
import {kaggleRoutes} from "./kaggle.ts";
import {keyRoutes} from "./keys.ts";
import {knowledgeRoutes} from "./knowledge.ts";
import {linkRoutes} from "./links.ts";
import {meRoutes} from "./me.ts";
import {memberRoutes} from "./members.ts";
import {memoryRoutes} from "./memory.ts";
import {messageRoutes} from "./messages.ts";
import {modelRoutes} from "./models.ts";
import {opinionRoutes} from "./opinions.ts";
import {pluginRoutes} from "./plugins.ts";
import {projectRoutes} from "./projects.ts";
import {reportRoutes} from "./reports.ts";
import {runRoutes} from "./runs.ts";
import {scheduleRoutes} from "./schedules.ts";
import {signInRoutes} from "./sign_in.ts";
import {sourceRoutes} from "./sources.ts";
import {templateRoutes} from "./templates.ts";
import {toolRoutes} from "./tools.ts";
import {turnRoutes} from "./turns.ts";
import {uploadRoutes} from "./uploads.ts";
import {usageRoutes} from "./usage.ts";
import {workflowRoutes} from "./workflows.ts";

/** Every declared route. A new file of routes is named here. */
export const allRoutes: readonly AnyRoute[] = [
  ...analysisRoutes,
  ...askRoutes,
  ...bucketRoutes,
  ...callRoutes,
  ...chartRoutes,
  ...connectionRoutes,
  ...conversationRoutes,
  ...dashboardRoutes,
  ...datasetRoutes,
  ...evaluationRoutes,
  ...jobRoutes,
  ...kaggleRoutes,
  ...keyRoutes,
  ...knowledgeRoutes,
  ...linkRoutes,
  ...meRoutes,
  ...memberRoutes,
  ...memoryRoutes,
  ...messageRoutes,
  ...modelRoutes,
  ...opinionRoutes,
  ...pluginRoutes,
  ...projectRoutes,
  ...reportRoutes,
  ...runRoutes,
  ...scheduleRoutes,
  ...signInRoutes,
  ...sourceRoutes,
  ...templateRoutes,
  ...toolRoutes,
  ...turnRoutes,
  ...uploadRoutes,
  ...usageRoutes,
  ...workflowRoutes,
];
