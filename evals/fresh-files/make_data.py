"""Makes the five files and the one to join. Plain Python, fixed seed, the same bytes each time; all of it is invented."""

import csv
import random
from datetime import date, datetime, timedelta
from pathlib import Path

OUT = Path(__file__).parent / "data"


def write(name, head, rows, before=(), after=()):
    with open(OUT / name, "w", newline="", encoding="utf-8") as f:
        csv.writer(f, lineterminator="\n").writerows([*before, head, *rows, *after])


def tickets():
    r = random.Random(11)
    firms = [f"{a} {b}" for a in ("Alder", "Brook", "Cairn", "Dune", "Ember", "Fjord") for b in ("Legal", "Homes", "Freight", "Dairy", "Clinics")]
    weights = [1 / (i + 2) for i in range(len(firms))]
    agents = ["Priya N", "Tomasz K", "Gwen A", "Luis F", "Hanna B"]
    areas = {"Billing": 3, "Login": 4, "Reports": 2, "Mobile app": 3, "API": 1.5, "Import": 2}
    rows, day = [], datetime(2024, 7, 1)
    n = 70210
    while day < datetime(2025, 7, 1):
        mean = (4.2 if day.weekday() < 5 else 0.9) * (1.9 if (day.year, day.month) == (2025, 2) else 1)
        for _ in range(max(0, round(r.gauss(mean, 1.3)))):
            n += r.choice((1, 1, 2))
            opened = day + timedelta(minutes=r.randint(7 * 60, 19 * 60))
            area = r.choices(list(areas), list(areas.values()))[0]
            if (day.year, day.month) == (2025, 2) and r.random() < 0.5:
                area = "Login"
            prio = r.choices(["Low", "Normal", "High", "Urgent"], [3, 6, 2, 0.7])[0]
            agent = r.choice(agents)
            reply = opened + timedelta(minutes=round(r.lognormvariate({"Low": 5.4, "Normal": 4.8, "High": 4.0, "Urgent": 3.1}[prio], 0.7)))
            hours = r.lognormvariate(3.1 + (0.35 if agent == "Luis F" else 0), 0.9)
            closed = reply + timedelta(minutes=round(hours * 60))
            is_open = closed > datetime(2025, 7, 1) or r.random() < 0.02
            status = r.choice(("Open", "Pending")) if is_open else "Closed"
            reopened = "" if is_open else ("Y" if r.random() < 0.08 else "N")
            csat = "" if is_open or r.random() < 0.55 else min(5, max(1, round(r.gauss(4.6 - hours / 45, 0.8))))
            shown = agent.lower() if agent == "Priya N" and r.random() < 0.12 else agent
            stamp = "%Y-%m-%d %H:%M"
            rows.append([f"#{n}", opened.strftime(stamp), reply.strftime(stamp), "" if is_open else closed.strftime(stamp),
                         r.choices(firms, weights)[0], area, prio, r.choices(["Email", "Chat", "Phone"], [5, 3, 1])[0], shown, status, reopened, csat])
        day += timedelta(days=1)
    for row in r.sample(rows, 9):
        row[4] = "ZZ TEST CO"
    late = [x for x in rows if x[3]]
    for row in r.sample(late, 3):
        row[3] = (datetime.strptime(row[1], "%Y-%m-%d %H:%M") - timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    for i in sorted(r.sample(range(len(rows)), 14), reverse=True):
        rows.insert(i + 1, list(rows[i]))
    write("helpdesk_dump.csv", ["Ticket #", "Opened", "1st Reply", "Closed", "Company", "Product Area", "Prio", "Via", "Handled By", "Status", "Reopened?", "CSAT (1-5)"], rows)


def bookings():
    r = random.Random(12)
    first = "Amy Ben Carla Dev Ella Finn Gita Hugo Iris Jack Kofi Lena Mo Nina Owen Pia".split()
    last = "Ashby Boyle Chen Doran Evans Farah Gould Hirst Ivory Jagger Kaur Lund Moss Nolan".split()
    guests = [f"{a} {b}" for a in first for b in last]
    regulars = guests[::9]
    rows, n = [], 4100
    d = date(2025, 1, 3)
    while d <= date(2025, 9, 14):
        busy = {0: 0, 1: 4, 2: 4, 3: 5, 4: 9, 5: 12, 6: 7}[d.weekday()]
        if d.month == 5:
            busy = round(busy * 0.6)
        for _ in range(max(0, round(r.gauss(busy, 1.4))) if busy else 0):
            n += 1
            covers = r.choices([1, 2, 3, 4, 5, 6, 8, 10], [1, 12, 4, 8, 2, 4, 1.5, 0.6])[0]
            source = r.choices(["Website", "Phone", "Walk-in", "TableNow"], [6, 3, 2, 4])[0]
            status = r.choices(["Seated", "Cancelled", "No Show"], [17, 2, 2.2 if source == "TableNow" else 0.8])[0] if source != "Walk-in" else "Seated"
            lead = 0 if source == "Walk-in" else min(60, int(r.expovariate(1 / 8)))
            deposit = 10 * covers if covers >= 6 and source != "Walk-in" else 0
            spend = round(covers * max(9, r.gauss(36 if source != "TableNow" else 33, 8)), 2)
            day = d.strftime("%d/%m/%Y")
            rows.append([f"B{n}", day, r.choice(["12:30", "13:00", "18:00", "18:30", "19:00", "19:30", "20:00", "20:30"]), covers,
                         r.choice(regulars) if r.random() < 0.25 else r.choice(guests), source, r.choices(["Main", "Terrace", "Bar", ""], [8, 4, 2, 0.5])[0],
                         (d - timedelta(days=lead)).strftime("%d/%m/%Y"), f"£{deposit:.2f}", f"£{spend:,.2f}" if status == "Seated" else "", status])
        d += timedelta(days=1)
    for row in r.sample(rows, 7):
        row[4] = "TEST BOOKING"
    for row in r.sample([x for x in rows if x[5] == "Website"], 25):
        row[5] = "web site"
    slip = next(x for x in rows if x[1] == "21/06/2025" and x[10] == "Seated" and x[3] == 4)
    slip[3] = 440
    for i in sorted(r.sample(range(len(rows)), 11), reverse=True):
        rows.insert(i + 1, list(rows[i]))
    total = sum(float(x[9][1:].replace(",", "")) for x in rows if x[9])
    write("bookings 2025.csv", ["Ref", "Date", "Time", "Covers", "Guest", "Source", "Area", "Booked On", "Deposit", "Bill", "Outcome"], rows,
          after=[["Grand total", "", "", sum(x[3] for x in rows), "", "", "", "", "", f"£{total:,.2f}", ""]])


def card():
    r = random.Random(13)
    shops = {"Groceries": [("FRESHWAY 0412", 46), ("CORNER MART", 12), ("GREENLEAF ORGANIC", 31)], "Eating out": [("NOODLE BAR", 27), ("CAFE OTTO", 8), ("PIZZA LUNA", 34)],
             "Transport": [("CITY RAIL", 6), ("FUELSTOP 88", 52)], "Bills": [("NORTHPOWER", 84), ("FIBRENET", 33)], "Shopping": [("HOME DEPOTTO", 58), ("BOOKNOOK", 17), ("ZAPATO SHOES", 71)],
             "Health": [("CITY PHARMACY", 14), ("SMILE DENTAL", 90)], "Subscriptions": [("STREAMO", 11), ("TUNEBOX", 10)]}
    rows, d = [], date(2024, 3, 1)
    while d <= date(2025, 8, 31):
        buys = []
        if d.day == 3:
            buys += [("NORTHPOWER", "Bills", r.gauss(84, 16) * (1.5 if d.month in (12, 1, 2) else 1)), ("FIBRENET", "Bills", 33 if d < date(2025, 4, 1) else 38)]
        if d.day == 9:
            buys += [("STREAMO", "Subscriptions", 10.99 if d.year == 2024 else 12.99), ("TUNEBOX", "Subscriptions", 9.99)]
        for _ in range(r.choices([0, 1, 2, 3], [5, 6, 3, 1])[0] + (1 if d.month == 12 and d.day > 8 else 0)):
            cat = r.choices(["Groceries", "Eating out", "Transport", "Shopping", "Health"], [6, 4, 4, 2, 0.7])[0]
            shop, mean = r.choice(shops[cat])
            buys.append((shop, cat, max(1.2, r.lognormvariate(0, 0.4) * mean)))
        for shop, cat, amount in buys:
            who = r.choices(["MARTA", "JON"], [5, 4])[0]
            label = "groceries" if cat == "Groceries" and r.random() < 0.1 else ("" if r.random() < 0.025 else cat)
            rows.append([d.strftime("%d-%m-%Y"), (d + timedelta(days=r.choice((1, 1, 2, 3)))).strftime("%d-%m-%Y"), shop, label, who, f"{amount:.2f}", ""])
            if cat == "Shopping" and r.random() < 0.12:
                rows.append([d.strftime("%d-%m-%Y"), (d + timedelta(days=4)).strftime("%d-%m-%Y"), shop, "Refund", who, "", f"{amount:.2f}"])
        d += timedelta(days=1)
    big = next(x for x in rows if x[2] == "FUELSTOP 88" and x[0].endswith("11-2024"))
    big[5] = "5212.00"
    for i in sorted(r.sample(range(len(rows)), 8), reverse=True):
        rows.insert(i + 1, list(rows[i]))
    write("card_4471.csv", ["Trans. Date", "Post Date", "Details", "Category", "Holder", "Money Out", "Money In"], rows,
          before=[["Transactions - card ending 4471"], ["Downloaded 02-09-2025"], []])


def machines():
    r = random.Random(14)
    units = {"PR-01": ("Press", 2019), "PR-02": ("Press", 2012), "CU-01": ("Cutter", 2017), "CU-02": ("Cutter", 2021), "PK-01": ("Packer", 2015), "PK-02": ("Packer", 2022), "OV-01": ("Oven", 2010)}
    rows, n = [], 300
    d = datetime(2024, 1, 1)
    while d < datetime(2025, 7, 22):
        for unit, (kind, built) in units.items():
            rate = 0.13 + (2022 - built) * 0.012
            if unit == "PR-02" and d >= datetime(2025, 4, 1):
                rate *= 1.8
            if r.random() > rate:
                continue
            n += 1
            start = d + timedelta(minutes=r.randint(0, 1439))
            stop = r.choices(["Breakdown", "Planned", "Changeover"], [4, 2, 4])[0]
            down = max(3, round(r.lognormvariate({"Breakdown": 4.2, "Planned": 4.6, "Changeover": 3.2}[stop], 0.5)))
            cause = r.choices(["Jam", "Sensor", "Bearing", "Electrical", "Operator", ""], [5, 3, 2, 2, 2, 1])[0] if stop == "Breakdown" else ""
            vib = round(max(0.4, r.gauss(2.2, 0.6) + (1.9 if cause == "Bearing" else 0)), 2)
            temp = round(r.gauss(58 if kind != "Oven" else 210, 5) + vib, 1)
            shift = "Early" if 6 <= start.hour < 14 else "Late" if 14 <= start.hour < 22 else "Night"
            parts = round(r.lognormvariate(4.4, 0.7), 2) if stop == "Breakdown" and r.random() < 0.6 else 0
            rows.append([f"E{n:05d}", unit, kind, built, start.strftime("%m/%d/%Y %H:%M"), down, stop, cause, shift, r.choice(["Rob", "Sal", "Dee", "Kim"]), temp, vib, parts])
        d += timedelta(days=1)
    for row in r.sample(rows, 10):
        row[10] = -999
    for row in r.sample([x for x in rows if x[7] == "Jam"], 12):
        row[7] = "jam "
    next(x for x in rows if x[6] == "Breakdown" and x[1] == "CU-02")[5] = 9999
    for i in sorted(r.sample(range(len(rows)), 6), reverse=True):
        rows.insert(i + 1, list(rows[i]))
    write("stoppages.csv", ["Evt ID", "Machine", "Type", "Yr Built", "Start (m/d/y)", "Down Min", "Stop Class", "Cause", "Shift", "Tech", "Peak Temp C", "Vib mm/s", "Parts $"], rows)


def staff():
    r = random.Random(15)
    depts = {"Nursing": (34000, 9), "Kitchen": (25500, 3), "Admin": (28500, 3), "Estates": (27500, 2), "Therapy": (38500, 2), "Night team": (31000, 3)}
    names = "Abbott Baker Castle Dyer Ellis Frost Grant Hale Ibbot Jarvis Knox Lowe Mercer Nash Oakes Payne Quinn Reeve Stone Tate Usher Vance West Yates".split()
    given = "Ann Bob Cat Dan Eve Fay Gus Hal Ida Jon Kay Leo Mia Ned Olu Pat Ray Sue Tim Una Val Wes".split()
    rows = []
    for i in range(420):
        dept = r.choices(list(depts), [v[1] for v in depts.values()])[0]
        start = date(2014, 1, 6) + timedelta(days=int(4080 * r.random() ** 0.7))
        tenure = timedelta(days=round(r.lognormvariate(6.9 if dept != "Kitchen" else 6.3, 1.0)))
        left = start + tenure if start + tenure <= date(2025, 3, 31) and r.random() < 0.72 else None
        if left and left < date(2019, 1, 1):
            left = None
        fte = r.choices([1, 0.8, 0.6, 0.5], [7, 2, 2, 1])[0]
        pay = round(r.gauss(depts[dept][0], 2600) + (date(2025, 3, 31) - start).days * 0.5, -2)
        gender = r.choices(["F", "M", ""], [6, 4, 0.3])[0]
        rows.append([f"{5001 + i}", f"{r.choice(names)}, {r.choice(given)}", dept, r.choices(["Oak House", "Mill Lodge", "Seaview"], [5, 3, 2])[0], start.strftime("%d.%m.%Y"), left.strftime("%d.%m.%Y") if left else "",
                     r.choices(["Better pay", "Moved away", "Retired", "Dismissed", ""], [5, 3, 2, 1, 1])[0] if left else "", f"{int(pay):,}", fte, gender,
                     "" if left or r.random() < 0.06 else int(r.expovariate(1 / (9 if dept == "Night team" else 5)))])
    for row in r.sample([x for x in rows if x[3] == "Oak House"], 15):
        row[3] = "Oak Hse"
    for row in r.sample(rows, 2):
        row[7] = "1"
    rows[200][7] = "310,000"
    for i in sorted(r.sample(range(len(rows)), 5), reverse=True):
        rows.insert(i + 1, list(rows[i]))
    write("staff list.csv", ["Emp No", "Name", "Dept", "Home", "Start", "Left", "Why Left", "Salary (FTE)", "FTE", "M/F", "Sick Days 12m"], rows)
    write("dept_budget.csv", ["Department", "Posts Funded", "Pay Budget", "Head"],
          [["Nursing", 110, 3900000, "S. Rowe"], ["Kitchen", 34, 820000, "P. Abara"], ["Admin", 42, 1150000, "L. Finch"], ["Estates", 20, 540000, "G. Maddox"], ["Therapy", 22, 900000, "N. Iqbal"], ["Chaplaincy", 3, 96000, "R. Orme"]])


OUT.mkdir(exist_ok=True)
for make in (tickets, bookings, card, machines, staff):
    make()
