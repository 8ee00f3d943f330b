#!/usr/bin/env python3
"""figures.py DIR: computes each figure of lead-report a second way.

DIR holds leads.json (lead-report -j), events.jsonl (lead-show --events -j),
export.jsonl (lead-show --export -j), and rows of the store in JSON: lead,
task, message, inbox. Nothing of the first way is read but its answers: every
figure, and the tables by source, by owner, pipeline, funnel, response time,
time in stage, trend and sequences, must be the same. Prints what differs;
exit 1 then. The definitions are those of leads-metrics(7).
"""
import json
import sys
from collections import defaultdict
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

folder, zone, now = sys.argv[1], ZoneInfo(sys.argv[2]), int(sys.argv[3])
HOURS = json.loads(sys.argv[4])      # {"0": [[480, 720], ...]}, Monday is 0
CLOSED = set(json.loads(sys.argv[5]))  # "2026-11-26"
MACHINE, HUMAN, DAY = 120, 4 * 3600, 86400
PERSON = {"call", "mail", "text", "chat", "met", "voicemail", "no-answer",
          "answer"}
TOUCH = PERSON | {"sent"}
OPEN = ["new", "contacted", "waiting", "replied", "qualified", "booked",
        "proposal"]


def lines(name):
    with open(f"{folder}/{name}", encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def stamp(text):
    return int(datetime.fromisoformat(text).timestamp())


def table(name):
    with open(f"{folder}/{name}.json", encoding="utf-8") as f:
        return json.loads(f.read() or "[]")


report = json.load(open(f"{folder}/leads.json", encoding="utf-8"))
rows = {r["id"]: r for r in table("lead")}
tasks, messages, inbox = table("task"), table("message"), table("inbox")
final = {i: r["merged"] or i for i, r in rows.items()}
test = {i for i in rows if rows[final[i]]["source"] == "test"}
events = defaultdict(list)  # of the lead that lives
single = defaultdict(list)  # of the lead as it was
for e in lines("events.jsonl"):
    if not e["lead"]:
        continue
    e["at"], e["id"] = stamp(e["at"]), int(e["ref"][1:])
    lead = int(e["lead"][1:])
    single[lead].append(e)
    events[final[lead]].append(e)
for i in events:
    events[i].sort(key=lambda e: e["id"])


def is_now(e, kind):
    """The event itself, or a move of the stage by hand."""
    return e["kind"] == kind or (e["kind"] == "stage" and e["new"] == kind)


def first(lead, test_of):
    at = [e["at"] for e in events[lead] if test_of(e)]
    return min(at) if at else 0


class Lead:
    def __init__(self, i):
        r = rows[i]
        self.id, self.received = i, r["received"]
        self.imported, self.value = r["imported"], r["value"]
        self.source, self.owner = r["source"], r["owner"]
        self.machine = first(i, lambda e: e["kind"] == "sent")
        self.human = first(i, lambda e: e["kind"] in PERSON)
        self.reply = first(i, lambda e: e["kind"] == "reply")
        self.qualified = first(i, lambda e: is_now(e, "qualified"))
        self.handoff = first(i, lambda e: e["kind"] == "handoff")
        self.booked = first(i, lambda e: is_now(e, "booked"))
        self.no_show = first(i, lambda e: e["kind"] == "no-show")
        self.won = first(i, lambda e: is_now(e, "won"))
        self.lost = first(i, lambda e: is_now(e, "lost"))

    def touches(self, until):
        return sum(e["kind"] in TOUCH and e["at"] <= until
                   for e in events[self.id])


leads = [Lead(i) for i, r in rows.items()
         if not r["merged"] and i not in test and events[i]]


def is_open(t):
    local = datetime.fromtimestamp(t, zone)
    if local.strftime("%Y-%m-%d") in CLOSED:
        return False
    minute = local.hour * 60 + local.minute
    return any(a <= minute < b
               for a, b in HOURS.get(str(local.weekday()), []))


def p90(v):
    return sorted(v)[-(-9 * len(v) // 10) - 1]


def rate(num, den):
    return (num / den if den else None, num, den)


def seconds(v, how):
    return (how(v) if v else None, None, len(v))


def late(t):
    return t["done"] > t["due"] or (t["done"] == 0 and t["due"] < now)


def kept(since, until, owner=None):
    due = [t for t in tasks if t["deadline"] and since <= t["due"] < until
           and t["lead"] and t["lead"] not in test
           and (owner is None or t["owner"] == owner)]
    met = sum(0 < t["done"] <= t["due"] for t in due)
    return met, met + sum(late(t) for t in due)


def opted_out(since, until):
    runs = {}
    persons = defaultdict(list)
    for i, r in rows.items():
        persons[r["person"]].append(i)
    for lead, of in single.items():
        for e in of:
            if e["kind"] != "sequence-started" or lead in test or \
                    not since <= e["at"] < until:
                continue
            key = (rows[lead]["person"], e["new"])
            gone = any(o["kind"] == "opt-out" and o["at"] >= e["at"]
                       for k in persons[key[0]] for o in single[k])
            runs[key] = runs.get(key, False) or gone
    return rate(sum(runs.values()), len(runs))


def in_span(kind, since, until):
    return sum(e["kind"] == kind and since <= e["at"] < until
               for lead, of in single.items() if lead not in test
               for e in of)


def span_figures(since, until):
    def within(t):
        return since <= t < until

    new = [x for x in leads if within(x.received) and not x.imported]
    won = [x for x in leads if x.won and within(x.won)]
    booked = [x for x in leads if x.booked and within(x.booked)]
    machine = [max(0, x.machine - x.received) for x in new if x.machine]
    human = [max(0, x.human - x.received) for x in new if x.human]
    after = [x for x in new if not is_open(x.received)]
    answer = [max(0, x.human - x.received) for x in after if x.human]
    waiting = sum(not x.human and now - x.received > HUMAN for x in new)
    n, reached = len(new), sum(bool(x.machine) for x in new)
    cycle = [x.won - x.received for x in won if not x.imported]
    shows = [x for x in new if x.booked]
    return {
        "leads_new": n, "leads_after_hours": len(after),
        "first_response_machine_median_s": seconds(machine, median),
        "first_response_machine_p90_s": seconds(machine, p90),
        "machine_in_time_rate":
            rate(sum(s <= MACHINE for s in machine), len(machine)),
        "first_response_human_median_s": seconds(human, median),
        "first_response_human_p90_s": seconds(human, p90),
        "human_in_time_rate":
            rate(sum(s <= HUMAN for s in human), len(human) + waiting),
        "first_response_after_hours_median_s": seconds(answer, median),
        "reply_rate": rate(sum(bool(x.machine) and x.reply >= x.machine
                               for x in new), reached),
        "qualification_rate": rate(sum(bool(x.qualified) for x in new), n),
        "handoff_rate": rate(sum(bool(x.handoff) for x in new), n),
        "booking_rate": rate(len(shows), n),
        "no_show_rate":
            rate(sum(bool(x.no_show) for x in shows), len(shows)),
        "conversion_rate": rate(sum(bool(x.won) for x in new), n),
        "opt_out_rate": opted_out(since, until),
        "won": len(won), "won_value": sum(x.value or 0 for x in won),
        "lost": sum(bool(x.lost) and within(x.lost) for x in leads),
        "cycle_won_median_s": seconds(cycle, median),
        "touches_per_booking":
            rate(sum(x.touches(x.booked) for x in booked), len(booked)),
        "touches_per_win":
            rate(sum(x.touches(x.won) for x in won), len(won)),
        "deadlines_kept_rate": rate(*kept(since, until)),
        "bounces": in_span("bounce", since, until),
        "send_failed": in_span("failed", since, until),
    }


def now_figures():
    live = [r for i, r in rows.items() if not r["merged"] and i not in test
            and r["stage"] not in ("won", "lost", "inactive")]
    stale = [r for r in live
             if (r["last_contact"] or r["received"]) < now - 7 * DAY
             and (not r["next_due"] or r["next_due"] < now)]
    return {
        "pipeline_open": len(live),
        "pipeline_value": sum(r["value"] or 0 for r in live),
        "overdue": sum(0 < r["next_due"] < now for r in live),
        "ownerless": sum(r["owner"] is None for r in live),
        "no_next_action": sum(r["next_due"] == 0 for r in live),
        "stale": len(stale),
        "unsorted": sum(i["outcome"] == "unsorted" for i in inbox),
        "send_unknown": sum(m["state"] == "unknown" for m in messages),
    }, live


differences = 0
compared = 0


def same(what, one, other):
    global differences, compared
    compared += 1
    if one is None or other is None or isinstance(one, str):
        equal = one == other
    else:
        equal = abs(one - other) < 1e-6
    if not equal:
        differences += 1
        print(f"{what}: lead-report says {one}, the events say {other}")


def previous(since):
    local = datetime.fromtimestamp(since, zone)
    if report["report"] == "week":
        return int((local.replace(tzinfo=None) - timedelta(days=7))
                   .replace(tzinfo=zone).timestamp())
    return int((local - timedelta(days=1)).replace(day=1).timestamp())


def compare_metrics(since, until):
    mine = span_figures(since, until)
    before = span_figures(previous(since), since)
    ours, live = now_figures()
    for name, m in report["metrics"].items():
        if name in ours:
            same(name, m["value"], ours.pop(name))
            same(name + " before", m["previous"], None)
            continue
        got, was = mine.pop(name), before.pop(name)
        if not isinstance(got, tuple):
            got, was = (got, None, None), (was, None, None)
        same(name, m["value"], got[0])
        same(name + " numerator", m["numerator"], got[1])
        same(name + " denominator", m["denominator"], got[2])
        same(name + " before", m["previous"], was[0])
    for name in [*mine, *ours]:
        same(name, None, "a figure that lead-report does not print")
    return live


def groups(key, since, until):
    out = defaultdict(lambda: defaultdict(float))
    for x in leads:
        g = out[getattr(x, key) or "(none)"]
        if x.won and since <= x.won < until:
            g["won"] += 1
            g["value"] += x.value or 0
        if x.imported or not since <= x.received < until:
            continue
        g["leads"] += 1
        g["answered"] += bool(x.human)
        g["replied"] += bool(x.machine) and x.reply >= x.machine
        g["qualified"] += bool(x.qualified)
        g["booked"] += bool(x.booked)
        if x.human:
            out[getattr(x, key) or "(none)"].setdefault("s", [])
            out[getattr(x, key) or "(none)"]["s"].append(
                max(0, x.human - x.received))
    return out


def compare_groups(since, until, live):
    by = groups("source", since, until)
    for row in report["tables"].get("by source", []):
        for name in ("leads", "replied", "booked", "won", "value"):
            same(f"source {row['source']} {name}", row[name],
                 by[row["source"]][name])
    by = groups("owner", since, until)
    for row in report["tables"].get("by owner", []):
        owner, g = row["owner"], by[row["owner"]]
        met, of = kept(since, until, owner)
        g["kept"] = met / of if of else None
        g["median"] = median(g["s"]) if "s" in g else None
        g["open"] = sum(r["owner"] == owner for r in live)
        g["overdue"] = sum(r["owner"] == owner and 0 < r["next_due"] < now
                           for r in live)
        for name in ("leads", "answered", "median", "kept", "won", "value",
                     "open", "overdue"):
            same(f"owner {owner} {name}", row[name], g[name])
    for row in report["tables"]["pipeline"]:
        of = [r for r in live if r["stage"] == row["stage"]]
        same(f"stage {row['stage']}", row["leads"], len(of))
        same(f"stage {row['stage']} value", row["value"],
             sum(r["value"] or 0 for r in of))


def compare_shape(since, until):
    new = [x for x in leads
           if since <= x.received < until and not x.imported]
    got = [len(new), sum(bool(x.machine or x.human) for x in new),
           sum(bool(x.reply) for x in new),
           sum(bool(x.qualified) for x in new),
           sum(bool(x.booked) for x in new), sum(bool(x.won) for x in new)]
    for row, n in zip(report["tables"]["funnel"], got):
        same(f"funnel {row['leads']}", row["count"], n)
    edges = [0, 60, 120, 300, 900, 3600, 14400, 86400, 1 << 60]
    for i, row in enumerate(report["tables"]["response time"]):
        for name in ("human", "machine"):
            n = sum(edges[i] <= max(0, getattr(x, name) - x.received)
                    < edges[i + 1] for x in new if getattr(x, name))
            same(f"{name} {row['within']}", row[name], n)
    stays = defaultdict(list)
    for lead, of in single.items():
        if lead in test or rows[lead]["imported"]:
            continue
        last = rows[lead]["received"]
        for e in sorted(of, key=lambda x: x["id"]):
            if e["kind"] == "stage":
                if since <= e["at"] < until and e["old"]:
                    stays[e["old"]].append(e["at"] - last)
                last = e["at"]
    for row in report["tables"]["time in stage"]:
        of = stays[row["stage"]]
        same(f"left {row['stage']}", row["left"], len(of))
        same(f"time in {row['stage']}", row["median"],
             median(of) if of else None)
    end = until
    for row in reversed(report["tables"]["trend"]):
        start = stamp(row["from"])
        f = span_figures(start, end)
        same(f"trend {row['from']} leads", row["leads"], f["leads_new"])
        same(f"trend {row['from']} human", row["human"],
             f["first_response_human_median_s"][0])
        same(f"trend {row['from']} replied", row["replied"],
             f["reply_rate"][0])
        same(f"trend {row['from']} won", row["won"], f["won"])
        end = start


def compare_steps():
    since, until = stamp(report["since"]), stamp(report["until"])
    sent = defaultdict(list)
    for m in messages:
        if m["kind"] == "step" and m["state"] == "sent":
            sent[m["lead"]].append(m)
    sums = defaultdict(lambda: defaultdict(int))
    for lead, of in sent.items():
        of.sort(key=lambda m: (m["sent"], m["id"]))
        for i, m in enumerate(of):
            if not since <= m["sent"] < until or lead in test:
                continue
            end = of[i + 1]["sent"] if i + 1 < len(of) else 1 << 60
            mine = [e for e in events[lead] if m["sent"] <= e["at"] < end]
            for key in ((m["sequence"], m["step"]), (m["sequence"], "(all)")):
                s = sums[key]
                s["sent"] += 1
                s["replied"] += any(e["kind"] == "reply" for e in mine)
                s["booked"] += any(is_now(e, "booked") for e in mine)
                s["opted out"] += any(e["kind"] == "opt-out" for e in mine)
                s["bounced"] += any(e["kind"] == "bounce" for e in mine)
    for row in report["tables"]["sequences"]:
        s = sums[row["sequence"], row["step"]]
        for name in ("sent", "replied", "booked", "opted out", "bounced"):
            same(f"{row['sequence']} {row['step']} {name}", row[name],
                 s[name])


if report["report"] == "sequences":
    compare_steps()
else:
    begin, finish = stamp(report["since"]), stamp(report["until"])
    compare_groups(begin, finish, compare_metrics(begin, finish))
    compare_shape(begin, finish)
print(f"{compared} figures compared, {differences} differ")
sys.exit(differences > 0)
