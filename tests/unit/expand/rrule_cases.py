"""What RFC 5545 section 3.8.5.3 prints for its own examples, with its errata, and cases beside it.

A case is a start (DTSTART), a rule, the last day asked for, and the starts. Starts are written
`1997 Sep 2-4,9; Oct 7 / 1998 Jan 6`: days by month, years after a slash. Times follow after `@`; without
one it is the time of the start.
"""

from __future__ import annotations

from typing import NamedTuple

from reconciler.load.rrule import Fault
from reconciler.load.rules import _rule
from reconciler.model.schedule import Rule

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
EVERY_TWENTY_MINUTES = " ".join(f"{hour:02}:{minute:02}" for hour in range(9, 17) for minute in (0, 20, 40))


class Case(NamedTuple):
    start: str
    rule: str
    last: str
    expected: str


def rule_of(text: str, zone: str = "America/New_York") -> Rule:
    rule = _rule(text, zone, allow_subdaily=True)
    assert not isinstance(rule, Fault), rule
    return rule


def starts(expected: str, start: str) -> list[str]:
    dates, _, times = expected.partition("@")
    return [f"{day} {time}" for day in _days(dates) for time in times.split() or [start[11:]]]


def _days(text: str) -> list[str]:
    found: list[str] = []
    for of_year in filter(None, map(str.strip, text.split("/"))):
        year, _, months = of_year.partition(" ")
        for of_month in months.split(";"):
            month, days = of_month.split()
            for stretch in days.split(","):
                first, _, last = stretch.partition("-")
                numbers = range(int(first), int(last or first) + 1)
                found += [f"{year}-{MONTHS.index(month) + 1:02}-{number:02}" for number in numbers]
    return found


_JANUARIES = "1998 Jan 1-31 / 1999 Jan 1-31 / 2000 Jan 1-31"
_TEN = "1997 Sep 2,4,9,11,16,18,23,25,30; Oct 2"

