"""Writes the six tables of data/. Plain Python, fixed seeds: python3 make_data.py gives the same bytes.

All names, accounts and figures are invented.
"""
import csv
import math
import os
import random
from datetime import date, datetime, timedelta

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")


def write(name, rows, encoding="utf-8"):
    with open(os.path.join(HERE, name), "w", newline="", encoding=encoding) as f:
        csv.writer(f).writerows(rows)


def pick(r, weighted):
    return r.choices([w[0] for w in weighted], [w[1] for w in weighted])[0]


def money(x):
    return f"{x:,.2f}"


def names(r, n, tails):
    a = ["Harbour", "Oakfield", "Pennine", "Kestrel", "Brook", "Silver", "Maple", "Thistle", "Granary", "Copper",
         "Lantern", "Fern", "Quarry", "Beacon", "Meadow", "Swift", "Raven", "Juniper", "Cobalt", "Amber",
         "Orchard", "Willow", "Falcon", "Drift", "Marlow", "Canal", "Foundry", "Heron", "Summit", "Velvet"]
    out = []
    while len(out) < n:
        x = f"{r.choice(a)} {r.choice(tails)}"
        if x not in out:
            out.append(x)
    return out


def orders():
    r = random.Random(4440)
    items = []
    cats = {"Coffee": ["House Blend 1kg", "Decaf 1kg", "Espresso 1kg", "Single Origin 1kg", "Filter Sachets"],
            "Tea": ["Breakfast Tea 500", "Earl Grey 250", "Green Tea 250", "Chai 250", "Fruit Mix 100"],
            "Syrups": ["Vanilla Syrup 1L", "Caramel Syrup 1L", "Hazelnut Syrup 1L", "Sugar Free 1L"],
            "Cups & Lids": ["8oz Cup x1000", "12oz Cup x1000", "Lids x1000", "Stirrers x5000"],
            "Machines": ["Grinder", "Knock Box", "Milk Jug 600ml", "Cleaning Kit", "Water Filter"]}
    price = [14.5, 15.5, 16.2, 21, 9.8, 11.4, 8.2, 7.9, 8.6, 6.4, 7.2, 7.2, 7.4, 7.8, 32, 38, 21, 12.5, 145, 22, 14, 11, 46]
    k = 0
    for c, ns in cats.items():
        for n in ns:
            items.append((f"{c[:2].upper()}{100 + k * 7}", n, c, price[k]))
            k += 1
    regions = [("London", 30), ("North", 30), ("Midlands", 18), ("Scotland", 14), ("South West", 8)]
    cust = []
    for i, n in enumerate(names(r, 88, ["Cafe", "Catering", "Foods", "Hotels", "Trading Co", "Bakery", "Events"])):
        cust.append({"id": f"C{1001 + i * 3}", "name": n, "region": pick(r, regions), "w": 1 / (i + 4), "kind": "regular"})
    for i in (70, 72, 74, 75, 77, 79, 80, 81, 82, 83, 84, 85, 86, 87):
        cust[i]["kind"] = "once"
    for i in (9, 14, 22, 27, 33, 41):
        cust[i]["kind"] = "lapsed"
    cust.append({"id": "C1402", "name": "Acme Ltd", "region": "North", "w": .10, "kind": "regular"})
    cust.append({"id": "C1409", "name": "Acme Inc", "region": "London", "w": .075, "kind": "regular"})
    cust.append({"id": "C1415", "name": "Bluebird Cafe", "region": "Midlands", "w": .05, "kind": "regular"})
    reps = {"London": ["J. Patel", "S. Okoro"], "North": ["M. Hughes", "T. Ward"], "Midlands": ["M. Hughes", "L. Chan"],
            "Scotland": ["T. Ward"], "South West": ["S. Okoro", "L. Chan"]}
    first, last = date(2023, 1, 2), date(2024, 9, 11)
    days = [first + timedelta(d) for d in range((last - first).days + 1)]
    days = [d for d in days if d.weekday() < 6]
    plan = []
    for d in days:
        m = (d - first).days / 30.4
        season = 1 + .12 * math.cos((d.month - 12) / 12 * 2 * math.pi)
        mean = 2.3 * (1 + .008 * m) * season * (.45 if d.weekday() == 5 else 1)
        n = 0
        while r.random() < mean / (mean + 1) and n < 6:
            n += 1
        for _ in range(n):
            c = r.choices(cust, [c["w"] if c["kind"] != "once" else 0 for c in cust])[0]
            if c["kind"] == "lapsed" and d >= date(2024, 2, 20):
                continue
            if c["region"] == "North" and d.year == 2024 and d.month == 6 and r.random() < .75:
                continue
            plan.append((d, c))
    for c in cust:
        if c["kind"] == "once":
            plan.append((date(2024, 4, 2) + timedelta(r.randrange(158)), c))
        if c["kind"] == "regular" and not any(p[1] is c and p[0] >= date(2024, 4, 1) for p in plan):
            plan.append((date(2024, 4, 3) + timedelta(r.choice([0, 5, 20, 34, 48, 105, 120, 141])), c))
    test = {"id": "T0000", "name": "TEST ACCOUNT", "region": "London", "kind": "test"}
    for d in r.sample(days, 14) + [date(2024, 7, 3)]:
        plan.append((d, test))
    plan.sort(key=lambda p: p[0])
    rows, spans, no = [], [], 20418
    for d, c in plan:
        no += r.choice([1, 1, 1, 2])
        status = "Test" if c["kind"] == "test" else "Refunded" if r.random() < .055 else "Completed"
        if d > date(2024, 9, 4) and status == "Completed" and r.random() < .7:
            status = "Open"
        desp = d + timedelta(min(int(r.expovariate(.45)) + 1, 21))
        rep = r.choice(reps[c["region"]]) if r.random() > .03 else ""
        region = c["region"] if r.random() > .022 else ""
        name = c["name"]
        if name == "Bluebird Cafe" and r.random() < .3:
            name = "BLUEBIRD CAFE"
        start = len(rows)
        for ln, it in enumerate(r.sample(items, r.choices([1, 2, 3, 4, 5], [32, 30, 20, 12, 6])[0]), 1):
            unit = round(it[3] * r.choice([.85, .9, .95, 1, 1, 1, 1.05, 1.1]), 2)
            q = max(1, round(r.lognormvariate(2.2, .5) * (16 / unit) ** .45))
            disc = r.choice([0, 0, 0, 0, 5, 5, 10, 15])
            gross = round(unit * q, 2)
            net = round(gross * (100 - disc) / 100, 2)
            late = "" if status in ("Open", "Test") else desp.strftime("%d/%m/%Y")
            rows.append([f"SO-{no}", ln, d.strftime("%d/%m/%Y"), late, c["id"], name, region, it[0], it[1], q, unit, disc, gross, net, status, rep])
        spans.append((start, len(rows)))
    # a quantity with a slipped key, three despatch dates before the order, re-exported orders
    i = next(i for i, x in enumerate(rows) if x[2].endswith("10/2023") and x[8] == "Stirrers x5000" and x[14] == "Completed")
    rows[i][9] = 1440
    rows[i][12] = round(rows[i][10] * 1440, 2)
    rows[i][13] = round(rows[i][12] * (100 - rows[i][11]) / 100, 2)
    done = [i for i, x in enumerate(rows) if x[14] == "Completed" and x[1] == 1]
    for i in r.sample(done[:400], 3):
        rows[i][3] = (datetime.strptime(rows[i][2], "%d/%m/%Y") - timedelta(4)).strftime("%d/%m/%Y")
    again = sorted(r.sample([s for s in spans if rows[s[0]][14] == "Completed" and not s[0] <= i < s[1]], 10), reverse=True)
    for a, b in again:
        at = min(len(rows), b + r.choice([0, 0, 12, 40]))
        while at < len(rows) and rows[at][1] != 1:
            at += 1
        rows[at:at] = [list(x) for x in rows[a:b]]
    tot = ["TOTAL", "", "", "", "", "", "", "", "", sum(x[9] for x in rows), "", "",
           money(sum(x[12] for x in rows)), money(sum(x[13] for x in rows)), "", ""]
    for x in rows:
        x[12], x[13] = money(x[12]), money(x[13])
    head = ["Order No.", "Ln", "Order Date", "Desp. Date", "Acct", "Customer", "Sales Region", "Item Code", "Item Desc", "Qty",
            "Unit Price", "Disc %", "Gross £", "Net £", "Status", "Rep"]
    write("orders_export.csv", [head] + rows + [tot], "utf-8-sig")
    sup = {"Coffee": "Rosto Imports", "Tea": "Leaf & Co", "Syrups": "Sweetline", "Cups & Lids": "PackRight", "Machines": "Barista Supply"}
    prod = [["SKU", "Description", "Category", "Supplier", "Cost Price", "Case Size"]]
    for it in items:
        if it[1] in ("Chai 250", "Knock Box"):
            continue
        prod.append([it[0], it[1], it[2], sup[it[2]], round(it[3] * r.uniform(.55, .72), 2), r.choice([1, 6, 12])])
    for code, n, c in (("CO990", "Cold Brew 5L", "Coffee"), ("SY991", "Mint Syrup 1L", "Syrups"), ("MA992", "Tamper 58mm", "Machines")):
        prod.append([code, n, c, sup[c], round(r.uniform(5, 30), 2), 1])
    write("products.csv", prod)


