/**
 * What people ask of data in a call, as patterns: `[a|b|]` is a choice (the last of these: nothing), `{name}` a part of
 * below or a slot that the data or a number fills. How often a pattern is said stands in front.
 */
export const PATTERNS: readonly [weight: number, pattern: string][] = [
  // One number.
  [10, "{what is} {the} {aggregate} {measure}"],
  [8, "{what is} {the} {aggregate} {measure} {filter}"],
  [5, "{what is} {the} {aggregate} {measure} {filter} {filter}"],
  [4, "{what is} {the} {aggregate} {measure} {per} {group}"],
  [4, "{what is} {the} {measure} {filter}"],
  [3, "{what is} {the} {measure}"],
  [3, "{aggregate} {measure} {filter}"],
  [2, "{aggregate} {measure} {filter} {filter}"],
  [7, "how many {things} {are there} {filter}"],
  [6, "how many {things} {are there}"],
  [4, "how many {things} {are there} {filter} {filter}"],
  [4, "how many {things} {verb} {value}"],
  [4, "how many {value} {things} {are there} [{filter}|]"],
  [4, "how many {things} {are there} {per} {group}"],
  [3, "how many [different|distinct|unique] {things} {are there} [{filter}|]"],
  [3, "how many {things} have [a|an|] {measure} {compared} {number}"],
  [3, "how many {things} {verb} [in|on|at|by|from] {value}"],
  [3, "how many {things} {verb} {when}"],
  [
    4,
    "how much {measure} [did|do|does|was|is|were] [we|{value}|the {thing}|there|it|they] [make|have|sell|get|earn|spend|pay|cost|lose|bring in|take|]",
  ],
  [
    3,
    "how much [was|is|were|did we spend on|did we make from|did we make in|did we sell in|did we sell of|do we make with] {value} [{when}|]",
  ],
  [3, "how [many|much] {measure} [{filter}|]"],
  [
    2,
    "how [long|old|big|large|high|low|far|fast|heavy|expensive|often|late] [is|was|were|are|does|do|did] the [average|typical|longest|oldest|biggest|largest|] {thing} [{filter}|]",
  ],
  [3, "{what is} {the} number of {things} [{filter}|]"],
  [3, "[count|count the|number of] {things} {per} {group}"],
  [2, "count [the|] {things} [{filter}|]"],
  // Groups.
  [
    8,
    "[show me|show|give me|tell me|i want|i need|can you show me|let's see|] [the|] {aggregate} {measure} {per} {group}",
  ],
  [8, "[show me|show|give me|tell me|what are|] [the|] {measure} {per} {group}"],
  [5, "{measure} {per} {group} {filter}"],
  [5, "{aggregate} {measure} {per} {group} {filter}"],
  [2, "{measure} {per} {group} and {group}"],
  [2, "{aggregate} {measure} {per} {group} and [by|per|] {group}"],
  [4, "[show me|give me|show|] the [number|count|share|percentage] of {things} {per} {group}"],
  [4, "{things} {per} {group}"],
  [3, "break [down|] [the|] {measure} [down|] by {group}"],
  [6, "{what is} {the} {aggregate} {measure} {per} {group} {when}"],
  [5, "[show me|give me|show|] {the} {measure} {per} {group} {when}"],
  [3, "how many [different|] {things} do we [sell|have|make|offer|serve|use|own|see|get]"],
  [2, "how many {things} {verb} [by|from|for|in] {things} {compared} {number}"],
  // The most and the least.
  [9, "{which} {group} {verb} the {extreme} {measure}"],
  [6, "{which} {group} {verb} the {extreme} {aggregate} {measure} [{filter}|]"],
  [5, "{which} {group} {verb} the {extreme} {measure} {filter}"],
  [5, "{which} {group} {verb} the [most|fewest] {things} [{filter}|]"],
  [4, "[what is|what's|what was|which is|which was] the {extreme} {thing} [{filter}|]"],
  [5, "[what is|what's|what was] the {extreme} {measure} [{filter}|]"],
  [4, "[who {verb}|which {thing} {verb}|which {value} {verb}] the {extreme} {measure} [{filter}|]"],
  [8, "[what are|show me|give me|list|tell me|which are|who are|] the {top} {count} {groups} by {measure}"],
  [6, "[what are|show me|give me|list|] the {top} {count} {groups} by {aggregate} {measure} [{filter}|]"],
  [6, "{top} {count} {groups} by {measure}"],
  [3, "{top} {count} {groups} by number of {things}"],
  [4, "{top} {count} {groups} by {measure} {filter}"],
  [3, "[what are|show me|] the {count} {extreme} {groups} [by {measure}|]"],
  [3, "[which|what] {count} {groups} {verb} the {extreme} {measure} [{filter}|]"],
  [3, "[rank|sort|order] [the|] {groups} by {measure} [from highest to lowest|descending|ascending|]"],
  [3, "[which|what] {group} is [the|] {extreme} [{filter}|]"],
  [
    3,
    "which {group} [sells|sold|makes|made|earns|earned|costs|cost|gets|got|takes|took|spends|spent] the [most|least]",
  ],
  [
    3,
    "[when|what time|what day|what month|which month|which year|which day] [was|is|did|had|has] [the|] {extreme} {measure}",
  ],
  // Conditions.
  [
    5,
    "[show me|list|give me|which|what|find|how many] {things} {where} {measure} [is|are|was|] {compared} {number}",
  ],
  [
    4,
    "[show me|list|give me|which|what|how many] {things} [with|have|had|where] [a|an|] {measure} {compared} {number}",
  ],
  [3, "[show me|list|give me|find] [all|the|all the|] {things} {filter} [{filter}|]"],
  [3, "{aggregate} {measure} {where} {measure} is {compared} {number}"],
  [2, "{aggregate} {measure} {where} {group} is [not|] {value}"],
  [3, "{what is} {the} {aggregate} {measure} of {value}"],
  [3, "{what is} {the} {measure} of {value} [{filter}|]"],
  [3, "{things} {filter}"],
  [2, "[who|what|which one] [was|is|were|are] the {extreme} {thing} [{filter}|]"],
  [2, "{what is} {the} {measure} [{when}|] compared [to|with] [{when}|{value}]"],
  [2, "[show me|show|what are|give me|] the [first|last|next] {count} {things}"],
  // Shares and comparisons.
  [
    5,
    "[what|which] [share|percentage|percent|proportion|fraction] of [the|all|] {things} [is|are|was|were|has|have|had|come from|came from|] {value} [{when}|]",
  ],
  [
    4,
    "[what|which] [share|percentage|percent|proportion] of [the|all|total|] {measure} [is|are|was|comes from|came from|come from|do] {value}",
  ],
  [3, "[show me|what is|] the [share|percentage] of {measure} {per} {group}"],
  [5, "[compare|compare the|] {measure} [of|for|in|between|] {value} [and|with|to|versus|against] {value}"],
  [4, "compare {year} [and|with|to|versus|against] {year} [by {group}|]"],
  [4, "[what is|what's|what was] the difference [in {measure}|] between {value} and {value}"],
  [
    4,
    "[is|are|was|were|does|did|do|has|have] [the|] {measure} [of|for|in|] {value} [higher|lower|more|less|better|worse|bigger|greater] than [in|for|of|] {value}",
  ],
  [
    3,
    "[is there|was there|do you see] [a|any] [difference|relationship|correlation|link|connection|significant difference] [in {measure}|] between {group} and {group}",
  ],
  [
    3,
    "[does|do|did|how does|how do] {measure} [depend on|go with|vary with|vary by|differ by|change with|affect|relate to] {group}",
  ],
  [3, "[what is|show me|is there] [the|a|] correlation between {measure} and {measure}"],
  [2, "how [is|are] {measure} [distributed|spread]"],
  [3, "[show me|draw|plot|what is] [the|a|] distribution of {measure} [by {group}|]"],
  // Time.
  [
    5,
    "[show me|show|plot|draw|how did|how has|] [the|] {aggregate} {measure} [over time|by {unit}|per {unit}|each {unit}|every {unit}|by {unit} {when}]",
  ],
  [
    5,
    "[show me|show|plot|how did|] [the|] {measure} [over time|by {unit}|per {unit}|each {unit}|{when}|by {unit} {when}]",
  ],
  [
    4,
    "how did {measure} [change|develop|grow|do|go] [over time|over the years|{when}|from {year} to {year}|between {year} and {year}|from {month} to {month}]",
  ],
  [
    3,
    "[is|are|was|were] {measure} [going up|going down|growing|falling|rising|increasing|decreasing] [over time|]",
  ],
  [3, "[what is|what was|show me] the [trend|growth|growth rate|change] [of|in] {measure} [{when}|]"],
  [3, "[what|how] will {measure} [be|look] [next {unit}|in {year}|next year]"],
  [2, "[forecast|predict] [the|] {measure} for [the next {count} {units}|next {unit}|{year}]"],
  [3, "{things} [per|by|each|every] {unit} [{when}|]"],
  [4, "how many {things} {when}"],
  [4, "{what is} {the} [total|average|] {measure} {when}"],
  [3, "[what happened|what changed|why did {measure} [fall|rise|drop|go up|go down]] {when}"],
  [2, "what [is|was] the [first|last|latest|earliest|most recent] {thing}"],
  // Charts.
  [
    4,
    "[make|draw|show|give me|plot|show me|can you make|can you draw] [a|an|the] {chart} of {measure} {per} {group}",
  ],
  [
    3,
    "[make|draw|show|give me|plot|show me] [a|an|the] {chart} of [the|] {aggregate} {measure} {per} {group} [{filter}|]",
  ],
  [3, "[plot|chart|graph] {measure} [against|versus|over|by|and] {group}"],
  [2, "[a|as a|make it a|make that a|show it as a|show that as a] {chart} [instead|please|]"],
  // What goes on from there.
  [
    5,
    "[and|what about|and what about|how about|now|and now|now for|same for|the same for|and for|only|now only|only for|just|and in|what about in] {value}",
  ],
  [
    4,
    "[and|what about|how about|now|and in|same for|what about in|and for|now for|only|and what about in] {when}",
  ],
  [
    4,
    "[and|now|now show it|show it|show that|break it down|break that down|split it|split that|group it|group that|can you split that|do that|same|the same] [by|per] {group}",
  ],
  [3, "[and|now|then|same] [by|per|for each] {unit}"],
  [2, "[without|except|except for|excluding|exclude|leave out|remove|not] {value}"],
  [2, "[just|only|show only|show me only|show|show me|] the {top} {count} [please|]"],
  [
    2,
    "[sort|order|rank] [it|that|them] [by {measure}|ascending|descending|the other way|the other way around|alphabetically|]",
  ],
  [2, "[and|what about|how about|now|show me] the {aggregate} [{measure}|instead|]"],
  [2, "[and|what about|how about|now] the {extreme} [one|{measure}|]"],
  [2, "[in|as] [a percentage|percent|percentages|a table|a chart|dollars|thousands|millions]"],
  [2, "[i mean|i meant|no i meant|no i mean|sorry i meant|actually] [the|] [{column}|{value}|{when}]"],
  // The data itself.
  [
    2,
    "[what|which] [columns|fields|tables|data|data sets|datasets] [do you have|are there|do we have|is there|does it have]",
  ],
  [2, "what [is|does|do] {column} [mean|stand for|]"],
  [
    2,
    "[describe|summarize|tell me about|what is in|what do you know about] [the|] [{table}|{column}|data|table|{table} table|{table} data]",
  ],
  [2, "[what are|list|show me|give me|what are all] [the|all|all the|] {groups}"],
  [
    2,
    "how many [rows|columns|missing values|duplicates|records] [are there|are in {table}|does {table} have|do we have|are in {column}|]",
  ],
  [2, "[are there|do we have|show me|find] [any|the|] [outliers|missing values|duplicates] [in {column}|]"],
  [1, "from [the|] {table} [table|]"],
  // To the one who answers.
  [3, "[hello|hi|hey|hello there|hi there|good morning|good afternoon|good evening|hey there]"],
  [
    3,
    "[yes|no|yeah|yep|nope|okay|right|sure|correct|exactly|yes please|no thanks|no thank you|that's right|that's wrong|all right|fine|great|perfect|good]",
  ],
  [
    3,
    "[say that again|repeat that|can you repeat that|again please|come again|pardon|sorry|what did you say|could you say that again|say it again|once more|one more time|what was that|can you say that again|please repeat that|repeat the number]",
  ],
  [
    3,
    "[slower|faster|slower please|speak slower|speak up|louder|a bit slower|can you speak slower|more slowly|slow down|speed up|please speak more slowly|too fast]",
  ],
  [
    3,
    "[stop|stop it|stop please|cancel|cancel that|never mind|forget it|forget that|wait|hold on|one moment|be quiet|quiet|shut up|enough|that's enough|stop talking|hang on|just a second]",
  ],
  [
    3,
    "[send|post|share|put] [it|that|this|the chart|the table|the answer|the result|the numbers] [to|in|into|on] [the|] [channel|thread|slack|discord|chat|team|screen]",
  ],
  [2, "[send|mail|give] me [that|the chart|the table|the file|a link]"],
  [3, "[the|] [first|second|third|fourth|last|former|latter] [one|choice|option|] [please|]"],
  [2, "[option|number|choice] {count}"],
  [
    2,
    "[both|neither|none|none of them|all of them|either|i don't know|it doesn't matter|you choose|both of them]",
  ],
  [
    3,
    "[how did you|how do you|how was that|how is that] [compute|calculate|get|count|do|know|computed|calculated] [that|it|this|]",
  ],
  [
    2,
    "[show me|what is|read me|explain] the [s q l|sequel|query|code|plan|method|formula|chart|table|numbers|steps]",
  ],
  [
    2,
    "[what does that mean|what do you mean|explain that|are you sure|is that right|why|why is that|how so|really|is that a lot|what else|anything else]",
  ],
  [2, "[thank you|thanks|thanks a lot|thank you very much|great thanks|many thanks]"],
  [
    2,
    "[goodbye|bye|bye bye|that's all|that is all|that's it|hang up|end the call|see you|talk to you later|i'm done|we're done|have a nice day]",
  ],
  [
    2,
    "[help|help me|what can you do|what can i ask|what can i say|who are you|are you there|can you hear me|hello are you there]",
  ],
  [
    1,
    "[start over|new question|another question|next question|go back|undo that|go on|continue|keep going|next|skip]",
  ],
  [
    1,
    "[please|can you|could you|would you|i would like to|i'd like to|i want to] [tell me|show me|know|see|look at|give me] [the|] {measure} [{per} {group}|{filter}|]",
  ],
];

