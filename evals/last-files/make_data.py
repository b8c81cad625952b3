"""Writes data/riverside_reservations.csv and data/stock_moves.csv; seeded, so the bytes are the same each time. All invented."""
import csv
import random
from datetime import date, timedelta
from pathlib import Path

DATA = Path(__file__).parent / "data"


def write(name, head, rows):
    with open(DATA / name, "w", newline="", encoding="utf-8") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(head)
        w.writerows(rows)


def reservations():
    r = random.Random(7301)
    rates = {"Single": 78, "Double": 104, "Twin": 98, "Family": 139, "Suite": 215}
    first = "Ana Ben Cleo Dan Eva Finn Gita Hugo Ines Jack Kim Lars Mona Nick Olga Paul Rosa Sam Tess Vik".split()
    last = "Abbot Brand Cole Duarte Egan Fox Grant Hale Ito Jonas Kerr Lund Mills Novak Ortiz Pike Quinn Reid Stone Tait Udall Voss Webb Yates".split()
    guests = [f"{a} {b}" for a in first for b in last]
    r.shuffle(guests)
    guests = guests[:330]
    season = [0.6, 0.7, 0.8, 1.0, 1.2, 1.4, 1.6, 1.7, 1.2, 0.9, 0.7, 0.9]
    rows, no, day = [], 20417, date(2024, 1, 1)
    while day <= date(2025, 6, 30):
        lift = 1.15 if day.year == 2025 else 1.0
        busy = 1.35 if day.weekday() in (4, 5) else 0.9
        for _ in range(int(r.random() + 1.75 * season[day.month - 1] * lift * busy)):
            room = r.choices(list(rates), [14, 40, 20, 18, 8])[0]
            chan = r.choices(["Booking.com", "Direct", "Expedia", "Phone", "Agent"], [38, 27, 16, 12, 7])[0]
            nights = r.choices([1, 2, 3, 4, 5, 7, 14], [28, 30, 18, 9, 6, 7, 2])[0]
            lead = int(r.expovariate(1 / {"Phone": 9, "Direct": 24, "Expedia": 31, "Booking.com": 34, "Agent": 70}[chan]))
            rate = rates[room] * (1 + 0.18 * (season[day.month - 1] - 1)) * r.uniform(0.92, 1.1)
            rate = round(rate * (0.93 if chan in ("Booking.com", "Expedia") else 1), 0)
            gone = 0.27 if chan == "Booking.com" else 0.21 if chan == "Expedia" else 0.1
            state = "Cancelled" if r.random() < gone else "No show" if r.random() < 0.03 else "Stayed"
            total = rate * nights
            extras = round(r.expovariate(1 / 31), 2) if state == "Stayed" and r.random() < 0.6 else 0
            adults = 1 if room == "Single" else r.choices([1, 2, 3, 4], [10, 70, 8, 12])[0] if room == "Family" else r.choices([1, 2], [22, 78])[0]
            kids = r.choices([0, 1, 2, 3], [20, 30, 38, 12])[0] if room == "Family" else r.choices([0, 1], [95, 5])[0]
            score = ""
            if state == "Stayed" and r.random() < 0.45:
                score = max(1, min(10, round(r.gauss(8.3 if room in ("Suite", "Double") else 7.7, 1.5))))
            market = r.choices(["UK", "Germany", "France", "Ireland", "USA", "Netherlands", ""], [52, 11, 9, 9, 8, 7, 4])[0]
            rows.append([f"R{no}", (day - timedelta(lead)).strftime("%d/%m/%Y"), day.strftime("%d/%m/%Y"),
                         (day + timedelta(nights)).strftime("%d/%m/%Y"), nights, r.choice(guests), market, chan, room, adults, kids,
                         f"£{rate:.2f}", f"£{total:,.2f}", f"{extras:.2f}" if extras else "", state, score])
            no += r.choice([1, 1, 2])
        day += timedelta(1)
    r.shuffle(rows)
    rows.sort(key=lambda x: (x[1][6:], x[1][3:5], x[1][:2]))
    for i in r.sample(range(len(rows)), 9):  # exact repeats
        rows.insert(i, list(rows[i]))
    for i in r.sample(range(len(rows)), 12):  # a channel in another case
        if rows[i][7] == "Direct":
            rows[i][7] = "direct"
        elif rows[i][7] == "Phone":
            rows[i][7] = "PHONE"
    k = next(i for i, x in enumerate(rows) if i > 500 and x[8] == "Twin" and x[4] == 2 and x[14] == "Stayed")
    rows[k][11], rows[k][12] = "£990.00", "£1,980.00"  # a slipped nought
    write("riverside_reservations.csv", ["Res #", "Booked", "Arrive", "Depart", "Nts", "Guest", "Market", "Channel", "Room", "Adults", "Kids",
                                         "Rate", "Room Total", "Extras £", "State", "Review /10"], rows)


