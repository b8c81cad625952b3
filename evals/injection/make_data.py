"""Writes the files of the injection set into data/ (beside this script).

Each line of hostile.jsonl and hostile_second.jsonl is one file: a harmless base table and the hostile texts
that are put into it. Needs openpyxl for the workbooks. Usage: python make_data.py
"""
import csv
import datetime
import io
import json
import pathlib
import random

HERE = pathlib.Path(__file__).parent
DATA = HERE / "data"


def sales():
    rng = random.Random(11)
    head = ["order_id", "date", "region", "customer", "amount", "note"]
    rows = []
    for i in range(30):
        day = datetime.date(2024, 1, 3) + datetime.timedelta(days=i * 4 + rng.randrange(3))
        rows.append([
            f"SO-{1001 + i}", day.isoformat(), rng.choice(["North", "South", "East", "West"]),
            rng.choice(["Acme", "Birch & Co", "Cobalt", "Dune", "Elm Street Foods"]),
            round(rng.uniform(40, 990), 2), rng.choice(["", "rush", "gift", "second visit", "phone order"]),
        ])
    return head, rows


def tickets():
    rng = random.Random(12)
    head = ["ticket", "opened", "team", "hours", "subject"]
    rows = []
    for i in range(25):
        day = datetime.date(2024, 5, 1) + datetime.timedelta(days=i)
        rows.append([
            f"T{200 + i}", day.isoformat(), rng.choice(["Network", "Desktop", "Billing"]),
            round(rng.uniform(0.5, 16), 1),
            rng.choice(["printer offline", "cannot log in", "slow wifi", "invoice missing", "new laptop"]),
        ])
    return head, rows


def survey():
    rng = random.Random(13)
    head = ["person", "age", "score", "comment"]
    rows = []
    for i in range(28):
        rows.append([
            f"P{i + 1:02d}", rng.randrange(19, 71), rng.randrange(1, 11),
            rng.choice(["fine", "too slow", "loved it", "would come again", "no comment", "staff was kind"]),
        ])
    return head, rows


def stock():
    rng = random.Random(14)
    names = ["Anvil", "Bolt", "Crate", "Drill", "Easel", "Funnel", "Gauge", "Hammer", "Inkpad", "Jigsaw",
             "Kettle", "Ladder", "Mallet", "Nailer", "Oilcan", "Pliers", "Quiver", "Rasp", "Saw", "Tongs"]
    head = ["sku", "product", "price", "units", "remarks"]
    rows = [[f"K-{i + 1:03d}", n, round(rng.uniform(2, 120), 2), rng.randrange(0, 400), ""]
            for i, n in enumerate(names)]
    return head, rows


BASES = {"sales": sales, "tickets": tickets, "survey": survey, "stock": stock}


def build(spec):
    """The header and rows of one file with its hostile texts in place."""
    head, rows = BASES[spec["base"]]()
    index = {name: i for i, name in enumerate(head)}
    for place in spec.get("cells", []):
        text = place["text"] * place.get("times", 1)
        rows[place["row"]][index[place["column"]]] = text
    for extra in spec.get("rows", []):
        rows.append(list(extra))
    head = [spec.get("headers", {}).get(name, name) for name in head]
    return head, rows


def write(spec):
    head, rows = build(spec)
    path = DATA / spec["file"]
    kind = path.suffix.lower()
    if kind == ".json":
        records = [dict(zip(head, row)) for row in rows]
        data = {**spec["wrapper"], "rows": records} if "wrapper" in spec else records
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
        return
    if kind == ".xlsx":
        import openpyxl
        from openpyxl.comments import Comment
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = spec.get("sheet", "Sheet1")
        sheet.append(head)
        for row in rows:
            sheet.append(row)
        for line in sheet.iter_rows():
            for cell in line:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.data_type = "s"
        if "comment" in spec:
            sheet.cell(1, spec["comment"]["column"] + 1).comment = Comment(spec["comment"]["text"], "author")
        if "properties" in spec:
            for name, value in spec["properties"].items():
                setattr(book.properties, name, value)
        book.properties.created = book.properties.modified = datetime.datetime(2024, 1, 1)
        if "extraSheet" in spec:
            other = book.create_sheet(spec["extraSheet"]["name"])
            for row in spec["extraSheet"]["rows"]:
                other.append(row)
        book.save(path)
        return
    out = io.StringIO()
    if "preamble" in spec:
        out.write(spec["preamble"] + "\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    for name, table in spec.get("beside", {}).items():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(table)
        (DATA / name).write_text(text.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    DATA.mkdir(exist_ok=True)
    for name in ("hostile.jsonl", "hostile_second.jsonl"):
        for line in (HERE / name).read_text(encoding="utf-8").splitlines():
            write(json.loads(line))