RFC = [
    Case("1997-09-02 09:00", "FREQ=DAILY;COUNT=10", "1999-12-31", "1997 Sep 2-11"),
    Case(
        "1997-09-02 09:00",
        "FREQ=DAILY;UNTIL=19971224T000000Z",
        "1999-12-31",
        "1997 Sep 2-30; Oct 1-31; Nov 1-30; Dec 1-23",
    ),
    Case(
        "1997-09-02 09:00",
        "FREQ=DAILY;INTERVAL=2",
        "1997-10-06",
        "1997 Sep 2,4,6,8,10,12,14,16,18,20,22,24,26,28,30; Oct 2,4,6",
    ),
    Case("1997-09-02 09:00", "FREQ=DAILY;INTERVAL=10;COUNT=5", "1999-12-31", "1997 Sep 2,12,22; Oct 2,12"),
    Case(
        "1998-01-01 09:00",
        "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        "2001-12-31",
        _JANUARIES,
    ),
    Case("1998-01-01 09:00", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", "2001-12-31", _JANUARIES),
    Case(
        "1997-09-02 09:00",
        "FREQ=WEEKLY;COUNT=10",
        "1999-12-31",
        "1997 Sep 2,9,16,23,30; Oct 7,14,21,28; Nov 4",
    ),
    Case(
        "1997-09-02 09:00",
        "FREQ=WEEKLY;UNTIL=19971224T000000Z",
        "1999-12-31",
        "1997 Sep 2,9,16,23,30; Oct 7,14,21,28; Nov 4,11,18,25; Dec 2,9,16,23",
    ),
    Case(
        "1997-09-02 09:00",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        "1998-02-17",
        "1997 Sep 2,16,30; Oct 14,28; Nov 11,25; Dec 9,23 / 1998 Jan 6,20; Feb 3,17",
    ),
    Case("1997-09-02 09:00", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "1999-12-31", _TEN),
    Case("1997-09-02 09:00", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "1999-12-31", _TEN),
    Case(
        "1997-09-01 09:00",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "1999-12-31",
        "1997 Sep 1,3,5,15,17,19,29; Oct 1,3,13,15,17,27,29,31; Nov 10,12,14,24,26,28; Dec 8,10,12,22",
    ),
    Case(
        "1997-09-02 09:00",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "1999-12-31",
        "1997 Sep 2,4,16,18,30; Oct 2,14,16",
    ),
    Case(
        "1997-09-05 09:00",
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "1999-12-31",
        "1997 Sep 5; Oct 3; Nov 7; Dec 5 / 1998 Jan 2; Feb 6; Mar 6; Apr 3; May 1; Jun 5",
    ),
    Case(
        "1997-09-05 09:00",
        "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
        "1999-12-31",
        "1997 Sep 5; Oct 3; Nov 7; Dec 5",
    ),
    Case(
        "1997-09-07 09:00",
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "1999-12-31",
        "1997 Sep 7,28; Nov 2,30 / 1998 Jan 4,25; Mar 1,29; May 3,31",
    ),
    Case(
        "1997-09-22 09:00",
        "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "1999-12-31",
        "1997 Sep 22; Oct 20; Nov 17; Dec 22 / 1998 Jan 19; Feb 16",
    ),
    Case(
        "1997-09-28 09:00",
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        "1998-02-28",
        "1997 Sep 28; Oct 29; Nov 28; Dec 29 / 1998 Jan 29; Feb 26",
    ),
    Case(
        "1997-09-02 09:00",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "1999-12-31",
        "1997 Sep 2,15; Oct 2,15; Nov 2,15; Dec 2,15 / 1998 Jan 2,15",
    ),
    Case(
        "1997-09-30 09:00",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1999-12-31",
        "1997 Sep 30; Oct 1,31; Nov 1,30; Dec 1,31 / 1998 Jan 1,31; Feb 1",
    ),
    Case(
        "1997-09-10 09:00",
        "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        "2001-12-31",
        "1997 Sep 10-15 / 1999 Mar 10-13",
    ),
    Case(
        "1997-09-02 09:00",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        "1998-03-31",
        "1997 Sep 2,9,16,23,30; Nov 4,11,18,25 / 1998 Jan 6,13,20,27; Mar 3,10,17,24,31",
    ),
    Case(
        "1997-06-10 09:00",
        "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        "2005-12-31",
        " / ".join(f"{year} Jun 10; Jul 10" for year in range(1997, 2002)),
    ),
    Case(
        "1997-03-10 09:00",
        "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        "2009-12-31",
        "1997 Mar 10 / " + " / ".join(f"{year} Jan 10; Feb 10; Mar 10" for year in (1999, 2001, 2003)),
    ),
    Case(
        "1997-01-01 09:00",
        "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "2009-12-31",
        "1997 Jan 1; Apr 10; Jul 19 / 2000 Jan 1; Apr 9; Jul 18 / 2003 Jan 1; Apr 10; Jul 19 / 2006 Jan 1",
    ),
    Case(
        "1997-05-19 09:00", "FREQ=YEARLY;BYDAY=20MO", "1999-12-31", "1997 May 19 / 1998 May 18 / 1999 May 17"
    ),
    Case(
        "1997-05-12 09:00",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "1999-12-31",
        "1997 May 12 / 1998 May 11 / 1999 May 17",
    ),
    Case(
        "1997-03-13 09:00",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        "1999-12-31",
        "1997 Mar 13,20,27 / 1998 Mar 5,12,19,26 / 1999 Mar 4,11,18,25",
    ),
    Case(
        "1997-06-05 09:00",
        "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        "1998-12-31",
        "1997 Jun 5,12,19,26; Jul 3,10,17,24,31; Aug 7,14,21,28"
        " / 1998 Jun 4,11,18,25; Jul 2,9,16,23,30; Aug 6,13,20,27",
    ),
    Case(
        "1997-09-02 09:00",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "2000-12-31",
        "1998 Feb 13; Mar 13; Nov 13 / 1999 Aug 13 / 2000 Oct 13",
    ),
    Case(
        "1997-09-13 09:00",
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        "1998-06-30",
        "1997 Sep 13; Oct 11; Nov 8; Dec 13 / 1998 Jan 10; Feb 7; Mar 7; Apr 11; May 9; Jun 13",
    ),
    Case(
        "1996-11-05 09:00",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "2004-12-31",
        "1996 Nov 5 / 2000 Nov 7 / 2004 Nov 2",
    ),
    Case(
        "1997-09-04 09:00",
        "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        "1999-12-31",
        "1997 Sep 4; Oct 7; Nov 6",
    ),
    Case(
        "1997-09-29 09:00",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        "1998-03-31",
        "1997 Sep 29; Oct 30; Nov 27; Dec 30 / 1998 Jan 29; Feb 26; Mar 30",
    ),
    Case(
        "1997-09-02 09:00",
        "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z",  # an erratum: 17:00 in New York is 21:00 UTC
        "1999-12-31",
        "1997 Sep 2 @09:00 12:00 15:00",
    ),
    Case(
        "1997-09-02 09:00",
        "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
        "1999-12-31",
        "1997 Sep 2 @09:00 09:15 09:30 09:45 10:00 10:15",
    ),
    Case(
        "1997-09-02 09:00",
        "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
        "1999-12-31",
        "1997 Sep 2 @09:00 10:30 12:00 13:30",
    ),
    Case(
        "1997-09-02 09:00",
        "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40",
        "1997-09-04",
        f"1997 Sep 2-4 @{EVERY_TWENTY_MINUTES}",
    ),
    Case(
        "1997-09-02 09:00",
        "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
        "1997-09-04",
        f"1997 Sep 2-4 @{EVERY_TWENTY_MINUTES}",
    ),
    Case(
        "1997-08-05 09:00",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        "1999-12-31",
        "1997 Aug 5,10,19,24",
    ),
    Case(
        "1997-08-05 09:00",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        "1999-12-31",
        "1997 Aug 5,17,19,31",
    ),
    Case(
        "2007-01-15 09:00",
        "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
        "2009-12-31",
        "2007 Jan 15,30; Feb 15; Mar 15,30",
    ),
]
"""All of them but those that never end within a day; where the RFC prints dots, up to its last date."""

WHERE_DATEUTIL_ERRS = {
    # Tuesday 1 September 2026 lies in a week whose first of (MO, TU, WE) is Monday: before the start.
    "a first week cut by the start": Case(
        "2026-09-01 09:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE;BYSETPOS=1", "2026-09-15", "2026 Sep 7,14"
    ),
    "the last of a cut first week": Case(
        "2026-09-02 09:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE;BYSETPOS=2", "2026-09-15", "2026 Sep 8,15"
    ),
    # 1 September 2026 is a Tuesday; week 40 of 2026 is 28 September to 4 October, of 2027 from 4 October.
    "a week number without weekday": Case(
        "2026-09-01 09:00", "FREQ=YEARLY;BYWEEKNO=40", "2027-12-31", "2026 Sep 29 / 2027 Oct 5"
    ),
    # September 2026: Mondays are 7, 14, 21, 28; the third Thursday is the 17th.
    "plain and numbered weekdays mixed": Case(
        "2026-09-01 09:00", "FREQ=MONTHLY;BYDAY=MO,3TH", "2026-09-30", "2026 Sep 7,14,17,21,28"
    ),
    # Week 1 of 2025 starts on Monday 30 December 2024, that of 2026 on 29 December 2025.
    "week 1 that starts in December": Case(
        "2024-01-01 09:00",
        "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO",
        "2026-12-31",
        "2024 Jan 1; Dec 30 / 2025 Dec 29",
    ),
    # 2020 has a week 53: 28 December to 3 January 2021. 2021 has 52, the last from 27 December.
    "the last week, over New Year": Case(
        "2020-06-01 09:00",
        "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=FR,SA,SU",
        "2022-01-31",
        "2021 Jan 1-3; Dec 31 / 2022 Jan 1-2",
    ),
    "week 53, which most years lack": Case(
        "2023-01-01 09:00",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO,FR",
        "2032-12-31",
        "2026 Dec 28 / 2027 Jan 1 / 2032 Dec 27,31",
    ),
    # Every second year from 2024: week 1 of 2026 starts in 2025, week 1 of 2025 does not count.
    "a week number every second year": Case(
        "2024-01-01 09:00",
        "FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=MO",
        "2028-12-31",
        "2024 Jan 1 / 2025 Dec 29 / 2028 Jan 3",
    ),
    # 2 January 2021 lies in week 53 of 2020, and is the first class: the years are 2020, 2025, 2030.
    "every fifth year from a start in the last week of the year before": Case(
        "2021-01-02 09:00",
        "FREQ=YEARLY;INTERVAL=5;BYWEEKNO=-1;BYDAY=SA",
        "2032-12-31",
        "2021 Jan 2 / 2025 Dec 27 / 2030 Dec 28",
    ),
    # The same start is no Monday: the years are counted from its calendar year, 2021, 2026, 2031.
    "every fifth year from a start that does not match": Case(
        "2021-01-02 09:00",
        "FREQ=YEARLY;INTERVAL=5;BYWEEKNO=-1;BYDAY=MO",
        "2032-12-31",
        "2021 Dec 27 / 2026 Dec 28 / 2031 Dec 22",
    ),
    # 30 December 2024 lies in week 1 of 2025: the years are 2025, 2027, 2029.
    "every second year from a start in week 1 of the next": Case(
        "2024-12-30 09:00",
        "FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1,2;BYDAY=MO",
        "2028-12-31",
        "2024 Dec 30 / 2025 Jan 6 / 2027 Jan 4,11",
    ),
    # A choice among the days of week 1 of 2026 (29 December to 4 January): the first is in 2025.
    "positions in a week over New Year": Case(
        "2025-06-01 09:00",
        "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,SU;BYSETPOS=1,-1",
        "2026-12-31",
        "2025 Dec 29 / 2026 Jan 4",
    ),
    # The table of the RFC expands to all months; some programs take the month of the start.
    "days of the month in a year": Case(
        "2026-09-01 09:00",
        "FREQ=YEARLY;BYMONTHDAY=15",
        "2027-01-31",
        "2026 Sep 15; Oct 15; Nov 15; Dec 15 / 2027 Jan 15",
    ),
    # The first Monday of the year, and only where it is a seventh.
    "a numbered weekday of the year limited by the day of the month": Case(
        "2026-09-01 09:00",
        "FREQ=YEARLY;BYMONTHDAY=7;BYDAY=1MO",
        "2040-12-31",
        "2030 Jan 7 / 2036 Jan 7",
    ),
    # Only years with 53 weeks have a 53rd one from the end: 2032 and 2037, from a December on.
    "week 53 counted from the end": Case(
        "2026-09-01 09:00", "FREQ=YEARLY;BYWEEKNO=-53;BYDAY=TU", "2037-12-31", "2031 Dec 30 / 2036 Dec 30"
    ),
    # 2100 is no leap year.
    "a leap day until the end of the century": Case(
        "2084-02-29 09:00",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=2",
        "2100-12-31",
        "2084 Feb 29 / 2088 Feb 29 / 2092 Feb 29 / 2096 Feb 29",
    ),
}
