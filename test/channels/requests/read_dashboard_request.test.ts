import {expect, test} from "vitest";
import {readDashboardRequest} from "../../../src/channels/requests/read_dashboard_request.ts";

test.each([
  ["dashboard", {}],
  ["make a dashboard", {}],
  ["Can you build me a dashboard of the orders, please?", {about: "the orders"}],
  ["executive dashboard", {pattern: "executive"}],
  ["I want an operational dashboard for shipments", {pattern: "operational", about: "shipments"}],
  ["a dashboard for the board", {pattern: "executive"}],
  ["create a sales dashboard", {about: "sales"}],
  ["make a dashboard of this data called “Q3”", {title: "Q3"}],
])("“%s” asks for a dashboard", (said, asked) => {
  expect(readDashboardRequest(said)).toEqual(asked);
});

test.each([
  "which dashboard has most views?",
  "sales by dashboard",
  "average load time by dashboard",
  "how many dashboards are there",
  "total views of the sales dashboard",
  "count rows where dashboard is Sales",
  "make a chart of views by dashboard",
])("“%s” is a question to the data", (said) => {
  expect(readDashboardRequest(said)).toBeUndefined();
});
