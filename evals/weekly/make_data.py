"""Writes files/week-01/orders.csv ... files/week-52/orders.csv: one small orders file as it comes every Monday.

The orders themselves grow from 10 to 300; how they are written drifts. Usage: python make_data.py
"""
import csv
import datetime
import io
import pathlib
import random

HERE = pathlib.Path(__file__).parent
FIRST_MONDAY = datetime.date(2025, 1, 6)
COLUMNS = ["order_id", "order_date", "customer", "region", "product", "quantity", "unit_price", "amount",
           "currency", "status"]
CUSTOMERS = ["Acme", "Müller GmbH", "Café Noir", "Birch & Co", "Dune"]
PRODUCTS = {"Desk": 240.0, "Chair": 85.5, "Lamp": 32.25, "Shelf": 119.9}
REGION_CODES = {"West": "W", "East": "E", "North": "N", "South": "S", "Central": "C"}


def monday(week):
    return FIRST_MONDAY + datetime.timedelta(days=7 * (week - 1))


def rows_in(week):
    return round(10 + (week - 1) * 290 / 51)


def orders(week):
    """The true orders up to this week, corrections included, as dictionaries."""
    rng = random.Random(52)
    out = []
    for w in range(1, week + 1):
        for _ in range(rows_in(w) - (rows_in(w - 1) if w > 1 else 0)):
            back = rng.randrange(1, 8) if w > 1 else rng.randrange(1, 36)
            late = rng.random()
            day = monday(w) - datetime.timedelta(days=back)
            if w == 5 and late < 0.7 or w == 6:
                day = datetime.date(2024, 12, 4) + datetime.timedelta(days=rng.randrange(27))
            product = rng.choice(list(PRODUCTS))
            quantity = rng.randrange(1, 13)
            regions = ["West", "East", "North", "South"] + (["Central"] if w >= 8 else [])
            out.append({
                "order_id": f"SO-{1001 + len(out)}", "order_date": day, "customer": rng.choice(CUSTOMERS),
                "region": rng.choice(regions), "product": product, "quantity": quantity,
                "unit_price": PRODUCTS[product], "amount": round(quantity * PRODUCTS[product], 2), "currency": "USD",
                "status": rng.choice(["Paid", "Paid", "Paid", "Pending", "Refunded"]),
            })
    if week >= 6:  # corrections of old rows
        for i in (2, 7, 15):
            out[i]["quantity"] += 4
            out[i]["amount"] = round(out[i]["quantity"] * out[i]["unit_price"], 2)
    if week >= 34:  # refunds that came later
        for i in (20, 41, 77, 120):
            out[i]["status"] = "Refunded"
    return out


def table(rows, columns=None, iso=True):
    """Header and rows as text, the plain way."""
    columns = columns or COLUMNS
    body = []
    for row in rows:
        line = []
        for name in columns:
            value = row.get(name, "")
            if isinstance(value, datetime.date):
                value = value.isoformat()
            elif isinstance(value, float):
                value = f"{value:.2f}"
            line.append(str(value))
        body.append(line)
    return [list(columns)], body


def comma(number):
    whole = f"{number:,.2f}"
    return whole.replace(",", "_").replace(".", ",").replace("_", ".")


def renamed(names, change):
    return [change.get(name, name) for name in names]


