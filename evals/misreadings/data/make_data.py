"""Writes orders.csv (one row a line of an order) and customers.csv (one row a contact of a customer).

Traps on purpose: net and gross, refunds, cancelled lines, test orders, order and ship dates, a last month that stops on
the 14th, a shipping fee that every line of an order repeats, and a customer_id that repeats in customers.csv.
"""
import csv
import datetime as dt
import random
from pathlib import Path

here = Path(__file__).parent
rnd = random.Random(20240614)
regions = ["North", "South", "East", "West"]
products = {"Desk": 420, "Chair": 180, "Lamp": 45, "Shelf": 130, "Monitor": 310, "Cable": 12}

customers = []
for number in range(1, 61):
    base = {
        "customer_id": f"C{number:03}",
        "customer_name": f"{rnd.choice(['Acme', 'Birch', 'Cobalt', 'Delta', 'Ember', 'Falcon'])} {rnd.choice(['Ltd', 'Inc', 'GmbH', 'Co'])} {number}",
        "segment": rnd.choices(["Small", "Mid", "Enterprise"], [5, 3, 2])[0],
        "country": rnd.choices(["US", "DE", "FR", "UK"], [5, 3, 2, 2])[0],
        "signup_date": (dt.date(2021, 1, 1) + dt.timedelta(days=rnd.randrange(880))).isoformat(),
    }
    for contact in range(rnd.choices([1, 2, 3], [4, 4, 2])[0]):
        customers.append({**base, "contact_email": f"contact{contact + 1}@{number:03}.example", "newsletter": rnd.choice(["yes", "no"])})

lines, day, order, line = [], dt.date(2023, 1, 1), 1000, 0
while day <= dt.date(2024, 6, 14):
    for _ in range(rnd.choices([0, 1, 2, 3], [3, 4, 3, 1])[0]):
        order += 1
        shared = {
            "order_id": f"O{order}",
            "customer_id": f"C{min(60, 1 + int(rnd.expovariate(0.05))):03}",
            "order_date": day.isoformat(),
            "ship_date": (day + dt.timedelta(days=rnd.choice([1, 2, 2, 3, 4, 5, 7, 12]))).isoformat(),
            "region": rnd.choices(regions, [3, 2, 4, 5])[0],
            "channel": rnd.choices(["web", "store", "phone"], [6, 3, 1])[0],
            "is_test": "yes" if rnd.random() < 0.06 else "no",
            "shipping_fee": rnd.choice([0, 5, 9.5, 15]),
        }
        for _ in range(rnd.choices([1, 2, 3, 4], [4, 3, 2, 1])[0]):
            line += 1
            product = rnd.choice(list(products))
            quantity = rnd.choices([1, 2, 3, 5, 10], [6, 4, 2, 1, 1])[0]
            gross = round(products[product] * quantity * rnd.uniform(0.95, 1.1), 2)
            lines.append({
                "line_id": line,
                **shared,
                "product": product,
                "quantity": quantity,
                "gross_amount": gross,
                "net_amount": round(gross * rnd.choice([0.81, 0.84, 0.79]), 2),
                "status": rnd.choices(["paid", "refunded", "cancelled"], [17, 2, 1])[0],
            })
    day += dt.timedelta(days=1)

for name, rows in (("orders.csv", lines), ("customers.csv", customers)):
    with open(here / name, "w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(name, len(rows))
