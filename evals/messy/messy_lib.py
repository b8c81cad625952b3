"""Helpers to write messy files and what is expected of each, reproducibly."""
import csv, datetime as dt, gzip, io, json, os, re, zipfile
from fractions import Fraction
from decimal import Decimal

NB = "\u00a0"
ANY = ["text", "integer", "number", "boolean", "date", "timestamp", "time"]


class Corpus:
    def __init__(self, root):
        self.root, self.items = root, []
        self.files = os.path.join(root, "files")
        os.makedirs(self.files, exist_ok=True)
        for f in os.listdir(self.files):
            os.remove(os.path.join(self.files, f))

    def add(self, no, file, kind, data, tables=(), **more):
        if isinstance(data, str):
            data = data.encode("utf-8")
        assert len(data) < 150_000, file
        assert not any(i["id"] == f"m{no:02d}" or i["file"] == file for i in self.items), file
        with open(os.path.join(self.files, file), "wb") as fh:
            fh.write(data)
        self.items.append({"id": f"m{no:02d}", "file": file, "kind": kind, "tables": list(tables), **more})

    def save(self):
        self.items.sort(key=lambda i: i["id"])
        with open(os.path.join(self.root, "expected.json"), "w", encoding="utf-8") as fh:
            fh.write("[\n" + ",\n".join(json.dumps(i, ensure_ascii=False) for i in self.items) + "\n]\n")


def C(name, type_, **more):
    return {"name": name, "type": type_, **more}


def show(v):
    if isinstance(v, dt.datetime):
        if v.tzinfo:
            v = v.astimezone(dt.timezone.utc).replace(tzinfo=None)
        return v.isoformat(timespec="seconds")
    if isinstance(v, (dt.date, dt.time)):
        return v.isoformat()
    if isinstance(v, Decimal):
        return float(v)
    return v


def table(cols, rows, checks=(), name_like=None):
    """Expectation computed from the clean rows, never from the file as written."""
    names = [c["name"] for c in cols]
    for r in rows:
        assert len(r) == len(cols), (names, r)

    def at(col):
        return col if isinstance(col, int) else names.index(col)

    out = []
    for ch in checks:
        if ch[0] == "sum":
            vals = [r[at(ch[1])] for r in rows if r[at(ch[1])] is not None]
            s = sum(Fraction(str(v)) for v in vals)
            out.append({"column": ch[1], "sum": int(s) if s.denominator == 1 else round(float(s), 6)})
        elif ch[0] == "val":
            out.append({"row": ch[1], "column": ch[2], "value": show(rows[ch[1]][at(ch[2])])})
        elif ch[0] == "nulls":
            out.append({"column": ch[1], "nulls": sum(r[at(ch[1])] is None for r in rows)})
        elif ch[0] == "distinct":
            out.append({"column": ch[1], "distinct": len({r[at(ch[1])] for r in rows} - {None})})
        else:
            raise ValueError(ch)
    t = {"rows": len(rows), "columns": cols, "checks": out}
    return {"name_like": name_like, **t} if name_like else t


def renamed(t, names):
    """The same expectation with other column names (a dict from old to new)."""
    t = json.loads(json.dumps(t))
    for c in t["columns"]:
        c["name"] = names.get(c["name"], c["name"])
    for c in t["checks"]:
        c["column"] = names.get(c["column"], c["column"])
    return t


def sv(rows, delim=",", eol="\r\n", quoting=csv.QUOTE_MINIMAL):
    s = io.StringIO()
    w = csv.writer(s, delimiter=delim, lineterminator=eol, quoting=quoting)
    for r in rows:
        w.writerow(["" if v is None else v for v in r])
    return s.getvalue()


def us(x, d=2):
    return f"{x:,.{d}f}"


def group(x, thousands, decimal, d=2):
    return us(x, d).replace(",", "\0").replace(".", decimal).replace("\0", thousands)


def eu(x, d=2):
    return group(x, ".", ",", d)


def zipped(members):
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members:
            zi = zipfile.ZipInfo(name, (2024, 6, 14, 9, 30, 0))
            zi.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(zi, data.encode("utf-8") if isinstance(data, str) else data)
    return b.getvalue()


def gz(data):
    return gzip.compress(data.encode("utf-8") if isinstance(data, str) else data, mtime=0)


def xlsx(wb, cached=None, macro=False, shared=True):
    """Workbook bytes with fixed times; cached: {part: {cell: value}} puts values behind formulas."""
    b = io.BytesIO()
    wb.save(b)
    members, strings = [], {}

    def share(m):  # as Excel itself writes strings; openpyxl 3.1 writes them inline
        k = strings.setdefault(m.group(2), len(strings))
        return m.group(1) + b't="s"><v>%d</v></c>' % k

    with zipfile.ZipFile(b) as z:
        for n in z.namelist():
            d = z.read(n)
            if n == "docProps/core.xml":
                d = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2024-06-14T09:30:00Z", d)
            if n == "[Content_Types].xml" and macro:
                d = d.replace(b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                              b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
            for part, cells in (cached or {}).items():
                if n == f"xl/worksheets/{part}.xml":
                    for ref, v in cells.items():
                        pat = rb'(<c r="%s"[^>]*><f>[^<]*</f>)<v\s*(?:/>|></v>)' % ref.encode()
                        d, k = re.subn(pat, lambda m: m.group(1) + b"<v>%s</v>" % str(v).encode(), d)
                        assert k == 1, ref
            if shared and n.startswith("xl/worksheets/sheet"):
                d = re.sub(rb'(<c [^>]*?)t="inlineStr"><is>(<t[^>]*>[^<]*</t>)</is></c>', share, d)
                assert b"inlineStr" not in d
            members.append((n, d))
    if strings:
        sst = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="%d">' % len(strings)
        sst += b"".join(b"<si>%s</si>" % t for t in strings) + b"</sst>"
        ooxml = b"openxmlformats-officedocument."
        part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.%sspreadsheetml.sharedStrings+xml"/></Types>' % ooxml
        rel = b'<Relationship Id="rIdStrings" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        add = {"[Content_Types].xml": (b"</Types>", part), "xl/_rels/workbook.xml.rels": (b"</Relationships>", rel)}
        assert not any(n == "xl/sharedStrings.xml" for n, _ in members)
        members = [(n, d.replace(*add[n]) if n in add else d) for n, d in members] + [("xl/sharedStrings.xml", sst)]
    return zipped(members)


class Fixed:
    """Repeatable bytes in place of os.urandom (only for the salt of the locked workbook)."""
    def __init__(self, seed):
        import random
        self.r = random.Random(seed)

    def __call__(self, n):
        return bytes(self.r.randrange(256) for _ in range(n))