def week_file(week):
    rows = orders(week)
    encoding, delimiter, newline, before = "utf-8", ",", "\n", ""
    columns = list(COLUMNS)
    change = {}
    after = []

    def each(name, make):
        for row in rows:
            row[name] = make(row)

    if week == 3:
        columns.append("note")
        each("note", lambda r: "gift" if r["quantity"] > 9 else "")
    elif week == 4:
        columns = ["status", "amount", "region", "order_id", "customer", "product", "unit_price", "quantity",
                   "order_date", "currency"]
    elif week in (7, 8):
        change = {name: name.replace("_", " ").title() for name in COLUMNS}
    elif week == 10:
        change = {"region": "sales_region"}
    elif week == 11:
        columns.remove("region")
    elif week == 13:
        each("status", lambda r: {"Refunded": "refund", "Paid": "paid", "Pending": "pending"}[r["status"]])
    elif week == 14:
        each("status", lambda r: "refund" if r["status"] == "Refunded" and int(r["order_id"][3:]) % 2 else r["status"])
    elif week == 16:
        each("order_date", lambda r: r["order_date"].strftime("%d/%m/%Y"))
    elif week == 17:
        each("order_date", lambda r: r["order_date"].strftime("%m/%d/%Y"))
    elif week == 18:
        each("order_date", lambda r: r["order_date"].isoformat() + f"T{8 + int(r['order_id'][-1]):02d}:15:00")
    elif week == 19:
        delimiter = ";"
        each("amount", lambda r: comma(r["amount"]).replace(".", ""))
        each("unit_price", lambda r: comma(r["unit_price"]).replace(".", ""))
    elif week == 20:
        each("amount", lambda r: comma(r["amount"]))
        each("unit_price", lambda r: comma(r["unit_price"]))
    elif week == 21:
        rows = []
    elif week == 22:
        return b""
    elif week == 24:
        total = sum(r["amount"] for r in rows)
        units = sum(r["quantity"] for r in rows)
        after = [["Total", "", "", "", "", str(units), "", f"{total:.2f}", "", ""]]
    elif week == 25:
        encoding = "latin-1"
    elif week == 26:
        encoding = "utf-16"
    elif week == 27:
        encoding, newline = "utf-8-sig", "\r\n"
    elif week == 28:
        each("amount", lambda r: f"${r['amount']:,.2f}")
    elif week == 29:
        each("amount", lambda r: f"{r['amount']:.2f} USD")
    elif week == 30:
        change = {"amount": "amount_cents"}
        each("amount", lambda r: round(r["amount"] * 100))
    elif week == 31:
        for row in rows[-24:]:
            row["currency"] = "EUR"
            row["amount"] = round(row["amount"] * 0.92, 2)
            row["unit_price"] = round(row["unit_price"] * 0.92, 2)
    elif week == 32:
        for row in rows:
            row["currency"] = "EUR"
            row["amount"] = round(row["amount"] * 0.92, 2)
            row["unit_price"] = round(row["unit_price"] * 0.92, 2)
    elif week == 33:
        rows = rows + [dict(row) for row in rows[rows_in(31):rows_in(33)]]
    elif week == 35:
        at = columns.index("amount")
        columns[at:at + 1] = ["net_amount", "gross_amount"]
        each("gross_amount", lambda r: r["amount"])
        each("net_amount", lambda r: round(r["amount"] / 1.08, 2))
    elif week == 36:
        change = {"amount": "total"}
    elif week == 37:
        columns.remove("amount")
    elif week == 38:
        each("quantity", lambda r: f"{r['quantity']} pcs")
    elif week == 39:
        before = f"Weekly export of orders\nPrepared on {monday(week).isoformat()}\n\n"
    elif week == 40:
        each("order_id", lambda r: int(r["order_id"][3:]))
    elif week == 41:
        lines = []
        for row in rows:
            if row["quantity"] < 3:
                lines.append(row)
                continue
            first = dict(row, quantity=row["quantity"] // 3)
            second = dict(row, quantity=row["quantity"] - first["quantity"])
            for part in (first, second):
                part["amount"] = round(part["quantity"] * part["unit_price"], 2)
                lines.append(part)
        rows = lines
    elif week == 42:
        each("product", lambda r: "P-" + {"Desk": "0417", "Chair": "0032", "Lamp": "0250", "Shelf": "0118"}[r["product"]])
    elif week == 43:
        each("region", lambda r: REGION_CODES[r["region"]])
    elif week == 44:
        for i in (10, 33, 58, 90, 141):
            rows[i]["amount"] = ""
    elif week == 45:
        each("amount", lambda r: -r["amount"] if r["status"] == "Refunded" else r["amount"])
    elif week == 46:
        delimiter = "\t"
    elif week == 47:
        columns.remove("unit_price")
    elif week in (48, 49):
        each("ship_date", lambda r: r["order_date"] + datetime.timedelta(days=2 + int(r["order_id"][-1]) % 5))
        at = columns.index("order_date")
        if week == 48:
            columns.insert(at + 1, "ship_date")
            change = {"order_date": "date_ordered"}
        else:
            columns[at] = "ship_date"
    elif week == 50:
        start = monday(week) - datetime.timedelta(days=30)
        rows = [row for row in rows if row["order_date"] >= start]
    elif week == 51:
        for row in rows[-12:]:
            if row["status"] == "Refunded":
                row["status"] = "Chargeback"
        rows[-1]["status"] = "Chargeback"

    head, body = table(rows, columns)
    head[0] = renamed(head[0], change)
    text = io.StringIO()
    text.write(before)
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(head + body + after)
    return text.getvalue().replace("\n", newline).encode(encoding)


if __name__ == "__main__":
    for number in range(1, 53):
        folder = HERE / "files" / f"week-{number:02d}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "orders.csv").write_bytes(week_file(number))