/** What is written `{name}` in a pattern; the other slots are filled by the data and by numbers. */
export const PARTS: Readonly<Record<string, string>> = {
  "what is":
    "[what is|what is|what was|what's|what are|what were|tell me|give me|show me|calculate|compute|find|can you tell me|do you know|i want to know|please tell me]",
  the: "[the|the|the|the|our|my|their|]",
  which: "[which|which|what|in which|on which|at which|for which|by which|which of the]",
  aggregate:
    "[total|total|average|average|mean|median|sum of|sum of the|average of|mean of|median of|number of|total number of|maximum|minimum|max|min|highest|lowest|largest|smallest|typical|overall|combined|standard deviation of|range of|average number of|mode of|]",
  extreme:
    "[highest|highest|most|most|lowest|least|largest|smallest|biggest|best|worst|greatest|longest|shortest|oldest|youngest|cheapest|most expensive|most common|most frequent|fewest|latest|earliest|fastest|slowest|top|strongest|heaviest|lightest|busiest|most popular|least popular|rarest]",
  top: "[top|top|bottom|first|last|best|worst|biggest|largest|highest|lowest]",
  per: "[by|by|by|per|per|for each|for every|in each|at each|grouped by|split by|broken down by|across|for the different|of each|on each|by the]",
  verb: "[has|had|have|is|was|are|were|did|does|do|got|gets|made|make|makes|sold|happened|came|come|were sold|were made|were ordered|were shipped|shipped|were delivered|were cancelled|were canceled|were returned|were paid|opened|closed|started|ended|were rated|were released|were hired|were booked|were recorded|were reported|were completed|were opened|were closed|happened|occurred|caused|earned|spent|survived|died|failed|passed|left|took|used|paid|bought|ordered|visited|received|sent|cost|happened in|were in|are in|are from|came from|went to|belong to|live in]",
  where: "[where|where the|whose|with|with a|with an|when the|if the]",
  compared:
    "[over|over|above|more than|greater than|higher than|at least|less than|under|below|fewer than|lower than|at most|equal to|exactly|up to|between {number} and|longer than|older than|younger than|no more than|not|of]",
  "are there":
    "[are there|are there|were there|do we have|did we have|have|there are|is there|are|were|did we get|did we sell|do you have|there were|does it have|have we had|had|]",
  filter:
    "[in {value}|in {value}|in {value}|in {value}|in {value}|in {value}|in {value}|in {value}|in {value}|in {value}|in {year}|in {year}|in {year}|in {month}|in {month}|{when}|{when}|{when}|for {value}|for {value}|for {value}|from {value}|from {value}|at {value}|of {value}|of {value}|for {value}|for {value}|for {value}|from {value}|of {value}|at {value}|on {value}|with {value}|by {value}|to {value}|during {value}|in the {value}|in the {value} {column}|for the {value}|where the {column} is {value}|where {column} is {value}|with {column} {value}|whose {column} is {value}|{value}|{when}|{when}|{when}|in {value} or {value}|in {value} and {value}|outside {value}|not in {value}|{where} {measure} [is|] {compared} {number}|that are {value}|that were {value}|who are {value}|who were {value}|who had {value}|that had {value}|without {value}]",
  when: "[in {year}|in {year}|in {month}|in {month} {year}|in {month} of {year}|last {unit}|this {unit}|last year|this year|last month|this month|last week|yesterday|today|since {year}|before {year}|after {year}|since {month}|until {month}|in the last {count} {units}|in the past {count} {units}|between {year} and {year}|from {year} to {year}|between {month} and {month}|from {month} to {month}|in {quarter}|in {quarter} of {year}|in {quarter} {year}|on {date}|on {date} {year}|in the {season}|in {season}|on {weekday}|on {weekday}s|at the weekend|on weekends|on weekdays|during {year}|through {year}|year to date|so far this year|in the year {year}|before {date}|after {date}]",
  chart:
    "[chart|graph|plot|bar chart|line chart|pie chart|histogram|scatter plot|box plot|bar graph|line graph|map|heat map|table|picture|diagram]",
  unit: "[year|month|month|week|day|quarter|hour|weekday|day of the week]",
  units: "[years|months|weeks|days|quarters|hours]",
  quarter:
    "[the first quarter|the second quarter|the third quarter|the fourth quarter|the last quarter|q one|q two|q three|q four|quarter one|quarter two|quarter three|quarter four|the first half|the second half]",
  season: "[spring|summer|autumn|fall|winter]",
  weekday: "[monday|tuesday|wednesday|thursday|friday|saturday|sunday]",
  month: "[january|february|march|april|may|june|july|august|september|october|november|december]",
  measure:
    "[{column}|{column}|{column}|{column}|{column}|{column}|{column}|{column}|sales|revenue|profit|cost|price|amount|time|number of {things}]",
  group: "[{column}|{column}|{column}|{column}|{unit}]",
  groups: "[{columns}|{columns}|{columns}|{tables}|{units}]",
  thing: "[{table}|{table}|{head}|{column}]",
  things:
    "[{tables}|{tables}|{tables}|{tables}|{heads}|{heads}|{heads}|{columns}|{columns}|rows|records|entries|cases|people|customers|orders|items|products|times|values]",
};