def members():
    r = random.Random(90210)
    end = date(2024, 8, 31)
    rows = []
    comp = names(r, 190, ["Media", "Labs", "Logistics", "Health", "Partners", "Design", "Robotics"])
    comp += [f"{x} {t}" for x, t in zip([c.split()[0] for c in names(r, 150, ["a", "b", "c", "d", "e", "f"])], ["Group"] * 150)]
    seen, full = set(), []
    for c in comp:
        while c in seen:
            c = c + " " + r.choice(["US", "EU", "II", "Intl", "West", "North"])
        seen.add(c)
        full.append(c)
    extra = ["Bolt", "Nimbus", "Cedar", "Atlas", "Pixel", "Delta", "Ember", "Zephyr", "Mosaic", "Harvest", "Tidal", "Prism"]
    for a in extra:
        for t in ["Analytics", "Studio", "Retail", "Capital", "Energy", "Legal", "Foods", "Travel", "Security", "Motors",
                  "Pharma", "Games", "Homes", "Sports", "Textiles", "Books", "Marine", "Optics", "Print", "Steel", "Water", "Farms"]:
            full.append(f"{a} {t}")
    r.shuffle(full)
    full = full[:604]
    full[50], full[333] = "Northwind Media", "Northwind Labs"
    full = list(dict.fromkeys(full))
    for i, c in enumerate(full):
        signup = date(2022, 1, 3) + timedelta(int(964 * r.random() ** .85))
        plan = pick(r, [("Starter", 46), ("Team", 36), ("Business", 18)])
        billing = pick(r, [("Monthly", 62), ("Annual", 38)])
        seats = {"Starter": r.randint(1, 5), "Team": r.randint(4, 25), "Business": r.randint(15, 120)}[plan]
        rate = {"Starter": 12, "Team": 15, "Business": 18}[plan]
        mrr = round(seats * rate * r.choice([1, 1, 1, .9, .8]), 2)
        region = pick(r, [("US", 48), ("Canada", 14), ("UK", 22), ("Germany", 10), ("Australia", 6)])
        p = .13 + (.13 if billing == "Monthly" else -.05) + (.05 if plan == "Starter" else -.03) + (.05 if region == "Germany" else 0)
        age = (end - signup).days
        churn = r.random() < p and age > 45
        cancel = signup + timedelta(r.randint(30, age)) if churn else None
        login = cancel - timedelta(r.randint(0, 25)) if churn else end - timedelta(min(int(r.expovariate(1 / 16)), age))
        if not churn and r.random() < .06 and age > 150:
            login = end - timedelta(r.randint(95, 145))
        if login < signup:
            login = signup
        tickets = min(14, int(r.expovariate(1 / (2.4 if churn else 1.5))))
        base = {"Starter": 33, "Team": 36, "Business": 41}[plan] - (12 if churn else 0)
        nps = max(-100, min(100, round(r.gauss(base, 34)))) if r.random() > .31 else ""
        rows.append([f"A-{3001 + i}", c, f"billing@{c.lower().replace(' ', '')}.example", region, plan, billing, seats, mrr,
                     signup.isoformat(), cancel.isoformat() if cancel else "", "Yes" if churn else "No", login.isoformat(), tickets, nps,
                     r.choice(["Dana", "Priya", "Tom", "Luis"]) if r.random() > .08 else ""])
    for i in r.sample([i for i, x in enumerate(rows) if x[10] == "No"], 14):
        rows[i][10] = ""
    for i in r.sample([i for i, x in enumerate(rows) if x[10] == "Yes"], 3):
        rows[i][9] = (date.fromisoformat(rows[i][8]) - timedelta(r.randint(5, 60))).isoformat()
    i = next(i for i, x in enumerate(rows) if x[4] == "Starter" and x[10] == "No" and i > 200)
    rows[i][7] = 9999
    live = [x for x in rows if x[10] == "No" and x[7] != 9999]
    for n, x in enumerate(r.sample(live, 7)):
        y = list(x)
        y[0] = f"A-{3001 + len(full) + n}"
        y[8] = (date.fromisoformat(x[8]) + timedelta(r.randint(0, 3))).isoformat()
        y[11] = max(y[8], y[11])
        rows.append(y)
    head = ["Account ID", "Company", "Contact Email", "Country", "Plan", "Billing", "Seats", "MRR (USD)", "Signup Date", "Cancel Date",
            "Churned?", "Last Login", "Tickets 90d", "NPS", "Acct Mgr"]
    write("members.csv", [head] + rows)


