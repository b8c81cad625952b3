const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Aggregates whose result is one number (or date) of a group and that hand on no single value of a text. */
export const AGGREGATES = words(`
  count count_star count_if countif approx_count_distinct sum sum_no_overflow fsum kahan_sum sumkahan avg mean favg
  min max median quantile quantile_cont quantile_disc approx_quantile mad
  stddev stddev_pop stddev_samp variance var_pop var_samp sem skewness kurtosis kurtosis_pop entropy
  corr covar_pop covar_samp regr_slope regr_intercept regr_r2 regr_count regr_avgx regr_avgy regr_sxx regr_sxy regr_syy
`);

/** Those that only count, so that what they count may be anything. */
export const COUNTS = words("count count_star count_if countif approx_count_distinct regr_count");

/** Those whose result is a value that stands in some row. */
export const ORDERED = words("min max median quantile quantile_cont quantile_disc approx_quantile mad");

/** Those that add values up: rows of zero add nothing. */
export const SUMS = words(`
  sum sum_no_overflow fsum kahan_sum sumkahan avg mean favg min max count_if countif
  stddev stddev_pop stddev_samp variance var_pop var_samp sem skewness kurtosis kurtosis_pop
`);

/** Those that add up or average: also of columns multiplied. */
export const ADDED = words("sum sum_no_overflow fsum kahan_sum sumkahan avg mean favg");

/** Those of squares: also of sums of columns. */
export const SPREADS = words("stddev stddev_pop stddev_samp variance var_pop var_samp sem");

/** A period that a column falls in, or its spelling. */
export const LABELS = words(`
  date_trunc datetrunc date_part datepart year month day quarter week weekofyear weekday dayofweek isodow isoyear dayofmonth
  dayofyear yearweek hour decade century dayname monthname last_day strftime time_bucket lower upper lcase ucase trim ltrim rtrim
`);

/** What may be computed of rows before they are aggregated, and of aggregates. */
export const SCALARS = words(`
  + - * / // % ** ^ add subtract multiply divide mod pow power abs round round_even floor ceil ceiling trunc sqrt cbrt ln log
  log2 log10 exp sign greatest least isnan isfinite isinf nullif
  date_trunc datetrunc date_part datepart date_diff datediff date_sub datesub date_add year month day quarter week weekofyear
  weekday dayofweek isodow isoyear dayofmonth dayofyear yearweek hour minute second decade century dayname monthname last_day
  epoch strftime strptime try_strptime make_date make_timestamp time_bucket today current_date now get_current_timestamp age
  current_timestamp to_years to_months to_weeks to_days to_hours to_minutes to_seconds to_quarters timezone days_in_month
  lower upper lcase ucase trim ltrim rtrim length len strlen char_length left right substr substring replace concat concat_ws
  || starts_with ^@ prefix ends_with suffix contains ~~ !~~ ~~* !~~* ~~~ like_escape ilike_escape not_like_escape
  not_ilike_escape regexp_matches regexp_full_match regexp_extract regexp_replace split_part strip_accents translate
  position strpos instr list_value
`);

/** Of those the ones that keep sums sums: no row can be singled out with them. */
export const LINEAR = words("+ - * add subtract multiply round floor ceil ceiling trunc epoch");

export const OPERATORS = words(`
  OPERATOR_IS_NULL OPERATOR_IS_NOT_NULL OPERATOR_NOT OPERATOR_COALESCE OPERATOR_NULLIF COMPARE_IN COMPARE_NOT_IN
`);

export const CLASSES = words(
  "COLUMN_REF CONSTANT COMPARISON CONJUNCTION OPERATOR CASE CAST BETWEEN FUNCTION STAR SUBQUERY COLLATE",
);
