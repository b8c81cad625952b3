import {App, PostMessageTransport} from "@modelcontextprotocol/ext-apps";
import {chartView} from "./chart_view.js";

/** Joins the page to the host that shows it, whose theme and room it takes, and through which it reads the chart's figure. */
async function start() {
  const app = new App({name: "tabletalk-chart", title: "Tabletalk chart", version: "1.0.0"}, {});
  const view = chartView(async (uri) => {
    const {contents} = await app.readServerResource({uri});
    const [first] = contents;
    if (first && "text" in first) return first.text;
    throw new Error(`Nothing was read from ${uri}`);
  });
  app.ontoolinput = () => view.say("Drawing the chart ...");
  app.ontoolresult = (result) => view.show(result);
  app.ontoolcancelled = () => view.say("The chart was stopped.");
  app.onhostcontextchanged = (context) => view.look(context);
  app.onteardown = async () => {
    view.close();
    return {};
  };
  await app.connect(new PostMessageTransport(window.parent, window.parent));
  view.look(app.getHostContext() ?? {});
}

void start();
