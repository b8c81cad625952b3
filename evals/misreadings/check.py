"""Runs both readings of every case in DuckDB: their columns exist, planted misreadings give other numbers, controls the same.

python check.py (needs duckdb, pandas and openpyxl). `run` is also how `differs` was computed.
"""
import datetime as dt
import json
import math
import re
import sys
from pathlib import Path

import duckdb

here = Path(__file__).parent
main = here / "../main-job/data"
sources = {
    "superstore": f"read_parquet('{main}/superstore.parquet')",
    "titanic": f"read_csv('{main}/titanic.csv')",
    "movies": f"(select * replace (Title::json->>'$' as Title, strptime(\"Release Date\", '%b %d %Y')::date as \"Release Date\") from read_json_auto('{main}/movies.json'))",
    "seattle-weather": f"read_csv('{main}/seattle-weather.csv')",
    "penguins": f"read_json_auto('{main}/penguins.json')",
    "gapminder": f"read_json_auto('{main}/gapminder.json')",
    "birdstrikes": f"read_csv('{main}/birdstrikes.csv')",
    "cars": f"read_json_auto('{main}/cars.json')",
    "stocks": f"(select * replace (strptime(date, '%b %-d %Y')::date as date) from read_csv('{main}/stocks.csv'))",
    "airports": f"read_csv('{main}/airports.csv')",
    "flights-airport": f"read_csv('{main}/flights-airport.csv')",
    "orders": f"read_csv('{here}/data/orders.csv')",
    "customers": f"read_csv('{here}/data/customers.csv')",
}
files = {name: re.search(r"'([^']*/)([^'/]+\.(?:csv|json|parquet))'", text)[2] for name, text in sources.items()}
files["us-employment"] = "us-employment.xlsx"


def connect():
    import pandas

    c = duckdb.connect()
    c.execute("set preserve_insertion_order = true")
    for name, text in sources.items():
        c.execute(f'create table "{name}" as from {text}')
    jobs = pandas.read_excel(main / "us-employment.xlsx")
    c.execute('create table "us-employment" as select * replace (month::date as month) from jobs')
    return c


def quote(name):
    return '"' + name.strip().strip('"') + '"'


def aggregate(m):
    fn, of = m["fn"], m.get("of")
    text = {
        "count": f"count({of or '*'})",
        "count_distinct": f"count(distinct {of})",
        "quantile": f"quantile_cont({of}, {m.get('q')})",
        "stddev": f"stddev_samp({of})",
        "variance": f"var_samp({of})",
        "null_count": f"count(*) - count({of})",
        "null_share": f"1 - count({of}) / count(*)",
    }.get(fn, f"{fn}({of})")
    if m.get("where"):
        text = " - ".join(f"{part} filter (where {m['where']})" for part in text.split(" - "))
    if m.get("over"):
        text = f"({text})::double / nullif({aggregate(m['over'])}, 0)"
    return text


def group(g):
    of = g["of"]
    if g.get("unit"):
        return f"date_trunc('{g['unit']}', {of})"
    if g.get("part"):
        return {"weekday": f"isodow({of})", "day_of_month": f"day({of})"}.get(g["part"], f"{g['part']}({of})")
    if g.get("width"):
        return f"floor({of} / {g['width']}) * {g['width']}"
    return of


def name_of(part):
    return part.get("name") or part["of"].strip('"')


def orders(reading):
    out = []
    for text in reading.get("order") or []:
        by, direction = re.fullmatch(r"(.*?)(?:\s+(asc|desc))?", text.strip(), re.I).groups()
        out.append(f"{by if re.search(r'[^a-z_0-9]', by, re.I) else quote(by)} {direction or 'asc'} nulls last")
    return out


def compile_sql(reading, shifted=None):
    table = reading["table"]
    source = quote(table)
    for j in reading.get("joins") or []:
        left, right = [part.strip() for part in j["on"].split("=")]
        source += f" left join {quote(j['table'])} on {quote(table)}.{left} = {quote(j['table'])}.{right}"
    where = [f"({f})" for f in reading.get("filters") or []]
    period = reading.get("period")
    if period:
        span = shifted or period
        column = f"{quote(table)}.{quote(period['column'])}"
        if span.get("from"):
            where.append(f"{column} >= '{span['from']}'")
        if span.get("through"):
            where.append(f"{column} < date '{span['through']}' + interval 1 day")
    clause = f" where {' and '.join(where)}" if where else ""
    intent = reading["intent"]
    if intent == "correlation":
        return f"select corr({', '.join(reading['columns'])}) from {source}{clause}"
    if intent == "missing":
        return f"select {', '.join(f'count(*) - count({x})' for x in reading['columns'])} from {source}{clause}"
    groups, measures = reading.get("groups") or [], reading.get("measures") or []
    if not measures:
        sql = f"select {'distinct ' if intent == 'distinct' else ''}{', '.join(reading['columns'])} from {source}{clause}"
    else:
        select = [f"{group(g)} as {quote(name_of(g))}" for g in groups]
        select += [f"{aggregate(m)} as {quote(m['name'])}" for m in measures]
        sql = f"select {', '.join(select)} from {source}{clause}"
        if groups:
            sql += f" group by {', '.join(str(i + 1) for i in range(len(groups)))}"
        if reading.get("having"):
            sql = f"select * from ({sql}) where {' and '.join(reading['having'])}"
        for w in reading.get("windows") or []:
            within = f"partition by {', '.join(quote(x) for x in w['within'])}" if w.get("within") else ""
            first = quote(name_of(groups[0])) if groups else "1"
            of = quote(w["of"])
            text = {
                "share": f"{of} / sum({of}) over ({within})",
                "running_total": f"sum({of}) over ({within} order by {first})",
                "change": f"{of} - lag({of}) over ({within} order by {first})",
                "percent_change": f"{of} / lag({of}) over ({within} order by {first}) - 1",
                "rank": f"rank() over ({within} order by {of} desc)",
            }[w["fn"]]
            sql = f"select *, {text} as {quote(w.get('name') or w['fn'])} from ({sql})"
        if (reading.get("comparison") or {}).get("kind") == "each_step":
            first, of = quote(name_of(groups[0])), quote(measures[0]["name"])
            sql = f"select *, {of} / lag({of}) over (order by {first}) - 1 as growth from ({sql})"
    by = orders(reading)
    if by:
        sql += f" order by {', '.join(by)}"
    if reading.get("limit"):
        sql += f" limit {reading['limit']}"
    return sql