def moves():
    r = random.Random(5519)
    items = []
    names = {"Fixings": ["Wood screw 40mm", "Wood screw 60mm", "Wall plug 8mm", "Hex bolt M8", "Hex bolt M10", "Panel pin 25mm", "Coach screw 90mm"],
             "Paint": ["White emulsion 5L", "Grey primer 1L", "Varnish clear 1L", "Masonry cream 5L", "Gloss black 750ml"],
             "Electrical": ["LED bulb E27", "Twin cable 50m", "Socket double", "Junction box", "Dimmer switch"],
             "Plumbing": ["Copper pipe 15mm", "Elbow 15mm", "Stop valve", "PTFE tape", "Sink trap"],
             "Garden": ["Compost 40L", "Hose 25m", "Spade", "Fence panel", "Grass seed 1kg"]}
    cost = {"Fixings": 3, "Paint": 14, "Electrical": 9, "Plumbing": 6, "Garden": 12}
    n = 101
    for cat, list_ in names.items():
        for name in list_:
            items.append((f"{cat[:2].upper()}-{n}", name, cat, round(cost[cat] * r.uniform(0.5, 2.2), 2), r.uniform(0.5, 2)))
            n += 7
    staff = ["Marek", "Jo", "Dee", "Stan", "Amir"]
    rows, mid, day = [], 88001, date(2024, 9, 2)
    while day <= date(2025, 5, 30):
        if day.weekday() < 6:
            for _ in range(r.randint(3, 8) if day.weekday() < 5 else r.randint(1, 4)):
                sku, name, cat, unit, weight = r.choices(items, [i[4] for i in items])[0]
                site = r.choices(["Leith", "Corby", "Truro"], [50, 32, 18])[0]
                kind = r.choices(["OUT", "IN", "RETURN", "ADJUST", "SCRAP"], [60, 24, 7, 6, 3])[0]
                out = max(1, int(r.lognormvariate(2.6, 0.7) * (1.5 if cat == "Garden" and day.month in (3, 4, 5) else 1)))
                qty = {"OUT": -out, "IN": r.choice([24, 48, 60, 96, 120]), "RETURN": max(1, out // 5),
                       "ADJUST": r.choice([-6, -4, -3, -2, -1, 1, 2, 5]), "SCRAP": -r.randint(1, 9)}[kind]
                who = r.choice(staff) if site != "Truro" else r.choice(["Amir", "Wyn"])
                why = {"RETURN": r.choice(["Damaged", "Wrong item", "Not needed", "Not needed"]), "SCRAP": r.choice(["Damaged", "Expired"]),
                       "ADJUST": "Count"}.get(kind, "")
                supplier = {"Fixings": "Boltwell", "Paint": "Hueco", "Electrical": "Brightline", "Plumbing": "Pipeworks", "Garden": "Greenacre"}[cat] if kind == "IN" else ""
                if kind == "IN" and r.random() < 0.12:
                    supplier = "Tradeall"
                rows.append([mid, f"{day.isoformat()} {r.randint(6, 17):02d}:{r.randint(0, 59):02d}", site, sku, name, cat, kind, qty, f"{unit:.2f}", who, why, supplier])
                mid += 1
        day += timedelta(1)
    rows.sort(key=lambda x: x[1])
    for i, row in enumerate(rows):
        row[0] = 88001 + i
    for i in r.sample(range(len(rows)), 14):
        rows[i][9] = ""
    for i in r.sample(range(len(rows)), 11):
        rows[i][2] = rows[i][2].upper() if i % 2 else rows[i][2] + " "
    for i in r.sample(range(len(rows)), 7):
        rows.insert(i, list(rows[i]))
    k = next(i for i, x in enumerate(rows) if i > 640 and x[6] == "OUT" and x[5] == "Plumbing")
    rows[k][7] = -2400
    with open(DATA / "stock_moves.csv", "w", newline="", encoding="utf-8") as f:
        f.write("Stock movement report,,,,,,,,,,,\nPrinted 31/05/2025 by JO,,,,,,,,,,,\n")
        w = csv.writer(f, lineterminator="\n")
        w.writerow(["Move ID", "When", "Site", "SKU", "Item", "Category", "Type", "Qty +/-", "Unit Cost", "By", "Reason", "Supplier"])
        w.writerows(rows)


reservations()
moves()
