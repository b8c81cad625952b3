/**
 * What words say of whom a message is meant for, in English, German, Spanish and French. Written without accents and in
 * small letters, as messages are compared with them.
 */

const words = (text: string): string =>
  text
    .trim()
    .split(/\s*\n\s*|,\s+/)
    .join("|");
const anywhere = (text: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_])(?:${words(text)})(?![\\p{L}\\p{N}_])`, "gu");
const alone = (text: string): RegExp => new RegExp(`^(?:${words(text)})$`, "u");
const opening = (text: string): RegExp => new RegExp(`^(?:${words(text)})(?![\\p{L}\\p{N}_])`, "u");

/** Said with nothing else these ask for nothing. */
export const REACTION = alone(`
  ok+, okay, okey, kk?, alright, all right, fine, good, great, cool, nice, sweet, neat, perfect, excellent, amazing, awesome
  brilliant, lovely, wow+, whoa, woah, oh+, ah+, aha+, hm+, huh, ugh, oops, yikes, damn, omg, wtf, lol, lmao, rofl, ha(?:ha)+h?
  thanks, thank, thx, ty, tysm, cheers, ta, you, so, very, much, a lot, lot, all, everyone, both, guys, team, folks
  noted, understood, got, gotcha, it, that, this, one, indeed, true, right, exactly, agreed, agree, same, here, interesting, makes, sense
  great, work, job, well, done, love, is, looks, sounds, really, super, pretty, work, helpful, useful
  \\+1, fyi, nvm, never mind, no worries, no problem, np, sorry, my bad, welcome, please
  danke, danke dir, vielen, dank, dir, schon, gut, prima, toll, klasse, genau, alles klar, klar, passt, stimmt, verstanden, ach so, aha, krass, oje
  gracias, muchas, mil, vale, genial, perfecto, estupendo, claro, entendido, jaja+(?:ja)*, jeje, muy, bien, buen, trabajo, de nada, que, bueno
  merci, beaucoup, bien, parfait, super, top, genial, d accord, dac, ca marche, compris, mdr, ouf, entendu, tres, bon, nickel, impec`);

/** Said alone these answer whoever spoke last. */
export const YES_OR_NO = alone(`
  yes, yep, yeah, yup, ya, sure, no, nope, nah, y, n, correct, please do, go ahead, do it, yes please, no thanks
  both, neither, either, all of them, none, the first, the second, the third, the last, first one, second one, third one
  the first one, the second one, the third one, the last one, the latter, the former, option \\p{N}, \\p{N}+
  ja, nein, doch, jawohl, das erste, das zweite, die erste, die zweite, beide, si, no, la primera, la segunda, el primero, el segundo
  oui, non, ouais, le premier, le deuxieme, le second, la premiere, la deuxieme, les deux`);

/** What only somebody who computes is told to do, at the beginning of a sentence. */
export const ORDER = opening(`
  show, plot, chart, graph, draw, list, count, sum, group, split, break, filter, sort, order, rank, compare, calculate, compute, recalculate
  export, download, drop, remove, exclude, include, skip, ignore, omit, redo, rerun, re-run, run, undo, revert, reset, stop, cancel, abort
  make it, make that, make the, turn, convert, change, switch, use, add, limit, restrict, keep, zoom, explain, describe, summari[sz]e, give, tell me
  group, bin, bucket, pivot, join, merge, correlate, forecast, predict, cluster, test, round, format, label, colou?r, stack, normali[sz]e, try
  display, find, get, fetch, render, rename, replace, start, swap, top, bottom, only, just, without, instead, exclude, analy[sz]e, check whether, check if
  zeig, zeige, zeigt, plotte, zeichne, mach, mache, berechne, rechne, zahl, zahle, filter, filtere, sortiere, gruppiere, vergleiche, entferne, lass, nimm, gib, exportiere, liste, stopp, abbrechen, fasse
  muestra, muestrame, ensena, ensename, dibuja, grafica, calcula, cuenta, filtra, ordena, agrupa, compara, quita, exporta, haz, hazlo, dame, pon, usa, para, cancela, resume, excluye, elimina, explica
  montre, montre-moi, affiche, trace, dessine, calcule, compte, filtre, trie, groupe, compare, enleve, exporte, fais, donne, donne-moi, utilise, arrete, annule, resume, retire, exclus, explique`);

/** The same after politeness: "can you split it". */
export const POLITE_ORDER = anywhere(`
  (?:can|could|would|will) (?:you|u)(?: please| also| maybe| just)* (?:show|plot|chart|graph|draw|list|count|sum|group|split|break|filter|sort|rank|compare|calculate|compute|export|drop|remove|exclude|include|add|redo|rerun|run|make|turn|convert|change|use|explain|give|do (?:that|this|it|the same)|summari[sz]e|forecast|predict|analy[sz]e|limit|zoom|round|plot|visuali[sz]e|put|tell me (?:how|what|which|the))
  (?:can|could) (?:we|i) (?:see|get|have (?:that|this|it) (?:by|per|as)|have a (?:chart|table|plot|list))
  please (?:show|plot|chart|list|count|group|split|filter|sort|compare|export|drop|remove|exclude|redo|run|use|explain)
  (?:show|give|tell|get) me
  (?:i want|i d like|i need|i would like) to see
  (?:i want|i d like|i need|i would like) (?:the|a|an|that|this|it) \\p{L}+ (?:by|per|as|for)
  kannst du (?:mir |das |die |den |es |bitte |auch |mal )*(?:zeigen|aufteilen|nach|als|anzeigen|plotten|berechnen|sortieren|filtern|erklaren|exportieren|vergleichen|ausrechnen)
  puedes (?:mostrar|mostrarme|ensenar|ensenarme|dividir|dividirlo|separar|filtrar|ordenar|exportar|calcular|agrupar|comparar|hacer|explicar|quitar)
  (?:peux-tu|peux tu|tu peux|pourrais-tu|pouvez-vous) (?:me |le |la |les )*(?:montrer|afficher|tracer|calculer|filtrer|trier|grouper|comparer|exporter|decouper|separer|faire un|expliquer|enlever)`);

/** What is counted, drawn and compared: said of data, or of an answer. */
export const DATA = anywhere(`
  how many, how much, average, averages, mean, median, sum, total, totals, maximum, minimum, max, min, highest, lowest, largest, smallest, biggest, most, least, fewest
  count, counts, number of, percent, percentage, percentages, percentile, quartile, share of, ratio, rate, rates, proportion, distribution, histogram, outlier, outliers, correlation, correlated, regression
  trend, trends, growth, top \\p{N}+, bottom \\p{N}+, top, per, grouped by, group by, broken down, breakdown, split by, sorted by, sort by, compared (?:to|with), versus, vs, against
  chart, charts, bar chart, line chart, pie chart, pie, scatter, scatterplot, heatmap, plot, graph, histogram, table with, csv, xlsx, excel, pdf, png, axis, legend, log scale
  rows, row, columns, column, duplicates, null, nulls, missing values, distinct, unique, cumulative, running total, moving average, year over year, month over month, yoy, mom, forecast, significant, confidence interval, standard deviation, variance, p value, p-value
  wie viele, wie viel, wieviele, durchschnitt, mittelwert, summe, gesamt, insgesamt, anzahl, anteil, hochste, hochsten, niedrigste, meisten, wenigsten, prozent, pro, diagramm, balkendiagramm, liniendiagramm, verteilung, ausreisser, nach monat, nach region, median, tabelle, zeilen, spalte
  cuantos, cuantas, cuanto, cuanta, promedio, media, mediana, suma, porcentaje, proporcion, mas alto, mas alta, mas bajo, mayor, menor, por mes, por semana, por ano, por dia, grafico, grafica, barras, filas, distribucion, maximo, minimo, ventas
  combien, moyenne, mediane, somme, pourcentage, part de, le plus, la plus, les plus, le moins, par mois, par semaine, par jour, par an, par annee, par, graphique, courbe, histogramme, lignes, colonne, repartition, maximum`);

/** A stretch of time that an answer can be about. */
export const PERIOD = anywhere(`
  (?:by|per|each|every) (?:day|week|month|quarter|year|hour|weekday), (?:last|past|previous|next|this) (?:\\p{N}+ )?(?:days?|weeks?|months?|quarters?|years?), ytd, q[1-4], h[12], (?:19|20)\\p{N}\\p{N}
  (?:in|for|since|until|before|after|from) (?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)
  daily, weekly, monthly, quarterly, yearly, annually, hourly
  pro (?:tag|woche|monat|quartal|jahr), nach (?:tag|woche|monat|quartal|jahr), letzten? (?:woche|monat|jahr|quartal), letztes (?:jahr|quartal), letzter (?:woche|monat), monatlich, wochentlich, taglich
  por (?:dia|semana|mes|trimestre|ano), (?:el|la) (?:mes|semana|ano|trimestre) (?:pasado|pasada), mensual, semanal
  par (?:jour|semaine|mois|trimestre|an|annee), (?:le|la|l) ?(?:mois|semaine|annee|trimestre) (?:dernier|derniere|passe|passee), mensuel`);

/** How a message goes on from the answer before. */
export const FOLLOW_UP = opening(`
  and, now, only, just, but, what about, how about, what if, same, also, again, then, instead, not, no, nope, wait, sorry i meant, i meant, actually, or, except, without, with, for, by, per, in, as, then, ok then, ok now, ok and, ok but
  und, jetzt, nur, aber, was ist mit, wie ist es, wie sieht, dasselbe, das gleiche, auch, nochmal, nein, ohne, mit, als, stattdessen, oder
  y, ahora, solo, pero, que tal, lo mismo, tambien, otra vez, no, sin, con, como, e, o
  et, maintenant, seulement, juste, uniquement, mais, la meme chose, pareil, aussi, encore, non, sans, avec, en, ou`);

/** Of an answer that was just given: doubt, and how it came about. */
export const ABOUT_ANSWER = anywhere(`
  are you sure, how did you (?:get|come|calculate|compute|arrive), how do you (?:know|get|calculate), how was (?:that|this|it) (?:calculated|computed), how is (?:that|this|it) (?:calculated|computed|defined), where (?:does|did) (?:that|this|the) .{0,30}come from
  (?:is|are) (?:that|this|it|these|those) (?:right|correct|gross|net|per|before|after|including|excluding|with|without|only|all|in|the|based|really|significant)
  (?:does|do|did) (?:that|this|it|these|those|you) (?:include|exclude|count|contain|cover|take|use|filter|drop|handle|treat)
  what does (?:that|this|it|the) .{0,30}mean, what do you mean, that s wrong, that is wrong, that s not right, that can t be right, there should be, it should be, should be \\p{N}, i meant, i mean the, you (?:forgot|missed|used|counted|included|misread|misunderstood)
  behind (?:that|this|it), of (?:those|these|them), the same (?:thing|for|but|with), same (?:thing|but|for|with|as), instead of, not (?:the )?\\p{L}+ but, rather than
  bist du sicher, wie kommst du, wie hast du, stimmt das, ist das richtig, ist das inklusive, ist da, sind da, was bedeutet, das ist falsch, das stimmt nicht, ich meinte
  estas seguro, como lo (?:calculaste|has calculado|sacaste), es correcto, esta bien ese, incluye, que significa, eso esta mal, quise decir, me referia
  es-tu sur, tu es sur, comment tu (?:as|arrives|calcules), c est correct, c est bien, est-ce que (?:ca|cela) (?:inclut|comprend|compte), ca inclut, que veut dire, c est faux, je voulais dire`);

/** What people do together, and ask of each other. */
export const TALK = anywhere(`
  lunch, coffee, dinner, breakfast, beer, drinks, gym, weekend, vacation, holiday, holidays, on leave, pto, sick, ooo, birthday, traffic jam, commute, train
  meeting, meetings, standup, stand-up, call, calls, zoom, huddle, sync, 1:1, 1on1, retro, agenda, calendar, invite, schedule a, catch up, ping, slack me, dm, jump on, hop on, chat about, talk about, talk tomorrow, let s, lets, shall we, should we, can we (?:have|meet|talk|speak|do this|discuss|move|take|ask|push|wait|please meet), could we (?:have|meet|talk|speak|discuss|move|take|ask|push|wait)
  tomorrow, tonight, this afternoon, this morning, after lunch, later today, next sprint, by friday, by monday, by tuesday, by wednesday, by thursday, on monday, on tuesday, on wednesday, on thursday, on friday, eod, eow, asap, deadline
  deck, slides, slide, powerpoint, memo, email, e-mail, mail, jira, confluence, wiki, pull request, pr, branch, commit, deploy, script, dashboard, notebook, github, repo, doc, docs, document, spreadsheet, folder, invoice, contract, budget meeting, newsletter
  boss, manager, ceo, cfo, vp, board, legal, finance, hr, marketing team, sales team, ops, the team, warehouse team, data team, engineering team, client, colleague, intern, leadership, exec, execs, stakeholders, auditors?, procurement
  what time, who owns, whose, who wrote, who made, who is responsible, who changed, who can, who has access, who s, who is, anyone, anybody, someone, somebody, everyone, everybody, guys, folks, y all, team
  did you (?:see|refresh|talk|ask|send|get|check|read|hear|update|upload|finish|have|change|fix|tell|push|merge|know|notice|remember|go|ever), have you, do you know, do you remember, do you have, do you want, do you think, what do you think, you think, your (?:script|team|query|deck|slides|sheet|file|opinion|turn|laptop|doc|version|call|change|pr|side|end)
  can you (?:send|check|look|ask|forward|share|call|ping|join|talk|confirm|review|take|handle|help|come|remind|fix|update|upload|approve|sign|book|follow|chase|own), could you (?:send|check|look|ask|forward|share|call|ping|join|talk|confirm|review|take|handle|help|fix|update|upload|approve)
  told you, i told, we told, we said, we agreed, we decided, we need to, we should, we have to, we can, we could, we ll, we will, we re, we are, we were, we had, our, tell them, ask them, ask him, ask her, he said, she said, they said, he s, she s, she d, he d, they re, they ll, publish this, present this, presenting, publish, sign off, approve, approved, approval
  good morning, good night, morning all, morning, goodbye, bye, hi all, hi everyone, hello all, hey all, hey team, see you, cu, ttyl, brb, afk, welcome back, congrats, congratulations, happy
  mittagessen, kaffee, feierabend, urlaub, meeting, besprechung, termin, morgen, spater, ubermorgen, heute abend, kollege, kollegin, kollegen, chef, chefin, schick mir, schickst du, schickt, frag, fragst du, hast du, habt ihr, weisst du, weiss jemand, lass uns, sollen wir, sollten wir, konnen wir, wir (?:sollten|mussen|konnen|haben|reden|sehen|treffen), guten morgen, moin, hallo zusammen, tschuss, bis dann, bis gleich, bis morgen, prasentation, folien, jemand, wer hat, wer kann, wer ist, was meinst du, was denkst du, euch, ihr, mail, gesendet, geschickt
  almuerzo, comida, cafe, reunion, llamada, manana, luego, mas tarde, vacaciones, jefe, jefa, companero, companera, equipo, enviame, mandame, me mandas, me envias, puedes (?:mandar|mandarme|enviar|enviarme|mirar|revisar|preguntar|llamar|confirmar), has (?:visto|enviado|mandado|hablado|podido), sabes si, sabes quien, alguien, quien tiene, quien puede, quien es, lo vemos, nos vemos, hablamos, vamos a, podemos, deberiamos, tenemos que, que opinas, que te parece, que piensas, buenos dias, buenas, hola a todos, hasta luego, presentacion, correo
  dejeuner, cafe, reunion, appel, demain, plus tard, tout a l heure, cet aprem, cet apres-midi, ce soir, conges, vacances, chef, cheffe, collegue, equipe, envoie-moi, tu m envoies, peux-tu (?:envoyer|m envoyer|verifier|demander|regarder|confirmer), tu peux (?:envoyer|m envoyer|verifier|demander|regarder|confirmer), as-tu (?:vu|envoye|parle), tu as (?:vu|envoye|parle|eu), tu sais si, tu sais qui, quelqu un, qui a, qui peut, qui est, on se voit, on se parle, on en parle, on voit, on fait, on peut, on doit, on devrait, nous, qu en penses-tu, tu en penses quoi, bonjour a tous, bonjour, salut, bonne journee, a demain, a plus, presentation, mail`);

/** Somebody says what they do or think: nothing is asked. */
export const ANNOUNCE = anywhere(`
  i ll, i will, i m going, i m gonna, i m on it, i m off, i m in, i m out, i m sharing, i m sending, i m checking, i am, i ve, i have (?:to|a|no|asked|sent|told|already), i think, i guess, i bet, i hope, i hate, i love, i like, i knew, i know, i told, i asked, i sent, i just, i can (?:do|ask|check|take|send|look), i don t (?:know|think|like|believe|trust|care), i agree, i disagree, i suspect, i assume, i believe, i was, i had, i thought, i wonder, i wouldn t, i d say, i d rather, i need to, i have to, i got, let me, imo, imho, afaik, iirc
  will do, on it, sharing this, sharing that, sending this, sending it, forwarding, (?:adding|looping in|bringing in|inviting) (?:this|\\p{L}+ (?:here|too|to this)), pasting, brb, leaving, heading, back in, works for me, my fault, same here, me too, me neither, no idea, dunno, not sure, told you so, as expected, fyi, fwiw, btw, because, cause, cuz, probably, maybe (?:it|they|we|he|she|because), must be, it s because, that s because, that explains, that s why, as i said, thought so, looks (?:good|high|low|right|wrong|off|weird|ok|fine|great|like), seems (?:high|low|right|wrong|off|weird|ok|fine|great|like|about), sounds (?:good|great|right|like|fine)
  ich (?:schicke|schick|frag|frage|mach|mache|glaube|denke|hasse|liebe|weiss|bin|hab|habe|muss|kann|kummere|schau|schaue|werde|finde|geb|gebe|leite), mach ich, geht klar, bin dran, keine ahnung, weil, vermutlich, wahrscheinlich, sieht (?:gut|hoch|komisch|seltsam|richtig)
  yo (?:lo|me|creo|pienso), creo que, pienso que, me encargo, lo miro, lo reviso, voy a, ahora lo, estoy, tengo que, ni idea, porque, seguramente, quizas, parece (?:que|alto|bien|raro), lo (?:envio|mando|pregunto), ya lo
  je (?:m en|vais|pense|crois|te|vous|suis|dois|regarde|demande|l|le|la|lui|leur|sais|n|partage|transmets|prefere), j (?:ai|envoie|aime|espere|avais|arrive|en), parce que, car, sans doute, aucune idee, ca (?:a l air|semble|me semble)`);

/** How one feels: nothing is asked. */
export const FEELING = opening(`
  ugh+, hm+, meh, lol, haha(?:ha)*, wow+, whoa, yikes, oof, ouch, omg, wtf, damn, argh+, phew, yay, nice, great, cool, awesome, good, perfect, amazing, interesting, weird, strange, funny, crazy, insane, impressive, sad, finally
  krass, oje, super, toll, cool, komisch, echt, uff, puh, jaja, vaya, madre mia, uf, genial, que, mira, menudo, mince, zut, oh la la, dommage, dingue, bizarre, super, genial`);

/** Tabletalk is called by its name. */
export const BOT = anywhere(`bot, tabletalk, table talk, @bot, @tabletalk`);

/** What follows a person's name where they are spoken of, not to. */
export const OF_THEM = opening(`
  says, said, thinks, thought, and i, and me, told, asked, asks, wants, wanted, has, had, is, was, s, got, gets, mentioned, claims, believes, found, needs, would, will, did, does, disagrees, agrees, hat, sagt, meint, und ich, ist, dice, dijo, y yo, quiere, cree, dit, et moi, pense, veut`);

/** How a question begins that has its answer in data. */
export const QUESTION = opening(`
  what s the, what is the, what are the, what was the, what were the, what share, what percent, what percentage, what fraction, whats the, which, how many, how much, how is, how are, how was, how were, how has, how have, how did, how does, how do, is there a, are there, who has, who had, who (?:are|were) the, when (?:was|were|is|did|does), where (?:are|is|were) the, why is, why are, why was, why did, why does, does the, do the, did the, and which, and what, and how
  welche, welcher, welches, wie viele, wie viel, wie hoch, wie gross, wie ist, wie hat, was ist, was war, wer hat, wann, warum ist
  cual, cuales, cuanto, cuanta, cuantos, cuantas, como, que \\p{L}+ (?:tiene|tienen|hay|es), quien tiene, cuando, por que
  quel, quelle, quels, quelles, combien, comment, quand, pourquoi, qui a le plus, y a-t-il`);
