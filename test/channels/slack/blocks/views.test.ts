import {expect, test} from "vitest";
import type {ReplyForm} from "../../../../src/channels/chat/reply.ts";
import {homeView} from "../../../../src/channels/slack/blocks/home_view.ts";
import {formModal} from "../../../../src/channels/slack/blocks/modal.ts";
import {wrongView} from "../local/schemas.ts";

const ORIGIN = {channel: "C0SALES", thread: "1800000001.1", isDirect: false};

test("a form is a modal that Slack takes, with what it is now filled in", () => {
  const form: ReplyForm = {
    id: "fix:t1",
    title: "Change how it was read, all of it",
    intro: "This is how **amount by region** was read.",
    submit: "Ask again",
    fields: [
      {
        id: "measure",
        label: "Measure",
        isOptional: false,
        kind: "select",
        value: "sum",
        options: [
          {value: "sum", label: "Sum"},
          {value: "median", label: "Median"},
          {value: "sum", label: "Sum again"},
        ],
      },
      {
        id: "groups",
        label: "By",
        isOptional: true,
        kind: "select_many",
        values: ["region", "gone"],
        options: [
          {value: "region", label: "region"},
          {value: "month", label: "month ".repeat(40)},
        ],
      },
      {id: "filter", label: "Only", hint: "region = north", isOptional: true, kind: "text", isLong: true},
    ],
  };
  const modal = formModal(form, ORIGIN);
  expect(wrongView(modal)).toEqual([]);
  expect(modal.title.text).toBe("Change how it was read,…".slice(0, 24));
  expect(JSON.parse(modal.private_metadata!)).toEqual(ORIGIN);
  expect(modal.blocks.slice(1)).toMatchObject([
    {
      block_id: "measure",
      element: {initial_option: {value: "sum"}, options: [{value: "sum"}, {value: "median"}]},
    },
    {block_id: "groups", element: {initial_options: [{value: "region"}]}},
    {block_id: "filter", optional: true, element: {type: "plain_text_input"}},
  ]);
});

test("Home with much, with nothing, and with names that try something", () => {
  const much = homeView({
    workspaceName: "Acme",
    role: "analyst",
    datasets: Array.from({length: 60}, (_, at) => ({
      name: at === 0 ? "<!channel> *bold* <https://evil.example|orders>" : `orders ${at}`,
      rows: at,
      columns: 1,
      updatedAt: "2026-01-02T03:04:05Z",
      isPrivate: at % 2 === 0,
    })),
    recent: Array.from({length: 12}, (_, at) => ({
      turn: `t${at}`,
      question: "q".repeat(900),
      answer: "a".repeat(900),
      at: "2026-01-02T03:04:05Z",
    })),
    settings: [{name: "Model", value: "offline"}],
    prompts: ["total amount by region", "how many orders?"],
    url: "https://tabletalk.example.com",
  });
  expect(wrongView(much)).toEqual([]);
  // Plain text: Slack reads no markup in it.
  const names = JSON.stringify(much.blocks).match(/\{"type":"[a-z_]+","text":"<!channel>[^}]*\}/g);
  expect(names).toHaveLength(1);
  expect(names![0]).toContain('"type":"plain_text"');
  const nothing = {
    workspaceName: "Acme",
    role: "viewer",
    datasets: [],
    recent: [],
    settings: [],
    prompts: [],
  };
  expect(wrongView(homeView(nothing))).toEqual([]);
});
