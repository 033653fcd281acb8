"""Reads feeds, calendars and lists of feeds with software that is not ours.

Standard input is {"feeds": [[file, type]], "calendars": [file], "lists":
[file]}; standard output says the same with what was read, and what was wrong.
"""

import json
import sys
from datetime import date
from multiprocessing import Pool
from xml.etree import ElementTree

import feedparser
import icalendar


def feed(source):
    file, kind = source
    with open(file, "rb") as f:
        d = feedparser.parse(f, response_headers={"content-type": kind})
    faults = [f"{type(d.bozo_exception).__name__}: {d.bozo_exception}"] if d.bozo else []
    if not d.feed.get("updated_parsed") or not d.feed.get("title"):
        faults.append("no date or no title")
    for e in d.entries:
        if not e.get("published_parsed") or not e.get("updated_parsed") or not e.get("summary"):
            faults.append(f"{e.get('id')}: no date or no summary")
        if not any(c.value for c in e.get("content", [])):
            faults.append(f"{e.get('id')}: no content")
    return {
        "Version": d.version,
        "Home": d.feed.get("link"),
        "Title": d.feed.get("title"),
        "Entries": [{"ID": e.get("id"), "URL": e.get("link"), "Title": e.get("title")} for e in d.entries],
        "Faults": faults,
    }


def calendar(file):
    with open(file, "rb") as f:
        data = f.read()
    faults = [f"{len(line)} octets: {line!r}" for line in data.split(b"\r\n") if len(line) > 75]
    if not data.endswith(b"\r\n") or data.count(b"\r\n") != data.count(b"\n") or data.count(b"\r\n") != data.count(b"\r"):
        faults.append("a line does not end with CRLF")
    cal = icalendar.Calendar.from_ical(data)
    faults += [f"{name}: {fault}" for name, fault in cal.errors]
    if cal.get("VERSION") != "2.0" or not cal.get("PRODID") or cal.get("METHOD") != "PUBLISH":
        faults.append("VERSION, PRODID or METHOD is wrong")
    events = []
    for part in cal.subcomponents:
        if part.name != "VEVENT":
            faults.append(f"{part.name} in the calendar")
            continue
        faults += [f"{name}: {fault}" for name, fault in part.errors]
        uid = str(part.get("UID"))
        for name in ["UID", "DTSTAMP", "DTSTART", "SUMMARY", "URL"]:
            if not part.get(name):
                faults.append(f"{uid}: no {name}")
        start = part.get("DTSTART")
        if not start or type(start.dt) is not date or start.params.get("VALUE") != "DATE":
            faults.append(f"{uid}: DTSTART is no day")
        events.append({"ID": uid, "URL": str(part.get("URL")), "Title": str(part.get("SUMMARY"))})
    return {"Entries": events, "Faults": faults}


def opml(file):
    root = ElementTree.parse(file).getroot()
    faults = [] if root.get("version") == "2.0" and root.findtext("head/title") else ["no version or no title"]
    feeds = []
    for outline in root.iter("outline"):
        if not outline.get("text"):
            faults.append("an outline without a text")
        if outline.get("xmlUrl"):
            feeds.append({"ID": outline.get("xmlUrl"), "URL": outline.get("htmlUrl"), "Title": outline.get("title")})
    return {"Entries": feeds, "Faults": faults}


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    with Pool() as pool:
        feeds = pool.map(feed, asked["feeds"], chunksize=16)
    json.dump({"Feeds": feeds, "Calendars": [calendar(f) for f in asked["calendars"]], "Lists": [opml(f) for f in asked["lists"]]}, sys.stdout)
