import type {Reply} from "../../../models/ask.ts";
import type {Verdict} from "../converse.ts";
import {extractJson} from "../extract_json.ts";
import {tame} from "../fence.ts";
import {type KaggleCalls, type KaggleEnd, kaggleActionSchema} from "./action_schema.ts";
import {asksOfLicences, oneLine, unboundIn} from "./bound_words.ts";
import type {Seen} from "./shelf_calls.ts";

/**
 * Makes a call or an end of a model's reply, or says what is wrong with it. A data set that was not shown is left out; words that are
 * not bound to what was shown go back once, and are left out then.
 */
export function checkAction(
  reply: Reply,
  {known}: Seen,
  {
    asked,
    left,
  }: {
    /** What the model was asked, with the person's data. */ asked: string /** Replies after this one. */;
    left: number;
  },
): Verdict<KaggleCalls | KaggleEnd> {
  const parsed = kaggleActionSchema.safeParse(reply.object ?? extractJson(reply.text));
  if (!parsed.success)
    return {
      issues: parsed.error.issues
        .slice(0, 4)
        .map((one) => `${one.path.join(".") || "answer"}: ${one.message}`),
    };
  const {search, look, found = [], lacks, declined} = parsed.data;
  if ((search || look) && left === 0) return {issues: ['no calls are left: write "found" or "declined"']};
  if (search) return {value: {kind: "search", searches: search}, doubts: []};
  if (look) return {value: {kind: "look", refs: look}, doubts: []};

  const doubts: string[] = [];
  const refs = new Set(known.keys());
  const bound = (
    what: string,
    text: string | null | undefined,
    shown: string,
    ofLicences = false,
  ): string => {
    const line = oneLine(text);
    const faults = unboundIn(line, {shown: `${shown}\n${asked}`, refs, ofLicences});
    doubts.push(...faults.map((one) => `${what}: ${one}`));
    return faults.length === 0 ? line : "";
  };
  const there = (found ?? []).flatMap(({ref, why}) => {
    const one = known.get(ref.trim().toLowerCase());
    if (!one) {
      doubts.push(`${tame(ref, 100)} was not shown by any search or look: name only what was`);
      return [];
    }
    return [{ref: one.dataset.ref, why: bound(`why of ${one.dataset.ref}`, why, one.shown)}];
  });
  if (!declined && there.length === 0) return {issues: doubts};
  const all = [...known.values()].map(({shown}) => shown).join("\n");
  const value = {
    kind: "end" as const,
    found: there.filter((one, at) => there.findIndex(({ref}) => ref === one.ref) === at),
    lacks: bound(
      declined ? "reason" : "lacks",
      declined ? declined.reason : lacks,
      all,
      asksOfLicences(asked),
    ),
  };
  return {value, doubts};
}