def deliveries():
    r = random.Random(555)
    depots = [("Leeds North", 34), ("Leeds South", 24), ("Hull", 18), ("York", 24)]
    slow = {"Leeds North": 0, "Leeds South": .05, "Hull": .28, "York": .0}
    drv = {"Leeds North": ["Ali K", "Beth M", "Carl S", "Dev P"], "Leeds South": ["Ed R", "Fay T", "Gus L"],
           "Hull": ["Hana W", "Ian B"], "York": ["Jo F", "Kim D", "Lee A"]}
    acct = [f"{n}" for n in names(r, 150, ["Florist", "Pharmacy", "Dental", "Optics", "Print", "Books"])]
    start = datetime(2024, 5, 1, 7)
    rows, job = [], 88013
    for d in range(111):
        day = start + timedelta(d)
        if day.weekday() == 6:
            continue
        for _ in range(r.randint(9, 19) if day.weekday() < 5 else r.randint(4, 8)):
            dep = pick(r, depots)
            if dep == "York" and day.month == 7 and r.random() < .62:
                continue
            who = r.choice(drv[dep])
            if who == "Carl S" and day >= datetime(2024, 6, 24):
                who = "Dev P"
            a = r.choices(acct, [1 / (i + 3) for i in range(150)])[0]
            booked = day + timedelta(minutes=r.randint(0, 600))
            coll = booked + timedelta(minutes=r.randint(5, 55))
            km = round(max(.6, r.lognormvariate(1.9, .55)), 1)
            mins = max(6, round(r.lognormvariate(3.0, .5) * math.exp(slow[dep]) + km * 1.9))
            if r.random() < .02:
                mins = round(mins * r.uniform(4, 9))
            fail = r.random() < .045
            kg = round(r.lognormvariate(.6, .8), 1)
            fee = round(4.2 + .62 * km + .15 * kg, 2)
            out = "Failed" if fail else "Returned" if r.random() < .02 else "Delivered"
            on = "" if fail else "Y" if mins <= 60 else "N"
            rate = "" if fail or r.random() < .46 else max(1, min(5, round(r.gauss(4.5 if on == "Y" else 3.6, .8))))
            job += r.choice([1, 1, 2])
            rows.append([f"J{job}", dep, who, a, booked, coll, None if fail else coll + timedelta(minutes=mins), "" if fail else mins,
                         km, kg, fee, out, on, rate])
    ok = [x for x in rows if x[7] != ""]
    for x in r.sample(ok, 3):
        m = r.randint(11, 47)
        x[6], x[7] = x[5] - timedelta(minutes=m), -m
    for x, m in zip(r.sample([x for x in ok if x[7] > 0], 2), (1523, 2894)):
        x[6], x[7], x[12] = x[5] + timedelta(minutes=m), m, "N"
    f = lambda t: t.strftime("%Y-%m-%d %H:%M") if t else ""
    head = ["job_ref", "depot", "driver", "account", "booked_at", "collected_at", "delivered_at", "mins", "km", "kg", "fee_gbp", "outcome", "on_time", "rating"]
    write("deliveries.csv", [head] + [x[:4] + [f(x[4]), f(x[5]), f(x[6])] + x[7:] for x in rows])


