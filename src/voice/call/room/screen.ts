import type {Room} from "@livekit/rtc-node";
import {type CallResult, type ChartAttributes, TOPIC} from "../../../channels/calls/wire.ts";
import type {OpenService} from "../../../channels/open_service.ts";
import {TabletalkError} from "../../../errors.ts";
import type {CallScreen, ShownTurn} from "../screen.ts";
import {type CallChart, callCharts, namedCharts} from "./call_charts.ts";
import {callResultOf, troubleShown} from "./call_result.ts";

/** Results that whoever joins late gets, and of these the last ones with pictures. */
const MOST_RESULTS = 50;
const MOST_PICTURES = 10;
/** The spec and table of a chart for programs; of more there is the picture alone. */
const MOST_SPEC = 500_000;

export interface RoomScreenParts {
  room: Pick<Room, "localParticipant">;
  /** Draws; its browser is started at once, so that the first chart of a call is as quick as the others. */
  charts: OpenService["charts"];
  /** Told what the room did not take, and what could not be drawn. */
  onTrouble?: (error: unknown) => void;
}

interface Kept {
  result: CallResult;
  charts: readonly CallChart[];
  pictures: Map<string, Uint8Array>;
}

/** The screen of a call, which every participant of its room sees: results as text streams, charts as byte streams. */
export function roomScreen({room, charts, onTrouble = () => {}}: RoomScreenParts): CallScreen {
  const kept = new Map<string, Kept>();
  const work = new Set<Promise<void>>();
  let isClosed = false;
  warm();
  return {
    async show(shown) {
      if (isClosed) return;
      const one = keep(shown);
      const drawn = Promise.all(one.charts.map((chart) => drawAndSend(one, chart)));
      track(drawn.then(() => {}));
      await sendResult(one.result);
    },
    tell(trouble, identity) {
      if (isClosed) return;
      const result = troubleShown(trouble);
      if (identity === undefined) keepOne({result, charts: [], pictures: new Map()});
      track(sendResult(result, identity === undefined ? undefined : [identity]));
    },
    restore(shown) {
      for (const one of shown) keep(one);
    },
    results: () => [...kept.values()].map(({result}) => result),
    async catchUp(identity) {
      const all = [...kept.values()];
      for (const {result} of all) await sendResult(result, [identity], {earlier: "true"});
      for (const one of all.slice(-MOST_PICTURES))
        for (const chart of one.charts) await drawAndSend(one, chart, [identity]);
    },
    async close() {
      isClosed = true;
      await Promise.allSettled(work);
      kept.clear();
    },
  };

  function warm(): void {
    track(charts().then(async (renderer) => void (await renderer.browser())));
  }

  function track(promise: Promise<void>): void {
    const settled = promise.catch(onTrouble).finally(() => work.delete(settled));
    work.add(settled);
  }

  function keep(shown: ShownTurn): Kept {
    const made = shown.stored.answer ? callCharts(shown.stored.answer, charts) : [];
    const result = callResultOf(shown, namedCharts(made));
    return keepOne({result, charts: made, pictures: new Map()});
  }

  function keepOne(one: Kept): Kept {
    kept.delete(one.result.turn);
    kept.set(one.result.turn, one);
    for (const old of [...kept.keys()].slice(0, -MOST_RESULTS)) kept.delete(old);
    // What is old is drawn again for whoever joins, from its table.
    for (const old of [...kept.values()].slice(0, -MOST_PICTURES)) old.pictures.clear();
    return one;
  }

  async function drawAndSend(one: Kept, {step, title, alt, chart}: CallChart, to?: string[]): Promise<void> {
    const attributes: ChartAttributes = {
      turn: one.result.turn,
      step,
      title: title.slice(0, 300),
      alt: alt.slice(0, 2_000),
    };
    try {
      const png = one.pictures.get(step) ?? (await chart.png()).content;
      one.pictures.set(step, png);
      if (isClosed) return;
      await sendBytes(png, attributes, to);
    } catch (error) {
      if (isClosed) return;
      onTrouble(error);
      await tellOfChart(one, step, error, to);
      return;
    }
    const json = JSON.stringify({spec: chart.spec, table: chart.table});
    if (json.length <= MOST_SPEC) await sendText(json, TOPIC.chartSpec, {...attributes}, to).catch(onTrouble);
  }

  /** A chart that is not there is told in the result. */
  async function tellOfChart(one: Kept, step: string, error: unknown, to?: string[]): Promise<void> {
    const problem =
      error instanceof TabletalkError ? `${error.message} ${error.next}` : "The chart could not be drawn.";
    one.result = {
      ...one.result,
      charts: one.result.charts.map((chart) => (chart.step === step ? {...chart, problem} : chart)),
    };
    await sendResult(one.result, to);
  }

  async function sendResult(
    result: CallResult,
    to?: string[],
    marks: Record<string, string> = {},
  ): Promise<void> {
    await sendText(JSON.stringify(result), TOPIC.result, {turn: result.turn, ...marks}, to).catch(onTrouble);
  }

  async function sendText(
    text: string,
    topic: string,
    attributes: Record<string, string>,
    to?: string[],
  ): Promise<void> {
    await room.localParticipant?.sendText(text, {topic, attributes, ...(to && {destinationIdentities: to})});
  }

  async function sendBytes(content: Uint8Array, attributes: ChartAttributes, to?: string[]): Promise<void> {
    const writer = await room.localParticipant?.streamBytes({
      topic: TOPIC.chart,
      name: `${attributes.step}.png`,
      mimeType: "image/png",
      totalSize: content.byteLength,
      attributes: {...attributes},
      ...(to && {destinationIdentities: to}),
    });
    await writer?.write(content);
    await writer?.close();
  }
}
