import {plannerV4} from "./planner_v4.ts";
import {reviewerV1} from "./reviewer_v1.ts";
import {specialistV2} from "./specialist_v2.ts";
import type {PromptName, Template} from "./template.ts";
import {writerV2} from "./writer_v2.ts";

/** The prompts in use, where a workspace has none of its own. */
export const PROMPTS: Readonly<Record<PromptName, Template>> = {
  planner: plannerV4,
  specialist: specialistV2,
  reviewer: reviewerV1,
  writer: writerV2,
};