def takings():
    r = random.Random(2718)
    stores = {"S01": (3100, 11.2), "S02": (2500, 10.1), "S03": (2150, 10.6), "S04": (1280, 9.4), "S05": (1750, 10.4)}
    first, last = date(2022, 1, 1), date(2024, 9, 30)
    rows = []
    for d in range((last - first).days + 1):
        day = first + timedelta(d)
        for s, (base, price) in stores.items():
            if s == "S05" and day < date(2024, 3, 1):
                continue
            if s == "S03" and date(2024, 8, 9) <= day <= date(2024, 8, 24):
                rows.append([s, day, 0, 0, "", 0, 0, 0, "", "N", "closed - refit"])
                continue
            promo = r.random() < (.22 if day.weekday() in (3, 4) else .07)
            p = price * r.uniform(.94, 1.06) * (.93 if promo else 1)
            f = 1 + .004 * ((day - first).days / 30.4)
            f *= [.88, .86, .93, 1.0, 1.15, 1.3, .94][day.weekday()]
            f *= {1: .94, 2: .96, 3: .99, 4: 1, 5: 1.02, 6: 1.03, 7: 1.03, 8: 1.0, 9: .99, 10: 1, 11: 1.04, 12: 1.12}[day.month]
            items = max(20, round(base / price * f * (p / price) ** -1.3 * r.gauss(1, .07)))
            tx = round(items / r.uniform(2.4, 2.9))
            gross = round(items * p, 2)
            ref = round(gross * max(0, r.gauss(.031 if s != "S04" else .047, .012)), 2)
            foot = round(tx * r.uniform(2.0, 2.7)) if r.random() > .014 else ""
            note = r.choice(["snow", "till 2 down", "late open", "football"]) if r.random() < .006 else ""
            rows.append([s, day, tx, items, foot, gross, ref, 0, round(p, 2), "Y" if promo else "N", note])
    x = next(x for x in rows if x[0] == "S02" and x[1] == date(2023, 3, 14))
    x[5] = round(x[5] * 10, 2)
    out = [["Daily takings - all stores"] + [""] * 10, ["Run 10/01/2024 06:02"] + [""] * 10, [""] * 11,
           ["Store", "Bus. Date", "Txns", "Items Sold", "Footfall", "Gross Takings", "Refunds", "Net Takings", "Avg Item Price", "Promo", "Notes"]]
    for x in rows:
        x[7] = round(x[5] - x[6], 2)
        out.append([x[0], x[1].strftime("%m/%d/%Y"), *x[2:5], *("$" + money(v) for v in x[5:8]), *x[8:]])
    write("store_takings.csv", out)
    write("store_list.csv", [
        ["Store Code", "Store Name", "City", "State", "Sq Ft", "Opened"],
        ["S01", "Riverside", "Portland", "OR", 4200, "05/14/2016"],
        ["S02", "Union Square", "Seattle", "WA", 3600, "09/02/2017"],
        ["S03", "Lakeview", "Seattle", "WA", 3100, "03/22/2019"],
        ["S04", "Mill End", "Salem", "OR", 2900, "11/08/2019"],
        ["S06", "Airport", "Portland", "OR", 1800, "02/01/2025"]])


orders()
members()
deliveries()
takings()
