#!/usr/bin/env python3
"""Writes files/ and expected.json (third messy set), the same bytes each time."""
import gzip, io, json, os, random, re, shutil, zipfile, datetime as dt
import openpyxl, xlwt
from openpyxl.styles import Font
HERE = os.path.dirname(os.path.abspath(__file__)); OUT = os.path.join(HERE, 'files')
shutil.rmtree(OUT, ignore_errors=True); os.makedirs(OUT)
EXP = []
D, DT, TD = dt.date, dt.datetime, dt.timedelta
R = random.Random(20240317)
N, I, T, B, DA, TS = 'number', 'integer', 'text', 'boolean', 'date', 'timestamp'
PCT = 'pct'          # number, percent
IDN = ['integer', 'text']; BT = ['boolean', 'text']

def jv(v):
    if isinstance(v, DT): return v.strftime('%Y-%m-%dT%H:%M:%S')
    if isinstance(v, D): return v.isoformat()
    if isinstance(v, float): return round(v, 6)
    return v

def table(cols, data, like=None, extra=(), skip=()):
    """cols: [(name, type[, check letters])]; data: clean rows, None = null. Checks computed from data."""
    for r in data: assert len(r) == len(cols), (len(r), len(cols), r)
    names = [c[0] for c in cols]; columns, checks = [], []
    for i, c in enumerate(cols):
        name, typ = c[0], c[1]
        col = {'name': name, 'type': N if typ == PCT else typ}
        if typ == PCT: col['percent'] = True
        columns.append(col)
        ref = name if name is not None and names.count(name) == 1 else i
        vals = [r[i] for r in data]; full = [v for v in vals if v is not None]
        how = c[2] if len(c) > 2 else None
        if how is None:
            if typ in (N, I, PCT): how = 'sn'
            elif typ == T: how = 'ndv'
            elif typ in (DA, TS): how = 'nv'
            else: how = 'n'
        if i in skip: how = ''
        if 's' in how and full: checks.append({'column': ref, 'sum': round(sum(full), 6)})
        if 'n' in how: checks.append({'column': ref, 'nulls': len(vals) - len(full)})
        if 'd' in how: checks.append({'column': ref, 'distinct': len(set(full))})
        if 'v' in how:
            for k in sorted({0, len(data) - 1, len(data) // 2}):
                if vals[k] is not None and '\n' not in str(vals[k]) and str(vals[k]) == str(vals[k]).strip():
                    checks.append({'row': k, 'column': ref, 'value': jv(vals[k])})
    t = {'rows': len(data), 'columns': columns, 'checks': checks + list(extra)}
    if like: t = {'name_like': like, **t}
    return t

def anon(cols): return [(None,) + tuple(c[1:]) for c in cols]

def expect(file, kind, tables=None, either=None, doubt=False, error=False):
    e = {'id': file.split('_')[0], 'file': file, 'kind': kind, 'tables': tables or []}
    if error: e['error'] = True
    if either: e['either'] = either
    if doubt: e['doubt_ok'] = True
    EXP.append(e)

def put(file, data, enc='utf-8'):
    if isinstance(data, str): data = data.encode(enc)
    with open(os.path.join(OUT, file), 'wb') as f: f.write(data)

def q(v, d=','):
    s = '' if v is None else str(v)
    return '"' + s.replace('"', '""') + '"' if any(x in s for x in (d, '"', '\n')) else s
def csvt(rows, d=',', nl='\n'): return ''.join(d.join(q(v, d) for v in r) + nl for r in rows)

def num(x, dec=2, th=',', pt='.'):
    if x is None: return ''
    s = f'{abs(x):,.{dec}f}'.replace(',', '\0').replace('.', pt).replace('\0', th)
    return ('-' if x < 0 else '') + s
def lakh(x):
    a, b = f'{x:.2f}'.split('.')
    if len(a) > 3:
        h, t = a[:-3], a[-3:]; parts = []
        while len(h) > 2: parts.insert(0, h[-2:]); h = h[:-2]
        a = ','.join(([h] if h else []) + parts + [t])
    return a + '.' + b

def save_xlsx(wb, file, stored=None):
    """stored: {sheet index: {coord: value}} = results stored beside formulas."""
    buf = io.BytesIO(); wb.save(buf); src = zipfile.ZipFile(buf); out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
        for n in src.namelist():
            b = src.read(n)
            if n == 'docProps/core.xml': b = re.sub(rb'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ', b'2024-04-02T08:00:00Z', b)
            m = re.fullmatch(r'xl/worksheets/sheet(\d+)\.xml', n)
            if m and stored and int(m[1]) - 1 in stored:
                s = b.decode()
                for c, v in stored[int(m[1]) - 1].items():
                    t = ' t="e"' if isinstance(v, str) and v.startswith('#') else (' t="str"' if isinstance(v, str) else '')
                    s, k = re.subn(rf'<c r="{c}"([^>]*?)><f>(.*?)</f><v ?/?>(</v>)?</c>',
                                   lambda g: f'<c r="{c}"{g[1]}{t}><f>{g[2]}</f><v>{v}</v></c>', s)
                    assert k == 1, (c, k)
                b = s.encode()
            zi = zipfile.ZipInfo(n, (2024, 4, 2, 8, 0, 0)); zi.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(zi, b)
    put(file, out.getvalue())

# ---------------------------------------------------------------- t01 Shopify
f = 't01_orders_export_shopify.csv'
cols = [('Name', T), ('Email', T), ('Financial Status', T), ('Paid at', TS), ('Accepts Marketing', BT), ('Currency', T),
        ('Subtotal', N), ('Shipping', N), ('Total', N), ('Lineitem quantity', I), ('Lineitem name', T), ('Lineitem price', N),
        ('Lineitem sku', T), ('Shipping Zip', T, 'nd'), ('Shipping Phone', T, 'nd'), ('Notes', T, 'n'), ('Id', IDN, 'nd')]
items = [('Linen apron, sage', 38.0, 'APR-01-SG'), ('Beeswax candle 8"', 14.5, 'CND-08'), ('Walnut spoon', 9.25, 'SPN-WN'),
         ('Tea towel (set of 3)', 24.0, 'TWL-03'), ('Honey jar / 250 g', 11.75, 'HNY-250')]
data, raw = [], []
for k in range(14):
    off = -5 if k < 6 else -4
    loc = DT(2024, 3, 6 + k // 2 * 1 + (2 if k >= 6 else 0), 9 + k % 11, (k * 7) % 60, 10 + k)
    paid = None if k == 9 else loc - TD(hours=off)
    n = 1 + (k % 3); its = [items[(k + j * 2) % 5] for j in range(n)]; qt = [1 + (k + j) % 4 for j in range(n)]
    sub = round(sum(i[1] * c for i, c in zip(its, qt)), 2); sh = [0.0, 5.95, 9.9][k % 3]
    zp = ['02134', '07030', '90210', '00501', '60614'][k % 5]; ph = f'+1 617-555-{100 + k:04d}'
    note = ['Leave at door\nring twice', None, 'Gift: "Happy birthday, Jo"', None][k % 4]; oid = 5401230000000 + k * 8191
    for j, (it, c) in enumerate(zip(its, qt)):
        h = j == 0
        row = [f'#{1041 + k}', f'buyer{k}@example.com', 'pending' if k == 9 else 'paid', paid, k % 2 == 0, 'USD', sub, sh, round(sub + sh, 2)] if h \
            else [f'#{1041 + k}', f'buyer{k}@example.com'] + [None] * 7
        full = row + [c, it[0], it[1], it[2]] + ([zp, ph, note, str(oid)] if h else [None] * 4)
        data.append(full); r = list(full)
        r[3] = (f'{loc} {off:+03d}00' if paid else '') if h else ''
        r[4] = ('yes' if full[4] else 'no') if h else ''
        for x in (6, 7, 8, 11): r[x] = '' if r[x] is None else f'{r[x]:.2f}'
        r[13] = "'" + zp if h else ''
        raw.append(r)
put(f, '\ufeff' + csvt([[c[0] for c in cols]] + raw))
expect(f, 'Shopify order lines: order fields only on the first line of each order, BOM, newlines and quotes in notes, apostrophe before zip codes, offsets that change with summer time, 13-digit ids', [table(cols, data)])

# ---------------------------------------------------------------- t02 Stripe JSON page
f = 't02_stripe_charges_page1.json'
data, objs = [], []
for k in range(18):
    fail = k % 7 == 3; mail = None if k % 6 == 5 else f'pay{k}@example.org'
    o = {'id': f'ch_3Ox{k:04d}QzLm', 'object': 'charge', 'amount': 1250 + 333 * k, 'amount_refunded': 500 if k == 4 else 0, 'created': 1709290000 + k * 40123,
         'currency': 'eur', 'description': None if k % 5 == 2 else f'Invoice 2024-{k:03d}', 'billing_details': {'email': mail, 'name': f'Käufer {k}'},
         'paid': not fail, 'failure_code': 'card_declined' if fail else None, 'metadata': {'order_ref': f'{k + 7:06d}'}}
    objs.append(o)
    data.append([o['id'], 'charge', o['amount'], o['amount_refunded'], o['created'], 'eur', o['description'], mail, f'Käufer {k}', not fail, o['failure_code'], f'{k + 7:06d}'])
put(f, json.dumps({'object': 'list', 'url': '/v1/charges', 'has_more': True, 'next_page': 'ch_3Ox0017QzLm', 'data': objs}, ensure_ascii=False, indent=1))
cols = [('id', T), ('object', T), ('amount', I), ('amount_refunded', I), ('created', ['integer', 'timestamp']), ('currency', T), ('description', T), (None, T), (None, T), ('paid', B), ('failure_code', T), (None, T, 'ndv')]
nest = [('id', T), ('object', T), ('amount', I), ('amount_refunded', I), ('created', ['integer', 'timestamp']), ('currency', T), ('description', T), ('billing_details', T, ''), ('paid', B), ('failure_code', T), ('metadata', T, '')]
expect(f, 'one page of an API list: records under data, paging fields beside, nested objects, epoch seconds, nulls, amounts in cents, a reference with leading zeros',
       [table(cols, data)], either=[[table(nest, [r[:7] + ['x'] + r[9:11] + ['x'] for r in data])]])

# ---------------------------------------------------------------- t03 budget vs actual
f = 't03_FY24 Budget vs Actual.xlsx'
wb = openpyxl.Workbook(); ws = wb.active; ws.title = 'BvA'
ws['A1'] = 'Northlake Community Arts Centre'; ws['A1'].font = Font(bold=True, size=14); ws['A2'] = 'Budget vs. Actual, January to April 2024'; ws['A3'] = 'CAD, unaudited'
mon = ['Jan', 'Feb', 'Mar', 'Apr']
ws['A5'] = 'Department'; ws['B5'] = 'Account'; ws.merge_cells('A5:A6'); ws.merge_cells('B5:B6')
cols = [('Department', T), ('Account', T)]
for m, nm in enumerate(mon):
    c = 3 + 2 * m; ws.cell(5, c, nm); ws.merge_cells(start_row=5, end_row=5, start_column=c, end_column=c + 1)
    ws.cell(6, c, 'Actual'); ws.cell(6, c + 1, 'Budget'); cols += [(f'{nm} Actual', N), (f'{nm} Budget', N)]
depts = {'Programs': ['4010 Class fees', '5010 Instructor pay', '5040 Materials'], 'Box office': ['4100 Ticket sales', '5110 Card fees'], 'Facilities': ['5200 Rent', '5210 Hydro', '5220 Cleaning', '5290 Repairs']}
data, st, r, subs = [], {}, 7, []
CL = 'CDEFGHIJ'
for dname, accs in depts.items():
    r0 = r
    for a in accs:
        sign = 1 if a[0] == '4' else -1
        vals = [sign * (R.randrange(80000, 990000) / 100) if x % 2 == 0 else sign * R.randrange(8, 99) * 100.0 for x in range(8)]
        if a == '5290 Repairs': vals[0] = None; vals[4] = None
        ws.cell(r, 2, a)
        for x, v in enumerate(vals):
            ws.cell(r, 3 + x, v); ws.cell(r, 3 + x).number_format = '#,##0.00;(#,##0.00)'
        data.append([dname, a] + vals); r += 1
    ws.cell(r0, 1, dname); ws.merge_cells(start_row=r0, end_row=r - 1, start_column=1, end_column=1)
    ws.cell(r, 1, f'{dname} net')
    ws.cell(r, 1).font = Font(bold=True)
    for x in range(8):
        ws.cell(r, 3 + x, f'=SUM({CL[x]}{r0}:{CL[x]}{r - 1})'); ws.cell(r, 3 + x).font = Font(bold=True)
        st[f'{CL[x]}{r}'] = round(sum(d[2 + x] or 0 for d in data if d[0] == dname), 2)
    subs.append(r); r += 1
ws.cell(r, 1, 'Surplus / (deficit)'); ws.cell(r, 1).font = Font(bold=True)
for x in range(8):
    ws.cell(r, 3 + x, '=' + '+'.join(f'{CL[x]}{s}' for s in subs)); st[f'{CL[x]}{r}'] = round(sum(d[2 + x] or 0 for d in data), 2)
ws.cell(r + 2, 1, 'Note: April card fees are estimated.')
h = wb.create_sheet('lookup'); h.sheet_state = 'hidden'; h.append(['code', 'group']); h.append(['4010', 'Revenue']); h.append(['5010', 'Cost'])
wb.create_sheet('Sheet3')
save_xlsx(wb, f, {0: st})
main = table(cols, data, 'BvA'); hid = table([('code', IDN, ''), ('group', T)], [['4010', 'Revenue'], ['5010', 'Cost']], 'lookup')
expect(f, 'budget against actual: titles, months merged over two-row header, department merged downwards, bold formula subtotals ("net") with stored values, final "Surplus / (deficit)", note, hidden sheet, empty sheet', [main], either=[[main, hid]])

# ---------------------------------------------------------------- t04 SAP list
f = 't04_MB52_Bestand.txt'
W = [18, 4, 4, 10, 18, 3, 14, 5]
H = ['Material', 'Werk', 'LOrt', 'Charge', 'Frei verwendbar', 'BME', 'Wert', 'Währg']
def sapnum(x, dec): return num(abs(x), dec, '.', ',') + ('-' if x < 0 else ' ')
data, lines = [], []
def sl(v, right=(4, 6)): return '|' + '|'.join((str(s).rjust(w) if i in right else str(s).ljust(w)) for i, (s, w) in enumerate(zip(v, W))) + '|'
bar = '-' * (sum(W) + len(W) + 1)
for k in range(22):
    qty = R.randrange(1, 9000) + (0.5 if k % 5 == 0 else 0); val = round(qty * R.randrange(105, 2599) / 100, 2)
    if k in (6, 15): qty, val = -qty, -val
    data.append([f'{10004700 + k * 13:018d}', '1000' if k < 12 else '1200', f'{k % 3 + 1:04d}', f'CH{k * 77:06d}' if k % 4 else None, float(qty), 'ST' if k % 3 else 'KG', val, 'EUR'])
def page(p, rows): return [f'20.03.2024{"Lagerbestände anzeigen":^70}Seite {p}', '', bar, sl(H), bar] + [sl([r[0], r[1], r[2], r[3] or '', sapnum(r[4], 3), r[5], sapnum(r[6], 2), r[7]]) for r in rows]
lines = page(1, data[:12]) + [bar, ''] + page(2, data[12:]) + [bar, sl(['*', '', '', '', '', '', sapnum(round(sum(r[6] for r in data), 2), 2), 'EUR']), bar]
put(f, '\r\n'.join(lines) + '\r\n', 'cp1252')
expect(f, 'SAP list: framed with bars and dashes, page heads repeated with the header, trailing minus, German numbers, 18-digit material numbers with leading zeros, total marked *, cp1252',
       [table([('Material', T), ('Werk', IDN, 'nd'), ('LOrt', T), ('Charge', T), ('Frei verwendbar', N), ('BME', T), ('Wert', N), ('Währg', T)], data)])

# ---------------------------------------------------------------- t05 HubSpot
f = 't05_hubspot-crm-exports-all-contacts.csv'
hd = ['Record ID', 'First Name', 'Last Name', 'Email', 'Phone Number', '', 'Create Date', 'Lifecycle Stage', 'Email', 'Number of Sessions', 'Interests']
fn = ['Aoife', 'Bram', 'Chidi', 'Dorota', 'Emre', 'Fatou', 'Goran', 'Hana', 'Ines', 'Juho', 'Katya', 'Liam']
ln = ["O'Dowd", 'de Vries', 'Okoro', 'Wójcik', 'Yılmaz', 'Diop', 'Petrović', 'Nováková', 'Sousa', 'Mäkelä', 'Ivanova', 'Smith, Jr.']
ph = ['+353 1 555 0101', '0031 20 555 0102', '(234) 555-0103', '+48 22 555 01 04', '0212 555 01 05', None, '+381-11-555-0107', '+420 555 010 108', '351555010109', '+358 9 5550110', None, '020 7946 0112']
data, raw = [], []
for k in range(12):
    st_ = ['lead', 'customer', 'subscriber'][k % 3]; d_ = DT(2023, 11, 3 + 2 * k, (8 + k) % 24, k * 5)
    data.append([str(30212345678 + k * 999983), fn[k], ln[k], f'{fn[k].lower()}@example.net', ph[k], 'x' if k % 4 == 0 else None, d_, st_, f'{fn[k].lower()}@work.example' if k % 2 else None, k * 3, None if k == 7 else ';'.join(['yoga', 'ski', 'chess', 'jazz'][: 1 + k % 4])])
    r = list(data[-1]); r[1] = ['\u200b', '\u00a0', ' ', ''][k % 4] + r[1] + ('\u00a0 ' if k % 3 == 0 else ''); r[7] = st_ + ('\u200b' if k % 5 == 1 else '  ' if k % 5 == 2 else ''); r[6] = d_.strftime('%Y-%m-%d %H:%M'); raw.append(r)
put(f, '\ufeff' + ''.join(','.join('"' + ('' if v is None else str(v).replace('"', '""')) + '"' for v in r) + '\r\n' for r in [hd] + raw))
expect(f, 'CRM export: a blank and a repeated header, phone numbers in many styles, zero-width and no-break spaces around values, lists in a cell, long ids',
       [table([('Record ID', IDN, 'nd'), ('First Name', T), ('Last Name', T), ('Email', T), ('Phone Number', T), (None, T), ('Create Date', TS), ('Lifecycle Stage', T), (None, T), ('Number of Sessions', I), ('Interests', T)], data)])

# ---------------------------------------------------------------- t06 GA4 stacked
f = 't06_Reports_snapshot.csv'
a = [[f'{k:04d}', 120 + (k * 37) % 61, 80 + (k * 29) % 47] for k in range(14)]
b = [['Organic Search', 912, 0.6123], ['Direct', 640, 0.4812], ['Paid Social', 233, 0.3004], ['Referral', 98, 0.7551], ['Email', 41, 0.8293], ['Unassigned', 7, 0.0]]
bar = '# ----------------------------------------'
put(f, '\n'.join([bar, '# Reports snapshot', '# Account: Pottery Barnacle', '# Property: pottery.example', bar, '#', '# All Users', '# Start date: 20240401', '# End date: 20240414',
    'Nth day,Active users,New users'] + [','.join(map(str, r)) for r in a] + ['', '# Start date: 20240401', '# End date: 20240414', 'Session default channel group,Sessions,Engagement rate'] + [','.join(map(str, r)) for r in b]) + '\n')
expect(f, 'GA4 snapshot: comment lines before each of two stacked tables, zero-padded day numbers',
       [table([('Nth day', IDN, 'nd'), ('Active users', I), ('New users', I)], a), table([('Session default channel group', T), ('Sessions', I), ('Engagement rate', N)], b)])

# ---------------------------------------------------------------- t07 Google Ads utf-16
f = 't07_Campaign report.csv'
hd = ['Campaign status', 'Campaign', 'Budget', 'Currency code', 'Clicks', 'Impr.', 'CTR', 'Avg. CPC', 'Cost', 'Conversions']
names = ['Brand | Exact', 'Brand | Broad', 'Générique – été', 'Display retargeting', 'Shopping – all', 'YouTube – view', 'PMax', 'Competitors']
data, raw = [], []
for k, nme in enumerate(names):
    im = 2100 + k * k * 3911; cl = 0 if k == 7 else int(im * (0.09 - 0.01 * k)); cost = round(cl * (0.21 + 0.07 * k), 2); im = 0 if k == 7 else im
    ctr = round(cl / im * 100, 2) if im else None; cpc = round(cost / cl, 2) if cl else None
    data.append(['Paused' if k in (3, 7) else 'Enabled', nme, 25.0 + 10 * k, 'CHF', cl, im, ctr, cpc, cost, float(cl // 40) + (0.5 if k == 2 else 0)])
    d = data[-1]; raw.append([d[0], nme, f'{d[2]:.2f}', 'CHF', f'{cl:,}', f'{im:,}', f'{ctr:.2f}%' if ctr is not None else ' --', f'{cpc:.2f}' if cpc is not None else ' --', f'{cost:,.2f}', f'{d[9]:,.2f}'])
tc, ti, tco = (sum(d[x] for d in data) for x in (4, 5, 8))
def tot(l): return [l, ' --', ' --', 'CHF', f'{tc:,}', f'{ti:,}', f'{tc / ti * 100:.2f}%', f'{tco / tc:.2f}', f'{tco:,.2f}', f'{sum(d[9] for d in data):,.2f}']
put(f, b'\xff\xfe' + ('Campaign report\nMarch 1, 2024 - March 31, 2024\n' + csvt([hd] + raw + [tot('Total: Campaigns'), tot('Total: Account')], '\t')).encode('utf-16-le'))
expect(f, 'Google Ads: UTF-16 with tabs but named .csv, two title lines, percent, thousands commas, " --" for missing, two total lines',
       [table([(hd[0], T), (hd[1], T), (hd[2], N), (hd[3], T), (hd[4], I), (hd[5], I), (hd[6], PCT), (hd[7], N), (hd[8], N), (hd[9], N)], data)])

# ---------------------------------------------------------------- t08 Jira
f = 't08_JIRA 2024-04-02.csv'
hd = ['Issue key', 'Summary', 'Issue Type', 'Status', 'Created', 'Resolved', 'Labels', 'Labels', 'Labels', 'Sprint', 'Sprint', 'Custom field (Story Points)', 'Description']
lab = ['backend', 'ios', 'regression', 'ux']; data, raw = [], []
for k in range(16):
    cr = DT(2024, 2, 26, 9, 5) + TD(hours=31 * k, minutes=17 * k); rs = cr + TD(days=3, hours=2) if k % 3 else None
    L = [lab[(k + j) % 4] if j < (1 if k == 0 else k % 4) else None for j in range(3)]; S = ['Sprint 14', 'Sprint 15' if k % 5 == 2 else None]
    sp = [1.0, 2.0, 3.0, 5.0, None][k % 5]; ds = [None, 'Steps:\n1. open\n2. tap "Save, all"\n3. crash', 'see PAY-12; ask Noor', 'h3. Goal\n\n* faster'][k % 4]
    data.append([f'PAY-{120 + k}', f'Fix rounding in step {k}, again' if k % 2 else f'Add export {k}', ['Bug', 'Story', 'Task'][k % 3], 'Done' if rs else 'In Progress', cr, rs] + L + S + [sp, ds])
    fm = lambda x: '' if x is None else f'{x.day:02d}/{x:%b/%y} {x.hour % 12 or 12}:{x:%M} {"AM" if x.hour < 12 else "PM"}'
    r = list(data[-1]); r[4], r[5] = fm(cr), fm(rs); raw.append(r)
put(f, csvt([hd] + raw))
expect(f, 'Jira: repeated headers for multi-value fields, dates like 17/Mar/24 4:05 PM, multi-line descriptions with quotes',
       [table([('Issue key', T), ('Summary', T), ('Issue Type', T), ('Status', T), ('Created', TS), ('Resolved', TS)] + [(None, T)] * 5 + [(hd[11], N), ('Description', T, 'n')], data)])

# ---------------------------------------------------------------- t09 Qualtrics
f = 't09_Onboarding+Pulse_April.csv'
codes = ['StartDate', 'EndDate', 'Status', 'IPAddress', 'Progress', 'Duration (in seconds)', 'Finished', 'ResponseId', 'Q1', 'Q2_1', 'Q2_2', 'Q3_TEXT']
quest = ['Start Date', 'End Date', 'Response Type', 'IP Address', 'Progress', 'Duration (in seconds)', 'Finished', 'Response ID', 'How satisfied are you with\nyour first week?', 'Please rate - Laptop', 'Please rate - Desk', 'Other - Text']
imp = [json.dumps({'ImportId': i}) for i in ['startDate', 'endDate', 'status', 'ipAddress', 'progress', 'duration', 'finished', '_recordId', 'QID1', 'QID2_1', 'QID2_2', 'QID3_TEXT']]
data, raw = [], []
for k in range(15):
    s = DT(2024, 4, 2, 8, 15, 33) + TD(hours=5 * k, seconds=k * 97); du = 61 + k * 43; fin = k % 6 != 4
    data.append([s, s + TD(seconds=du), 'IP Address', f'192.0.2.{k + 11}', 100 if fin else 42, du, fin, f'R_2x{k:03d}Fq', ['Very satisfied', 'Neutral', 'Dissatisfied'][k % 3] if fin else None, 1 + k % 5, (5 - k % 4) if k % 7 else None, 'great, but no chair' if k % 5 == 0 else None])
    raw.append([str(v).upper() if isinstance(v, bool) else v for v in data[-1]])
put(f, '\ufeff' + csvt([codes, quest, imp] + raw))
cols = list(zip(codes, [TS, TS, T, T, I, I, B, T, T, I, I, T]))
data_l = table(cols, data)
expect(f, 'Qualtrics: three header rows (codes, questions with a newline, JSON import ids)', [data_l], either=[[table([(f'{c} {qq}' if c != qq else c, t) for (c, t), qq in zip(cols, [x.replace(chr(10), ' ') for x in quest])], data)]])

# ---------------------------------------------------------------- t10 Polish bank
f = 't10_lista_operacji_202403.csv'
ops = [('ZAKUP PRZY UŻYCIU KARTY', 'PIEKARNIA POD DĘBEM', None), ('PRZELEW PRZYCHODZĄCY', 'Faktura 17/2024', 'ŻÓŁĆ SP. Z O.O.'), ('PRZELEW WYCHODZĄCY', 'czynsz, marzec', 'SM „Jaśmin”'), ('OPŁATA MIESIĘCZNA', 'opłata za kartę', None)]
amt = [-34.5, 4812.0, -1234.56, -7.0, -89.99, 12500.0, -2310.4, -7.0, -18.2, 960.0, -640.13, -0.99, -1999.0]
bal, data, raw = 3120.45, [], []
for k, x in enumerate(amt):
    bal = round(bal + x, 2); o = ops[k % 4]; d1 = D(2024, 3, 1 + 2 * k); d2 = d1 + TD(days=k % 2)
    acc = f'{61109010140000071219812874 + k * 1000003}' if o[2] else None
    data.append([d1, d2, o[0], o[1], o[2], acc, x, bal])
    raw.append([d1, d2, o[0], q(o[1] + '   ', ','), q(o[2] or '  ', ' '), f"'{acc}'" if acc else "''", num(x, 2, ' ', ','), num(bal, 2, ' ', ',')])
pre = ['Bank Wiślany S.A. Biuro Detaliczne;', 'Skrytka pocztowa 21;', '', '#Klient;', 'ŁUCJA ŹDZIEBŁO;', '', '#Za okres:;#', '01.03.2024;31.03.2024;', '', '#Waluta;', 'PLN;', '',
       '#Data operacji;#Data księgowania;#Opis operacji;#Tytuł;#Nadawca/Odbiorca;#Numer konta;#Kwota;#Saldo po operacji;']
put(f, '\r\n'.join(pre + [';'.join(map(str, r)) + ';' for r in raw] + ['', ';;;;;;#Saldo końcowe;' + num(bal, 2, ' ', ',') + ' PLN;']) + '\r\n', 'cp1250')
expect(f, 'Polish bank list, cp1250: twelve lines of preamble, # before headers, trailing semicolons, 26-digit account numbers in apostrophes, space thousands and decimal comma, closing balance line',
       [table([(None, DA), (None, DA), (None, T), (None, T), (None, T, ''), (None, T, ''), (None, N), (None, N)], data)])

# ---------------------------------------------------------------- t11 Swiss card
f = 't11_transactions_CHF.csv'
desc = ['Coopérative du Léman', 'CFF billet', 'Loyer mars; av. de la Gare 5', 'Salaire', "Boulangerie de l'Île", 'Assurance maladie']
am = [-45.3, -18.0, -1850.0, 6240.75, -9.4, -412.35, -1234.5, -62.0, 150.0, -27.9, -15800.0]
bal, data, raw = 21450.2, [], []
for k, x in enumerate(am):
    bal = round(bal + x, 2); d = D(2024, 2, 21) + TD(days=3 * k)
    data.append([d, d + TD(days=1), desc[k % 6], x if x < 0 else None, x if x > 0 else None, bal, f'{9930 + k}TI{k * 31:07d}'])
    th = '’' if k % 2 else "'"
    raw.append([d.strftime('%d.%m.%y'), (d + TD(days=1)).strftime('%d.%m.%y'), desc[k % 6], num(x, 2, th) if x < 0 else '', num(x, 2, th) if x > 0 else '', num(bal, 2, th), data[-1][-1]])
put(f, csvt([['Numéro de compte:', '0234 00103914.40'], ['IBAN:', 'CH00 0023 4234 1039 1440 G'], ['Du:', '21.02.24'], ['Monnaie:', 'CHF'], ['Nombre de transactions:', '11'], [],
            ['Date de transaction', 'Date valeur', 'Description', 'Débit', 'Crédit', 'Solde', 'N° de transaction']] + raw + [[], ['Solde final', '', '', '', '', num(bal, 2, "'"), '']], ';', '\r\n'), 'cp1252')
expect(f, "Swiss statement in French, cp1252: key lines on top, two apostrophes as thousands mark, two-digit years, debit and credit apart, quoted semicolon, closing balance",
       [table([('Date de transaction', DA), ('Date valeur', DA), ('Description', T), ('Débit', N), ('Crédit', N), ('Solde', N), ('N° de transaction', T)], data)])

# ---------------------------------------------------------------- t12 Indian bank xls
f = 't12_Acct_Statement_XX4471.xls'
wb = xlwt.Workbook(); ws = wb.add_sheet('Sheet 1'); r = 0
for l in ['GANGOTRI BANK LTD.', 'MR. A. VENKATARAMAN', '14, 2ND CROSS, INDIRANAGAR, BENGALURU 560038', None, 'Statement From : 01/04/2024 To : 30/04/2024']:
    if l: ws.write(r, 0, l)
    r += 1
hd = ['Date', 'Narration', 'Chq./Ref.No.', 'Value Dt', 'Withdrawal Amt.', 'Deposit Amt.', 'Closing Balance']
def stars():
    global r
    for c in range(7): ws.write(r, c, '*' * 12)
    r += 1
stars()
for c, h in enumerate(hd): ws.write(r, c, h)
r += 1; stars()
am = [-250.0, 125000.0, -45000.0, -1299.0, 2350000.0, -312450.5, -80.0, -15000.0, 640.25, -18999.0, -5400.0, 72000.0]
nar = ['UPI-CHAI POINT-9988@OKBANK', 'NEFT CR-ACME TOOLS PVT', 'IMPS-RENT APR', 'POS 4160XX BIGMART', 'RTGS CR-PLOT SALE', 'NEFT DR-TAX']
bal, data = 104320.75, []
for k, x in enumerate(am):
    bal = round(bal + x, 2); d = D(2024, 4, 1 + k * 2 + k // 6)
    data.append([d, nar[k % 6], f'{409812345678 + k * 10007:016d}', d, -x if x < 0 else None, x if x > 0 else None, bal])
    for c, v in enumerate([d.strftime('%d/%m/%y'), nar[k % 6], data[-1][2], d.strftime('%d/%m/%y'), lakh(-x) if x < 0 else '', lakh(x) if x > 0 else '', lakh(bal)]): ws.write(r, c, v)
    r += 1
stars(); r += 1; ws.write(r, 0, 'STATEMENT SUMMARY :-'); r += 1
summ = [104320.75, 8, 4, sum(d[4] or 0 for d in data), sum(d[5] or 0 for d in data), bal]
for c, h in enumerate(['Opening Balance', 'Dr Count', 'Cr Count', 'Debits', 'Credits', 'Closing Bal']): ws.write(r, c, h)
r += 1
for c, v in enumerate(summ): ws.write(r, c, lakh(v) if isinstance(v, float) else v)
r += 2; ws.write(r, 0, 'This is a computer generated statement and does not require signature.')
b_ = io.BytesIO(); wb.save(b_); put(f, b_.getvalue())
t1 = table([('Date', DA), ('Narration', T), ('Chq./Ref.No.', T), ('Value Dt', DA), ('Withdrawal Amt.', N), ('Deposit Amt.', N), ('Closing Balance', N)], data)
t2 = table([('Opening Balance', N), ('Dr Count', I), ('Cr Count', I), ('Debits', N), ('Credits', N), ('Closing Bal', N)], [summ])
expect(f, 'Indian bank .xls: address lines, rows of asterisks round the header, lakh grouping as text, dd/mm/yy, reference numbers with leading zeros, summary block and legal line below', [t1], either=[[t1, t2]])

# ---------------------------------------------------------------- t13 election
f = 't13_elecciones_municipales.xlsx'
wb = openpyxl.Workbook(); ws = wb.active; ws.title = 'Resultados'
ws['A1'] = 'ELECCIONES MUNICIPALES 2023: RESULTADOS POR MUNICIPIO'; ws.merge_cells('A1:I1')
for c, v in [('A3', 'Comarca'), ('B3', 'Municipio'), ('C3', 'Censo'), ('D3', 'Partido Verde'), ('F3', 'Unión Rural'), ('H3', 'Otros')]: ws[c] = v
for m in ('A3:A4', 'B3:B4', 'C3:C4', 'D3:E3', 'F3:G3', 'H3:I3'): ws.merge_cells(m)
for c in (4, 6, 8): ws.cell(4, c, 'Votos'); ws.cell(4, c + 1, '%')
com = {'Alta': ['Valseca (1)', 'Riolmo', 'Peñarrubia', 'Torre del Conde'], 'Ribera': ['Moralja', 'Cañada Honda', 'Vega Llana'], 'Sierra': ['Hoyuelo', 'Santa Brígida', 'El Espinarejo (1)']}
data, r, st = [], 5, {}
def votes(v):
    s = sum(v); return [y for x in v for y in (x, round(x / s, 4))]
for cm, ms in com.items():
    r0 = r
    for m in ms:
        v = [R.randrange(80, 4200) for _ in range(3)]; ce = int(sum(v) * 1.43); vv = votes(v)
        ws.cell(r, 2, m); ws.cell(r, 3, ce)
        for x, y in enumerate(vv): ws.cell(r, 4 + x, y).number_format = '0.00%' if x % 2 else '#,##0'
        data.append([cm, m, ce] + [round(y * 100, 2) if x % 2 else y for x, y in enumerate(vv)]); r += 1
    ws.cell(r0, 1, cm); ws.merge_cells(start_row=r0, end_row=r - 1, start_column=1, end_column=1)
    g = [d for d in data if d[0] == cm]; ws.cell(r, 1, f'Suma {cm}'); ws.cell(r, 3, sum(d[2] for d in g))
    for x, y in enumerate(votes([sum(d[i] for d in g) for i in (3, 5, 7)])): ws.cell(r, 4 + x, y).number_format = '0.00%' if x % 2 else '#,##0'
    r += 1
ws.cell(r, 1, 'TOTAL PROVINCIA'); ws.cell(r, 3, sum(d[2] for d in data))
for x, y in enumerate(votes([sum(d[i] for d in data) for i in (3, 5, 7)])): ws.cell(r, 4 + x, y).number_format = '0.00%' if x % 2 else '#,##0'
ws.cell(r + 2, 1, '(1) Recuento provisional.'); ws.cell(r + 3, 1, 'Fuente: Junta Electoral de Valdemora (datos ficticios)')
save_xlsx(wb, f)
expect(f, 'Spanish election table: merged title, two-row header with party names merged over Votos and %, region merged downwards, "Suma" subtotals in the middle, provincial total, two footnotes, percent cells',
       [table([('Comarca', T), ('Municipio', T, 'nd'), ('Censo', I)] + [y for p in ('Partido Verde', 'Unión Rural', 'Otros') for y in ((p + ' Votos', I), (p + ' %', PCT))], data)])

# ---------------------------------------------------------------- t14 Brazilian census
f = 't14_tabela1378.csv'
mun = ['Água Doce', 'Braço do Trombudo', 'Canindé Velho', 'Doutor Ulisses', 'Estância', 'Feira Nova', 'Goiânia do Sul', 'Ibirité', 'Jaguarão', 'Não-Me-Toque', 'São João', 'Taió']
base = [1204512, 8450, 23111, 987, 143020, 45210, 2310440, 15002, 33870, 612, 71450, 5320]
data = []
for k, m in enumerate(mun): data.append([m] + [None if (k in (1, 9) and y < 2) else int(base[k] * (1 + 0.13 * y + 0.01 * k)) for y in range(4)])
br = lambda v: '...' if v is None else num(v, 0, '.', ',')
tl = [sum(d[i] or 0 for d in data) for i in range(1, 5)]
put(f, '\n'.join(['"Tabela 1378 - População residente por município"', '"Variável - População residente (Pessoas)"', '"Município";"Ano";;;', ';"1991";"2000";"2010";"2022"',
    '"Total";' + ';'.join(map(br, tl))] + [f'"{d[0]}";' + ';'.join(br(v) for v in d[1:]) for d in data] + ['"Fonte: censo demográfico (dados fictícios)"', '"Notas"', '"1 - ... : valor não disponível; município instalado depois da data de referência"']) + '\n', 'latin-1')
expect(f, 'Brazilian census table, latin-1: title lines, "Ano" above a row of years, total as first row, dot thousands, "..." for missing, source and note lines',
       [table([('Município', T), (None, I), (None, I), (None, I), (None, I)], data)])

# ---------------------------------------------------------------- t15 plate reader
f = 't15_plate_OD600_run7.txt'
data = [[ch] + [round(0.04 + 0.11 * i + 0.013 * j * j + 0.0007 * ((i * 31 + j * 17) % 23), 4) for j in range(12)] for i, ch in enumerate('ABCDEFGH')]
raw = [[d[0]] + [f'{v:.4f}' for v in d[1:]] for d in data]; raw[7][12] = 'OVER'; raw[6][12] = 'OVER'
data[7][12] = data[6][12] = None
put(f, '\r\n'.join(['Application: PlateControl\tPlateControl , 2.0.10', 'Device: infinite 200', 'Date:\t05.03.2024', 'Time:\t10:12:44', '', 'Mode\tAbsorbance', 'Measurement Wavelength\t600\tnm', 'Sample volume\t150\tµl', 'Temperature: 25.3 °C', '', '<>\t' + '\t'.join(map(str, range(1, 13)))]
    + ['\t'.join(r) for r in raw] + ['', '', 'End Time:\t10:13:31']) + '\r\n', 'cp1252')
expect(f, 'plate reader: instrument settings above, grid with well numbers as header and "<>" in the corner, OVER for saturated wells, end time below, cp1252',
       [table([(None, T)] + [(str(j), N) for j in range(1, 12)] + [('12', ['number', 'text'], '')], data)])

# ---------------------------------------------------------------- t16 weather station
f = 't16_braemoordata.txt'
data, lines = [], []
for k in range(40):
    y, m = 2020 + k // 12, k % 12 + 1; tx = round(5 + 8 * abs(6 - abs(m - 7)) / 6 + (k % 5) * 0.3, 1); tn = round(tx - 6.4 - (k % 4) * 0.2, 1)
    af = max(0, int(14 - tx)) ; rain = round(30 + (k * 37) % 90 + 0.4, 1); sun = None if k in (3, 4, 17) else round(25 + 11 * abs(6 - abs(m - 7)) + (k % 7) / 10, 1)
    data.append([y, m, tx, tn, af, rain, sun])
    lines.append(f'{y:7d}{m:4d}{tx:8.1f}{tn:8.1f}{af:8d}{rain:8.1f}' + (f'{sun:8.1f}' if sun is not None else '     ---') + ('  Provisional' if k > 36 else ''))
put(f, '\r\n'.join(['Braemoor', 'Location: 301200E 791900N, Lat 57.006 Lon -3.396, 327 metres amsl', 'Estimated data is marked with a * after the value.', 'Missing data (more than 2 days missing in month) is marked by  ---.',
    '   yyyy  mm   tmax    tmin      af    rain     sun', '              degC    degC    days      mm   hours'] + lines) + '\r\n')
six = [(None, I), (None, I), (None, N), (None, N), (None, I), (None, N), (None, N)]
expect(f, 'weather station in columns set with spaces: four lines of text, units row that starts further right, --- for missing, a word after the last three rows', [table(six, data)],
       either=[[table(six + [(None, T, 'n')], [d + ['Provisional' if k > 36 else None] for k, d in enumerate(data)])]], doubt=True)

# ---------------------------------------------------------------- t17 Russian league
f = 't17_турнирная_таблица.csv'
tm = ['Буревестник', 'Локон', 'Зенитчик', 'Шахтёр (Юг)', 'Енисей-2', 'Волна', 'Чайка', 'Амкар', 'Ёлка', 'Сокол']
mru = ['марта', 'апреля', 'мая']
data, raw = [], []
for k, t in enumerate(tm):
    w, dr = 10 - k, (k * 3) % 5; l = 18 - w - dr; gf, ga = 12 - k + (k % 3), 3 + k; d = D(2024, 3 + k % 3, 5 + 2 * k)
    data.append([k + 1, t, 18, w, dr, l, f'{gf}-{ga}', 3 * w + dr, round((3 * w + dr) / 54 * 100, 1), d])
    raw.append([k + 1, t, 18, w, dr, l, f'{gf}-{ga}', 3 * w + dr, num(data[-1][8], 1, '', ',') + '%', f'{d.day} {mru[d.month - 3]} {d.year}'])
hd = ['М', 'Команда', 'И', 'В', 'Н', 'П', 'Мячи', 'О', '% очков', 'Последняя игра']
put(f, csvt([['Первенство области, вторая группа']] + [hd] + raw + [[], ['* Данные на 01.06.2024']], ';', '\r\n'), 'cp1251')
expect(f, 'Russian league table, cp1251: title, goals like 12-3 which are no dates, percent with decimal comma, dates with Russian months, note below',
       [table(list(zip(hd, [I, T, I, I, I, I, T, I, PCT, DA])), data)])

# ---------------------------------------------------------------- t18 Japanese hospital
f = 't18_入院患者一覧.csv'
hd = ['患者番号', '氏名', '年齢', '病棟', '入院日', '退院日', '体温', 'アレルギー', '入院費']
nm = ['佐藤 一郎', '鈴木 花子', '高橋 健', '田中 美咲', '伊藤 誠', '渡辺 陽子', '山本 剛', '中村 さくら', '小林 徹', '加藤 恵']
data, raw = [], []
for k, n_ in enumerate(nm):
    a, dd = D(2024, 2, 20) + TD(days=2 * k), None if k > 6 else D(2024, 3, 4) + TD(days=k); t_ = None if k in (2, 5) else round(36.2 + 0.3 * (k % 5), 1); fee = 48200 + k * 23170
    data.append([f'{4100 + k * 37:08d}', n_, 23 + k * 7, f'{k % 3 + 2}階東', a, dd, t_, k % 3 == 0, fee])
    jp = lambda x: '' if x is None else f'{x.year}年{x.month}月{x.day}日'
    raw.append([data[-1][0], n_.replace(' ', '\u3000'), f'{23 + k * 7}歳', data[-1][3], jp(a), jp(dd), '未測定' if t_ is None else f'{t_}℃', '有' if k % 3 == 0 else '無', f'¥{fee:,}'])
    data[-1][1] = n_.replace(' ', '\u3000')
put(f, csvt([['市立みなと病院\u3000入院患者一覧'], ['出力日時：2024/03/18 08:30'], hd] + raw + [['合計', '', '', '', '', '', '', '', f'¥{sum(d[8] for d in data):,}']], ',', '\r\n'), 'shift-jis')
expect(f, 'Japanese ward list, Shift-JIS: two title lines, 72歳 and 36.8℃ with units, 2024年3月5日, 未測定 for missing, 有/無, yen, total, patient numbers with leading zeros',
       [table([(hd[0], T), (hd[1], T, 'nd'), (hd[2], N), (hd[3], T), (hd[4], DA), (hd[5], DA), (hd[6], N), (hd[7], BT), (hd[8], N)], data)])

# ---------------------------------------------------------------- t19 Romanian marks side by side
f = 't19_note_semestrul_I.xlsx'
wb = openpyxl.Workbook(); ws = wb.active; ws.title = 'Note'
ws['A1'] = 'Școala Gimnazială „Ion Pădure” – note semestrul I'
def cls(c0, title, names_, seed):
    rr = random.Random(seed); ws.cell(3, c0, title); out = []
    for j, h in enumerate(['Nr.', 'Nume', 'Matematică', 'Română', 'Absențe']): ws.cell(4, c0 + j, h)
    for k, n_ in enumerate(names_):
        ma, ro, ab = rr.randrange(10, 41) / 4, rr.randrange(16, 41) / 4, rr.randrange(0, 12); s = 'abs.' if k == 2 else num(ma, 2, '', ',')
        for j, v in enumerate([k + 1, n_, s, num(ro, 2, '', ','), ab]): ws.cell(5 + k, c0 + j, v)
        out.append([k + 1, n_, None if k == 2 else ma, ro, ab])
    rr_ = 5 + len(names_); ws.cell(rr_, c0 + 1, 'Media clasei'); ws.cell(rr_, c0 + 3, num(sum(o[3] for o in out) / len(out), 2, '', ','))
    return out
A = cls(1, 'Clasa a VII-a A', ['Albu Ștefan', 'Bălan Ioana', 'Ciobanu Țuțu', 'Dinu Mara', 'Enache Vlad', 'Florea Ana', 'Ghiță Radu', 'Iancu Sânziana'], 7)
Bc = cls(7, 'Clasa a VII-a B', ['Lupu Andrei', 'Manea Ilinca', 'Neagu Horia', 'Oprea Daria', 'Pop Călin', 'Rusu Ema'], 8)
save_xlsx(wb, f)
cols = [('Nr.', I), ('Nume', T), ('Matematică', ['number', 'text'], ''), ('Română', N), ('Absențe', I)]
expect(f, 'Romanian marks: two classes side by side with a blank column between, of different length, marks as text with decimal comma, "abs." among them, class average at the foot of each', [table(cols, A), table(cols, Bc)])

# ---------------------------------------------------------------- t20 Chinese customs
f = 't20_报关清单.csv'
hd = ['序号', '商品编码', '品名', '原产国', '数量', '毛重', '单价(美元)', '总价(美元)', '是否检验', '申报日期']
g = [('0101210010', '种马'), ('8471300000', '便携式电脑'), ('0902109000', '绿茶'), ('6109100021', '棉制T恤,男式'), ('0406900000', '奶酪'), ('9403600090', '木家具'), ('0805100000', '鲜橙'), ('7323930000', '不锈钢餐具'), ('0713101000', '豌豆')]
data, raw = [], []
for k, (c, n_) in enumerate(g):
    qn, kg, pr = 12 + k * k * 55, 18.5 + 731.25 * k, 3.2 + 14.15 * ((k * 5) % 7); d = D(2024, 3, 1 + 3 * k); tt = round(qn * pr, 2)
    data.append([k + 1, c, n_, ['荷兰', '日本', '越南'][k % 3], qn, kg, round(pr, 2), tt, k % 2 == 0, d])
    raw.append([k + 1, c, n_, data[-1][3], f'{qn:,}', f'{kg:,.2f}千克', f'{pr:.2f}', f'{tt:,.2f}', '是' if k % 2 == 0 else '否', f'{d.year}-{d.month}-{d.day}'])
put(f, csvt([['进口货物报关清单'], ['报关单号：020220241000012345'], [], hd] + raw + [['', '', '合计', '', f'{sum(d[4] for d in data):,}', f'{sum(d[5] for d in data):,.2f}千克', '', f'{sum(d[7] for d in data):,.2f}', '', ''], ['制单人：王某', '', '', '审核：李某']], ',', '\r\n'), 'gbk')
expect(f, 'Chinese customs list, GBK: title and number above, HS codes with leading zeros, weights in 千克, 是/否, unpadded dates, 合计 in the third column, signature line',
       [table(list(zip(hd, [I, T, T, T, I, N, N, N, BT, DA])), data)])

# ---------------------------------------------------------------- t21 Taiwanese till
f = 't21_pos_日結.csv'
hd = ['日期', '單號', '品項', '數量', '單價', '金額', '付款方式']
it = [('牛肉麵', 220), ('滷肉飯', 65), ('珍珠奶茶', 70), ('小籠包', 180), ('燙青菜', 50), ('宴席套餐', 6800)]
data, raw, s_all = [], [], 0
for dd in range(3):
    s = 0; d = D(2024, 3, 8 + dd)
    for k in range(7):
        n_, p = it[(k + dd) % 6]; c = 1 + (k * 2 + dd) % 5; s += c * p
        data.append([d, f'A{dd * 100 + k + 1:05d}', n_, c, p, c * p, ['現金', '信用卡', '行動支付'][(k + dd) % 3]])
        raw.append([d.strftime('%Y/%m/%d'), data[-1][1], n_, c, f'NT${p:,}', f'NT${c * p:,}', data[-1][6]])
    raw.append(['', '', '小計', '', '', f'NT${s:,}', '']); s_all += s
put(f, csvt([['阿嬤麵館 銷售日報表'], hd] + raw + [['', '', '總計', '', '', f'NT${s_all:,}', '']], ',', '\r\n'), 'big5')
expect(f, 'Taiwanese till report, Big5: title, daily 小計 rows in the middle, 總計, NT$ amounts, receipt numbers', [table(list(zip(hd, [DA, T, T, I, N, N, T])), data)])

# ---------------------------------------------------------------- t22 German load profile, 99 columns
f = 't22_Lastgang_RLM_2024-03.csv'
tms = [f'{(m // 60):02d}:{m % 60:02d}' for m in range(15, 1441, 15)]
data, raw = [], []
for k in range(9):
    v = [round(1.2 + 0.9 * abs(48 - abs(j - 48)) / 9 + ((j * 7 + k * 13) % 29) / 100, 2) for j in range(96)]; cut = {4: 60, 7: 91}.get(k, 96)
    d = D(2024, 3, 10 + k); data.append(['DE0001234567890000000000000012345', d, 'kWh'] + [x if j < cut else None for j, x in enumerate(v)])
    raw.append(['DE0001234567890000000000000012345', d.strftime('%d.%m.%Y'), 'kWh'] + [num(x, 2, '.', ',') for x in v[:cut]])
put(f, csvt([['Zählpunkt', 'Datum', 'Einheit'] + tms] + raw, ';', '\r\n'), 'cp1252')
t22 = table([('Zählpunkt', T), ('Datum', DA), ('Einheit', T)] + [(h, N) for h in tms], data)
t22['checks'] = [c for c in t22['checks'] if c['column'] in ('Zählpunkt', 'Datum', 'Einheit', '00:15', '12:00', '15:15', '22:45', '23:00', '24:00')]
expect(f, 'German load profile, 99 columns: quarter hours as header up to 24:00, decimal comma, two rows cut short (ragged)', [t22])

# ---------------------------------------------------------------- t23 Spanish property list
f = 't23_listado_inmuebles.csv'
hd = ['Ref.', 'Dirección', 'Precio', 'Superficie', '€/m²', 'Ascensor', 'Fecha alta', 'Descuento']
mes = ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic']
data, raw = [], []
for k in range(13):
    p = None if k == 8 else 98500 + k * k * 9150; m2 = 41 + k * 9; d = D(2023, 9, 3) + TD(days=23 * k); e = None if p is None else round(p / m2, 2); ds = [0.0, 2.5, 5.0][k % 3]
    data.append([f'{k * 41 + 7:05d}', f'C/ Mayor, {k + 3}, {k % 5 + 1}º B', p, m2, e, k % 2 == 1, d, ds])
    raw.append([data[-1][0], data[-1][1], '—' if p is None else num(p, 0, '.', ',') + ' €', f'{m2} m²', '—' if e is None else num(e, 2, '.', ','), 'Sí' if k % 2 else 'No', f'{d.day:02d}-{mes[d.month - 1]}-{d:%y}', num(ds, 1, '', ',') + ' %', ''])
put(f, 'sep=;\r\n' + csvt([hd + ['']] + raw, ';', '\r\n'), 'cp1252')
expect(f, 'Spanish property list, cp1252: sep= line, trailing semicolons, euro and m² in cells, dots as thousands, Spanish months with two-digit years, Sí/No, em dash for missing',
       [table([(hd[0], T), (hd[1], T), (hd[2], N), (hd[3], N), (hd[4], N), (hd[5], BT), (hd[6], DA), (hd[7], PCT)], data)])

# ---------------------------------------------------------------- t24 French inventory
f = 't24_Inventaire physique fev24.xlsx'
wb = openpyxl.Workbook(); ws = wb.active; ws.title = 'Comptage'
ws['A1'] = 'INVENTAIRE PHYSIQUE – Entrepôt de Saint-Brieuc'; ws['A2'] = 'Clôture au 29/02/2024'; ws['A2'].font = Font(italic=True)
hd = ['Emplacement', 'Code EAN', 'Désignation', 'Date comptage', 'Qté théorique', 'Qté comptée', 'Écart', 'Écart %', 'PU HT', 'Valeur']
for j, h in enumerate(hd): ws.cell(4, 1 + j, h)
pr = ['Clé plate 13', 'Écrou M8 (x100)', 'Gants nitrile T9', 'Câble RJ45 5 m', 'Lampe frontale', 'Ruban adhésif', 'Visserie inox', 'Masque FFP2', 'Scie à métaux', 'Forêt béton 8', 'Cutter', 'Niveau laser']
data, st, r, k = [], {}, 5, 0
for al in ('01', '02', '03'):
    r0 = r
    for j in range(4):
        th = 0 if k == 6 else 14 + (k * 53) % 90; ct = None if k in (3, 9) else th + [-2, 0, 1, 3][k % 4]; pu = round(2.35 + 7.9 * k, 2); d = D(2024, 2, 12 + k)
        row = [f'{al}-A-{j + 1:02d}', 3760123450000 + k * 17, pr[k], d, th, ct, None if ct is None else ct - th, None if ct is None or th == 0 else round((ct - th) / th, 6), pu, None if ct is None else round(ct * pu, 2)]
        mf = f'{d.day} févr. 2024'
        for c, v in enumerate([row[0], row[1], row[2], mf if k % 3 == 0 else d, th, 'n/c' if ct is None else ct]):
            ws.cell(r, 1 + c, v)
        ws.cell(r, 2).number_format = '0'
        if k % 3: ws.cell(r, 4).number_format = 'dd/mm/yyyy'
        ws.cell(r, 9, pu).number_format = '#,##0.00\\ "€"'
        if ct is not None:
            ws.cell(r, 7, f'=F{r}-E{r}').number_format = '0;[Red]-0'; st[f'G{r}'] = row[6]
            ws.cell(r, 8, f'=G{r}/E{r}').number_format = '0.0%'; st[f'H{r}'] = '#DIV/0!' if th == 0 else row[7]
            ws.cell(r, 10, f'=F{r}*I{r}').number_format = '#,##0.00\\ "€"'; st[f'J{r}'] = row[9]
        data.append([row[0], str(row[1])] + row[2:7] + [None if row[7] is None else row[7] * 100] + row[8:]); r += 1; k += 1
    ws.cell(r, 1, f'Sous-total allée {al}'); ws.cell(r, 5, f'=SUM(E{r0}:E{r - 1})'); ws.cell(r, 10, f'=SUM(J{r0}:J{r - 1})')
    st[f'E{r}'] = sum(x[4] for x in data[-4:]); st[f'J{r}'] = round(sum(x[9] or 0 for x in data[-4:]), 2); r += 1
ws.cell(r, 1, 'TOTAL GÉNÉRAL'); ws.cell(r, 5, '=SUBTOTAL(9,E5:E19)'); st[f'E{r}'] = sum(x[4] for x in data); ws.cell(r, 10, '=SUBTOTAL(9,J5:J19)'); st[f'J{r}'] = round(sum(x[9] or 0 for x in data), 2)
ws.cell(r + 2, 1, 'Compté par : M. Le Goff'); ws.cell(r + 2, 6, 'Visa : ')
save_xlsx(wb, f, {0: st})
expect(f, 'French stock count: titles, real dates mixed with "12 févr. 2024" as text, "n/c" for not counted, formulas with stored values and one #DIV/0!, EAN numbers, percent and euro formats, subtotals, grand total, signatures',
       [table([(hd[0], T), (hd[1], IDN, 'nd'), (hd[2], T), (hd[3], DA), (hd[4], I), (hd[5], I), (hd[6], I), (hd[7], PCT), (hd[8], N), (hd[9], N)], data)])

# ---------------------------------------------------------------- t25 pasted pivot
f = 't25_pivot_paste.txt'
pv = {'East': ['Bikes', 'Helmets', 'Locks'], 'North': ['Bikes', 'Gloves'], 'West': ['Bikes', 'Helmets', 'Locks', 'Pumps']}
data, lines = [], ['Sum of Amount\t\tYear\t\t\t', 'Region\tProduct\t2022\t2023\t2024\tGrand Total']
fm = lambda v: '' if v is None else f'{v:,.2f}'
for rg, ps in pv.items():
    for j, p in enumerate(ps):
        v = [None if (p == 'Pumps' and y == 0) or (p == 'Gloves' and y == 2) else R.randrange(40000, 2500000) / 100 for y in range(3)]; v.append(round(sum(x or 0 for x in v), 2))
        data.append([rg, p] + v); lines.append('\t'.join([rg if j == 0 else '', p] + [fm(x) for x in v]))
    s = [round(sum(d[i] or 0 for d in data if d[0] == rg), 2) for i in range(2, 6)]; lines.append('\t'.join([rg + ' Total', ''] + [fm(x) for x in s]))
lines.append('\t'.join(['Grand Total', ''] + [fm(round(sum(d[i] or 0 for d in data), 2)) for i in range(2, 6)]))
put(f, '\r\n'.join(lines) + '\r\n')
cols = [('Region', T), ('Product', T), (None, N), (None, N), (None, N), (None, N)]
seen = set(); blank = []
for d in data: blank.append([None if d[0] in seen else d[0]] + d[1:]); seen.add(d[0])
expect(f, 'pivot table pasted as text: caption row above the header, years as header, region only on its first row, "East Total" rows, grand total row and column',
       [table(cols, data)], either=[[table(cols[:5], [d[:5] for d in data])], [table(cols, blank)], [table(anon(cols), data)]])

# ---------------------------------------------------------------- t26 Turkish payroll
f = 't26_bordro_mart.xls'
wb = xlwt.Workbook(encoding='utf-8'); ws = wb.add_sheet('Bordro'); ds_ = xlwt.easyxf(num_format_str='DD.MM.YYYY'); mo = xlwt.easyxf(num_format_str='#,##0.00')
ws.write_merge(0, 0, 0, 8, 'PERSONEL BORDROSU – MART 2024')
for c, h in [(0, 'Sicil No'), (1, 'Ad Soyad'), (2, 'Bölüm'), (3, 'İşe Giriş'), (8, 'Net Ücret')]: ws.write_merge(2, 3, c, c, h)
ws.write_merge(2, 2, 4, 5, 'Kazançlar'); ws.write_merge(2, 2, 6, 7, 'Kesintiler')
for c, h in [(4, 'Brüt'), (5, 'Fazla Mesai'), (6, 'SGK'), (7, 'Vergi')]: ws.write(3, c, h)
bol = {'Üretim': ['Ayşe Çelik', 'Burak Öz', 'Cem Şahin', 'Derya Işık'], 'Satış': ['Elif Güneş', 'Fırat Koç', 'Gül Ünal'], 'İdari': ['Hakan Ağır', 'İpek Tuğ']}
data, r, k = [], 4, 0
for b2, ns in bol.items():
    ws.write_merge(r, r + len(ns) - 1, 2, 2, b2)
    for n_ in ns:
        br_ = 24500.0 + k * 3175.5; fz = None if k % 3 == 1 else 410.25 * k; sg = round(br_ * .14, 2); ve = round(br_ * .128, 2); ne = round(br_ + (fz or 0) - sg - ve, 2); d = D(2015 + k, 1 + k, 28 - k)
        data.append([f'{k * 19 + 45:05d}', n_, b2, d, br_, fz, sg, ve, ne])
        ws.write(r, 0, data[-1][0]); ws.write(r, 1, n_); ws.write(r, 3, d, ds_)
        for c, v in [(4, br_), (5, fz), (6, sg), (7, ve)]:
            if v is None: ws.write(r, c, '-')
            else: ws.write(r, c, v, mo)
        ws.write(r, 8, num(ne, 2, '.', ',') + ' TL'); r += 1; k += 1
ws.write(r, 0, 'TOPLAM')
for c in range(4, 8): ws.write(r, c, sum(d[c] or 0 for d in data), mo)
ws.write(r, 8, num(sum(d[8] for d in data), 2, '.', ',') + ' TL')
ws.write(r + 2, 0, 'Not: Net ücretler banka hesabına yatırılmıştır.')
h = wb.add_sheet('Parametre'); h.visibility = 1
for i, (a_, b_) in enumerate([('Parametre', 'Oran'), ('SGK', .14), ('Vergi', .128)]): h.write(i, 0, a_); h.write(i, 1, b_)
b_ = io.BytesIO(); wb.save(b_); put(f, b_.getvalue())
m_ = table([('Sicil No', T), ('Ad Soyad', T), ('Bölüm', T), ('İşe Giriş', DA), ('Kazançlar Brüt', N), ('Kazançlar Fazla Mesai', N), ('Kesintiler SGK', N), ('Kesintiler Vergi', N), ('Net Ücret', N)], data, 'Bordro')
expect(f, 'Turkish payroll .xls: merged title, two-row header, department merged downwards, net pay as text "28.450,75 TL", dash for none, TOPLAM, note, hidden sheet', [m_], either=[[m_, table([('Parametre', T), ('Oran', N)], [['SGK', .14], ['Vergi', .128]], 'Parametre')]])

# ---------------------------------------------------------------- t27 tax brackets stacked
f = 't27_franklin_tax_brackets.csv'
hd = ['Over', 'But not over', 'Base tax', 'Plus rate', 'Of amount over']
def br(cuts, rates):
    out, base = [], 0.0
    for i, rt in enumerate(rates):
        lo, hi = cuts[i], cuts[i + 1] if i + 1 < len(cuts) else None; out.append([lo, hi, round(base, 2), rt, lo])
        if hi: base += (hi - lo) * rt / 100
    return out
s1, s2 = br([0, 11600, 47150, 100525, 191950], [1.5, 3.25, 5.0, 6.75, 7.9]), br([0, 23200, 94300, 201050], [1.5, 3.25, 5.0, 6.75])
usd = lambda v, d=0: '—' if v is None else f'${v:,.{d}f}'
fmt = lambda rs: [[usd(r[0]), usd(r[1]), usd(r[2], 2), f'{r[3]:g}%', usd(r[4])] for r in rs]
put(f, csvt([['State of Franklin – individual income tax, 2024'], [], ['Table A. Single filers'], hd] + fmt(s1) + [[], ['Table B. Married, filing jointly'], hd] + fmt(s2) + [[], ['Amounts are rounded. Not legal advice.']]))
cols = [(hd[0], N), (hd[1], N), (hd[2], N), (hd[3], PCT), (hd[4], N)]
expect(f, 'two tax tables stacked with the same header, each with its own title; dollar amounts, percent, dash for no limit, footnote', [table(cols, s1), table(cols, s2)])

# ---------------------------------------------------------------- t28 translations
f = 't28_strings_i18n.csv'
rows = [['btn.ok', 'OK', 'Selvä', 'حسنًا', '확인'], ['btn.yes', 'Yes', 'Kyllä', 'نعم', '예'], ['btn.no', 'No', 'Ei', 'لا', '아니요'], ['lbl.off', 'Off', 'Pois', 'إيقاف', '끄기'], ['cart.count', '{n} items, {m} saved', '{n} tuotetta, {m} tallessa', '{n} عناصر', '{n}개 항목'],
        ['err.net', 'Network error.\nTry again.', 'Verkkovirhe.\nYritä uudelleen.', 'خطأ في الشبكة', '네트워크 오류'], ['promo', 'Save "up to" 50%', 'Säästä jopa 50 %', None, '최대 50% 절약'], ['year', '2024', '2024', '٢٠٢٤', '2024년'], ['time.fmt', '10:30', '10.30', '10:30', '오전 10:30'], ['lbl.total', 'Total', 'Yhteensä', 'المجموع', '합계'],
        ['lbl.month', 'March', 'maaliskuu', 'مارس', '3월'], ['lbl.new', 'New!', 'Uusi!', None, None]]
hd = ['key', 'en', 'fi', 'ar', 'ko']
put(f, '\ufeff' + csvt([hd] + rows, ';'))
expect(f, 'translations, semicolons: Finnish, Arabic and Korean, newlines and quotes, words and numbers that look like booleans, dates, and a "Total" which is a string to translate (12 rows stay)',
       [table([('key', T), ('en', T), ('fi', T), ('ar', T), ('ko', T)], rows)])

# ---------------------------------------------------------------- t29 log, no header
f = 't29_worker_log_extract.csv'
data, lines = [], ['# extract of worker.log, host app-03', '# grep -v DEBUG']
for k in range(26):
    t_ = DT(2024, 3, 9, 23, 58, 11) + TD(seconds=17 * k); lv = ['INFO', 'INFO', 'WARN', 'ERROR'][k % 4]; ms = 3 + (k * 41) % 950
    data.append([t_, lv, f'worker-{k % 3}', f'{(k * 97) % 1000:05d}', f'Batch {k} done, size={k * 20}' if k % 4 < 2 else 'retry "upstream" in 5s', ms, 200 if k % 4 != 3 else 503])
    r = list(data[-1]); r[0] = t_.strftime('%Y-%m-%dT%H:%M:%SZ'); r[5] = f'{ms} ms'; lines.append(','.join(q(v) for v in r))
put(f, '\n'.join(lines) + '\n')
expect(f, 'log lines without a header below two comment lines: UTC times that cross midnight, "12 ms", job numbers with leading zeros, quoted messages', [table(list(zip([None] * 7, [TS, T, T, T, T, N, I])), data)])

# ---------------------------------------------------------------- t30 Chilean HTML xls
f = 't30_LibroCompras_202403.xls'
hd = ['Folio', 'RUT Proveedor', 'Razón Social', 'Fecha', 'Neto', 'IVA', 'Total']
data, tr = [], []
for k in range(11):
    ne = 45990 + k * 131072; iv = round(ne * .19); d = D(2024, 3, 1 + (k * 5) % 28)
    data.append([100200 + k * 7, f'76.{100 + k * 13}.{456 + k}-{"K" if k == 3 else k % 10}', ['Ñandú Ltda.', 'Comercial Peñalolén SpA', 'Aguas & Cía.'][k % 3], d, ne, iv, ne + iv])
    x = data[-1]; tr.append('<tr><td>' + '</td><td>'.join([str(x[0]), x[1], x[2].replace('&', '&amp;'), d.strftime('%d-%m-%Y')]) + ''.join(f'</td><td align=right>{num(v, 0, ".", ",")}' for v in x[4:]) + '&nbsp;</td></tr>')
put(f, '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><style>td{mso-number-format:"\\@"}</style></head><body><table border=1><tr><td colspan=7><b>Libro de Compras &ndash; marzo 2024</b></td></tr><tr>'
    + ''.join(f'<th>{h}</th>' for h in hd) + '</tr>\r\n' + '\r\n'.join(tr) + '<tr><td colspan=4>Totales</td>' + ''.join(f'<td>{num(sum(d[i] for d in data), 0, ".", ",")}</td>' for i in (4, 5, 6)) + '</tr></table><p>Documento generado el 02-04-2024 09:11</p></body></html>', 'cp1252')
expect(f, 'Chilean purchase book: an HTML table named .xls, cp1252, title across all columns, tax ids with dots and K, dots as thousands, day-month dates, entities, totals with colspan',
       [table(list(zip(hd, [I, T, T, DA, I, I, I])), data)])

# ---------------------------------------------------------------- t31 phone list
f = 't31_numery_sms.txt'
nums = [f'+48 {600 + k * 7} {100 + k * 31} {200 + k * 19}' for k in range(19)]
put(f, '\r\n'.join(n + ('  ' if k % 4 == 0 else '') for k, n in enumerate(nums)) + '\r\n\r\n\r\n')
expect(f, 'one column of phone numbers, no header, spaces and blank lines at the end', [table([(None, T)], [[n] for n in nums])])

# ---------------------------------------------------------------- t32 ndjson gz
f = 't32_events-2024-03-05.ndjson.gz'
data, lines = [], []
for k in range(30):
    o = {'ts': 1709596800000 + k * 1234567, 'event': ['page_view', 'signup', 'purchase'][k % 3], 'user': {'id': f'u_{k % 11:03d}', 'plan': ['free', 'pro'][k % 2]}, 'ok': k % 9 != 8}
    if k % 3 == 2 : o['value'] = round(9.99 + k, 2)
    if k == 0: o['value'] = None
    if k % 10 == 4: o['ref'] = 'newsletter'
    lines.append(json.dumps(o)); data.append([o['ts'], o['event'], o['user']['id'], o['user']['plan'], o['ok'], o.get('value'), o.get('ref')])
put(f, gzip.compress(('\n'.join(lines) + '\n\n').encode(), mtime=0))
fl = [('ts', ['integer', 'timestamp']), ('event', T), (None, T), (None, T), ('ok', B), ('value', N), ('ref', T)]
expect(f, 'gzipped events, one JSON object a line: nested user, keys that come and go, epoch milliseconds, empty last line', [table(fl, data)],
       either=[[table([('ts', ['integer', 'timestamp']), ('event', T), ('user', T, 'n'), ('ok', B), ('value', N), ('ref', T)], [d[:2] + ['x'] + d[4:] for d in data])]])

# ---------------------------------------------------------------- t33 GTFS zip
f = 't33_gtfs_feed.zip'
stops = [[f'{k * 3 + 11:05d}', n_, round(59.91 + k * 0.0113, 5), round(10.75 - k * 0.0071, 5), k % 3] for k, n_ in enumerate(['Jernbanetorget', 'Grønland', 'Tøyen', 'Ensjø', 'Helsfyr', 'Brynseng', 'Høyenhall', 'Ryen'])]
stt = []
for tno in range(4):
    for k, s in enumerate(stops):
        m = 22 * 60 + 40 + tno * 57 + k * 2; stt.append([f'T{tno + 1:03d}', f'{m // 60:02d}:{m % 60:02d}:00', s[0], k + 1])
cal = [['WKD', 1, 1, 0, D(2024, 3, 1), D(2024, 6, 30)], ['WKE', 0, 0, 1, D(2024, 3, 2), D(2024, 6, 30)], ['HOL', 0, 0, 1, D(2024, 5, 1), D(2024, 5, 17)]]
buf = io.BytesIO()
with zipfile.ZipFile(buf, 'w', zipfile.ZIP_DEFLATED) as z:
    def add(n_, b): zi = zipfile.ZipInfo(n_, (2024, 3, 1, 0, 0, 0)); zi.compress_type = zipfile.ZIP_DEFLATED; z.writestr(zi, b)
    add('stops.txt', '\ufeff' + csvt([['stop_id', 'stop_name', 'stop_lat', 'stop_lon', 'wheelchair_boarding']] + stops, ',', '\r\n'))
    add('__MACOSX/._stops.txt', b'\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X' + bytes(60))
    add('stop_times.txt', csvt([['trip_id', 'arrival_time', 'stop_id', 'stop_sequence']] + stt))
    add('calendar.txt', csvt([['service_id', 'monday', 'tuesday', 'sunday', 'start_date', 'end_date']] + [[c.strftime('%Y%m%d') if isinstance(c, D) else c for c in r] for r in cal]))
    add('.DS_Store', b'\x00\x00\x00\x01Bud1' + bytes(80))
put(f, buf.getvalue())
DI = ['date', 'integer']; BI = ['boolean', 'integer']
expect(f, 'GTFS feed in a zip: three tables named .txt, one with a BOM, Mac leftovers, hours beyond 24 (25:31:00), compact dates, stop ids with leading zeros, 0/1 flags',
       [table([('stop_id', T), ('stop_name', T), ('stop_lat', N), ('stop_lon', N), ('wheelchair_boarding', I)], stops, 'stops'),
        table([('trip_id', T), ('arrival_time', ['text', 'time'], 'n'), ('stop_id', T), ('stop_sequence', I)], stt, 'stop_times'),
        table([('service_id', T), ('monday', BI), ('tuesday', BI), ('sunday', BI), ('start_date', DI), ('end_date', DI)], cal, 'calendar')])

# ---------------------------------------------------------------- t34 columnar JSON
f = 't34_forecast_hourly.json'
data = [[DT(2024, 3, 5) + TD(hours=k), round(4.2 + 5 * abs(12 - abs(k % 24 - 14)) / 12, 1), None if k > 44 else round(((k * 7) % 13) / 10, 1), 40 + (k * 11) % 55] for k in range(48)]
put(f, json.dumps({'latitude': 47.38, 'longitude': 8.54, 'generationtime_ms': 0.12, 'utc_offset_seconds': 0, 'timezone': 'GMT', 'elevation': 408.0, 'hourly_units': {'time': 'iso8601', 'temperature_2m': '°C', 'precipitation': 'mm', 'relative_humidity_2m': '%'},
    'hourly': {'time': [d[0].strftime('%Y-%m-%dT%H:%M') for d in data], 'temperature_2m': [d[1] for d in data], 'precipitation': [d[2] for d in data], 'relative_humidity_2m': [d[3] for d in data]}}, ensure_ascii=False))
expect(f, 'forecast API: columns as parallel arrays under one key, units and place beside, nulls at the end', [table([(None, TS), (None, N), (None, N), (None, I)], data)])

# ---------------------------------------------------------------- t35 one row
f = 't35_kk_raportti.csv'
hd = ['Kausi', 'Liikevaihto', 'Kate', 'Asiakkaita', 'NPS', 'Keskim. vastausaika', 'Päivitetty']
put(f, csvt([hd, ['2024-03', '1\u00a0234\u00a0567,80 €', '34,5 %', '12\u00a0045', '−4', '00:03:25', '2.4.2024 klo 0.00']], ';', '\r\n'))
expect(f, 'Finnish monthly figures, a single row: no-break spaces as thousands, euro and percent signs, a true minus sign, a duration, a midnight time "klo 0.00"',
       [table([(hd[0], ['text', 'date'], ''), (hd[1], N), (hd[2], PCT), (hd[3], I), (hd[4], I), (hd[5], ['time', 'text', 'number'], 'n'), (hd[6], ['timestamp', 'date', 'text'], 'n')], [['2024-03', 1234567.8, 34.5, 12045, -4, 'x', 'x']])])

# ---------------------------------------------------------------- t36..t39 refused
f = 't36_sales_report_march.csv'
put(f, '<!DOCTYPE html>\n<html lang="en"><head><title>502 Bad Gateway</title></head>\n<body>\n<center><h1>502 Bad Gateway</h1></center>\n<p>The report service, or a server it needs, did not answer in time. Please try again later, or contact support.</p>\n<hr><center>openresty/1.21.4</center>\n</body></html>\n')
expect(f, 'an HTML error page named .csv', error=True)
f = 't37_Book1.xlsx'
wb = openpyxl.Workbook(); wb.active.title = 'Sheet1'; wb.active['B2'].font = Font(bold=True); wb.active.column_dimensions['A'].width = 22; wb.create_sheet('Sheet2'); save_xlsx(wb, f)
expect(f, 'a workbook of two empty sheets, one with formatting only', error=True)
f = 't38_members.csv'
rr = random.Random(38); put(f, b'\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01' + bytes(rr.randrange(256) for _ in range(3000)))
expect(f, 'a picture (binary bytes) named .csv', error=True)
f = 't39_clickstream.csv.gz'
rr = random.Random(39); g_ = gzip.compress(csvt([['id', 'url', 'ms']] + [[k, f'/p/{rr.randrange(10**9):x}', rr.randrange(5000)] for k in range(600)]).encode(), mtime=0)
put(f, g_[: len(g_) * 6 // 10]); expect(f, 'a gzip cut off at 60 % of its length', error=True)

# ---------------------------------------------------------------- t40 Danish shifts
f = 't40_vagtplan_uge10-12.xlsx'
wb = openpyxl.Workbook(); ws = wb.active; ws.title = 'Vagter'
ws['A1'] = 'Vagtplan – Café Søpavillonen'; hd = ['Uge', 'Dato', 'Medarbejder', 'Start', 'Slut', 'Varighed', 'Pause (min)', 'Godkendt', 'Timeløn', 'Oprettet']
for j, h in enumerate(hd): ws.cell(3, 1 + j, h)
ppl = ['Åse Bjørn', 'Mikkel Sørensen', 'Zaynab Khan']; data, r = [], 4
for w in range(3):
    r0 = r
    for k in range(5):
        d = D(2024, 3, 4 + 7 * w + k); s = dt.time(16 if k % 2 else 9, 30 * (k % 2)); du = TD(hours=7, minutes=30); e = (DT.combine(d, s) + du).time()
        cr = DT(2024, 2, 20 + w, 0 if k == 0 else 10 + k, 0); pa = 30 if k % 2 else None; lon = 142.5 + 3.25 * ((w + k) % 3)
        for c, v in enumerate([None, d, ppl[(w + k) % 3], s, e, du, pa, 'ja' if k != 3 else 'nej', lon, cr]):
            if v is not None: ws.cell(r, 1 + c, v)
        ws.cell(r, 2).number_format = 'dd-mm-yyyy'; ws.cell(r, 4).number_format = ws.cell(r, 5).number_format = 'hh:mm'; ws.cell(r, 6).number_format = '[h]:mm'; ws.cell(r, 9).number_format = '"kr." #,##0.00'; ws.cell(r, 10).number_format = 'dd-mm-yyyy hh:mm'
        data.append([f'Uge {10 + w}', d, ppl[(w + k) % 3], s, e, du, pa, 1, lon, cr]); r += 1
    ws.cell(r0, 1, f'Uge {10 + w}'); ws.merge_cells(start_row=r0, end_row=r - 1, start_column=1, end_column=1)
    ws.cell(r, 1, f'Uge {10 + w} i alt'); ws.cell(r, 6, f'=SUM(F{r0}:F{r - 1})').number_format = '[h]:mm'; ws.cell(r, 7, 60); r += 1
ws.cell(r, 1, 'I alt'); ws.cell(r, 6, '=F9+F15+F21').number_format = '[h]:mm'; ws.cell(r, 7, 180)
save_xlsx(wb, f)
tm_ = ['time', 'text']
expect(f, 'Danish shift plan: title, week merged downwards, "i alt" rows after each week and at the end (formulas without stored values), times of day with a midnight end, durations in [h]:mm, kr. format, ja/nej, date-times of which some are at midnight',
       [table([('Uge', T), ('Dato', DA), ('Medarbejder', T), ('Start', tm_, 'n'), ('Slut', tm_, 'n'), ('Varighed', ['time', 'number', 'text'], 'n'), ('Pause (min)', I), ('Godkendt', BT), ('Timeløn', N), ('Oprettet', TS)], data)])

EXP.sort(key=lambda e: e['id'])
with open(os.path.join(HERE, 'expected.json'), 'w', encoding='utf-8') as fo: json.dump(EXP, fo, ensure_ascii=False, indent=1); fo.write('\n')
print(len(EXP), 'files')
