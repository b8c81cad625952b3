/** Columns of which less is better: the worst has the most. */
export const LESS_IS_BETTER =
  /cost|expense|refund|return|delay|late|min(?:ute)?s?\b|hours|seconds|duration|time|complaint|churn|error|fault|damage|ticket|missing|debt|loss|death|injur|defect|price|fee|discount|rank/i;
