import {expect, it} from "vitest";
import {languageOf} from "../../../../src/agents/offline/talk/languages.ts";

it.each([
  ["wie viele Kunden gibt es pro Land?", "German"],
  ["umsatz pro monat", "German"],
  ["combien de clients par pays", "French"],
  ["¿Cuántas películas hay por género?", "Spanish"],
  ["quanti film ci sono per genere", "Italian"],
  ["hoeveel klanten zijn er per land", "Dutch"],
  ["quantos clientes há por mês", "Portuguese"],
  ["映画は何本ありますか", "Japanese"],
  ["每个地区的销售额是多少", "Chinese"],
  ["сколько клиентов по странам", "Russian"],
  ["كم عدد العملاء", "Arabic"],
])("%s is %s", (text, english) => {
  expect(languageOf(text)?.english).toBe(english);
});

it.each([
  "how many customers per country",
  "sales by region in São Paulo",
  "show movies with title La Vie en Rose",
  "total de la Rosa orders",
  "avg mrr",
  "москва sales by month and by region",
  "1234",
])("%s is read as English", (text) => {
  expect(languageOf(text)).toBeUndefined();
});