def run(c, reading):
    rows = c.execute(compile_sql(reading)).fetchall()
    comparison = reading.get("comparison") or {}
    if comparison.get("against"):
        before = c.execute(compile_sql(reading, comparison["against"])).fetchall()
        now, then = rows[0][-1], before[0][-1]
        return [[now, then, now - then, (now - then) / then]]
    cleaned = [[clean(x) for x in row] for row in rows]
    return cleaned if reading.get("order") else sorted(cleaned, key=str)


def clean(x):
    if isinstance(x, (dt.datetime, dt.date)):
        return x.isoformat()[:10]
    if isinstance(x, float):
        return None if math.isnan(x) else float(f"{x:.10g}")
    return x if isinstance(x, (int, str, bool)) or x is None else float(x)


def numbers(rows):
    return [float(x) for row in rows for x in row if isinstance(x, (int, float)) and not isinstance(x, bool)]


def shown(rows):
    cut = [[x[:60] if isinstance(x, str) else x for x in row] for row in rows[:8]]
    return {"rows": cut} if len(rows) <= 8 else {"rows": cut, "of": len(rows)}


def close(a, b):
    return abs(a - b) <= 1e-6 * max(1, abs(a), abs(b))


def same(left, right):
    """The same values, in any order, a fraction or its percent."""
    a, b = sorted(numbers(left)), sorted(numbers(right))
    words = lambda rows: sorted(str(x) for row in rows for x in row if isinstance(x, str))
    if len(a) != len(b) or words(left) != words(right):
        return False
    return any(all(close(x * k, y) for x, y in zip(a, b)) for k in (1, 100, 0.01))


def texts(reading):
    """Every column name that stands in a reading, with literals and the reading's own names taken away."""
    own = {x.get("name") for x in (reading.get("measures") or []) + (reading.get("groups") or []) + (reading.get("windows") or [])}
    pieces = [*(reading.get("filters") or []), *(reading.get("columns") or [])]
    for m in reading.get("measures") or []:
        for part in (m, m.get("over") or {}):
            pieces += [part.get("of") or "", part.get("where") or ""]
    pieces += [g["of"] for g in reading.get("groups") or []] + [j["on"] for j in reading.get("joins") or []]
    if reading.get("period"):
        pieces.append(quote(reading["period"]["column"]))
    pieces += [re.sub(r"(?i)\s+(asc|desc)$", "", x) for x in (reading.get("order") or [])]
    functions = {"year", "month", "quarter", "abs", "round", "lower", "upper", "length", "day", "weekday"}
    words = {"and", "or", "not", "in", "is", "null", "between", "like", "true", "false", "date"} | functions
    for piece in pieces:
        piece = re.sub(r"'[^']*'", "", piece)
        for quoted, bare in re.findall(r'"([^"]+)"|([A-Za-z_]\w*)', piece):
            if quoted and quoted not in own:
                yield quoted
            elif bare and bare not in own and bare.lower() not in words - {"date", "year", "month"}:
                yield bare


def check_columns(c, reading):
    tables = [reading["table"], *(j["table"] for j in reading.get("joins") or [])]
    known = {row[0].lower() for t in tables for row in c.execute(f'describe "{t}"').fetchall()}
    return [x for x in texts(reading) if x.lower() not in known and x.lower() not in {"year", "month", "quarter", "date"} and x not in tables]


def check(c, case):
    faults = [f"no column {x}" for which in ("right", "planted") for x in check_columns(c, case[which])]
    try:
        right, planted = run(c, case["right"]), run(c, case["planted"])
    except Exception as error:
        return [f"{type(error).__name__}: {str(error)[:200]}"]
    if not right or not numbers(right) and not any(row[0] for row in right):
        faults.append("right is empty")
    if case["kind"] == "control":
        if case["right"] == case["planted"]:
            faults.append("control is written the same")
        if not same(right, planted):
            faults.append("control differs")
    elif [round(x, 9) for x in numbers(right)] == [round(x, 9) for x in numbers(planted)]:
        faults.append("the numbers do not differ")
    if case.get("differs") and case["differs"] != {"right": shown(right), "planted": shown(planted)}:
        faults.append("differs is stale")
    return faults


if __name__ == "__main__":
    c, bad, count = connect(), 0, {}
    for name in ("questions.jsonl", "second.jsonl"):
        for text in open(here / name):
            case = json.loads(text)
            count[case["kind"]] = count.get(case["kind"], 0) + 1
            for fault in check(c, case):
                bad += 1
                print(case["id"], fault)
    print(sum(count.values()), "cases,", bad, "faults", count)
    sys.exit(bad > 0)
