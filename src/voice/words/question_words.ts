/** Words that questions about data are made of: none of them is ever taken for a name that sounds like it. */
export const QUESTION_WORDS: ReadonlySet<string> = new Set(
  `a an the this that these those it its they them their there here i me my we us our you your he she his her who whose whom which what when where why how
  is are was were be been being am do does did done has have had having can could will would shall should may might must not no yes nor
  and or but if then than so as at by for from in into of off on onto out over per to under up with without within between among across about above after against along around before behind below beside besides beyond down during except inside near since through throughout till until upon via
  all any both each either every few fewer fewest least less many more most much neither none nothing one only other others another own same several some such too very just also still yet even ever never always again once twice
  show give tell list get find compare plot draw chart graph make count counts number numbers total totals sum sums average averages mean means median medians minimum maximum min max highest lowest largest smallest biggest best worst top bottom first last next previous prior earliest latest newest oldest longest shortest
  rank ranked sort sorted order ordered group grouped split break broken filter filtered exclude excluding include including only share shares percent percentage percentages proportion rate rates ratio fraction part parts distribution spread range histogram bar bars line lines pie scatter box table tables rows row column columns record records value values data dataset file
  correlation correlate correlated relationship related relate depend depends affect affects predict predicts prediction forecast trend trends growth grow grew grown rise rose risen fall fell fallen drop dropped change changed changes difference differ different increase increased decrease decreased higher lower greater bigger smaller larger longer shorter older newer better worse equal equals exactly
  year years month months week weeks day days quarter quarters hour hours minute minutes second seconds date dates time times today yesterday tomorrow daily weekly monthly quarterly yearly annual annually morning afternoon evening night weekend weekday
  january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday
  zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion third fourth fifth sixth seventh eighth ninth tenth half quarter dozen
  whether weather please thanks okay ok mean meaning significant significance test tests missing null empty blank blanks duplicate duplicates unique distinct outlier outliers typical usual normal overall altogether like want need know see look looking now`.split(
    /\s+/,
  ),
);
