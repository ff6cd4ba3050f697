"""The clock of 민원처리법 §19 once more, as plainly as it can be said: minute by minute, day by day. Slow, and that is fine.

It shares nothing with the product: moments are naive and on the wall clock of Seoul, stretches are pairs of moments.
"""

from datetime import date, datetime, time, timedelta

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Reference:
    def __init__(self, days_off, opens=time(9), noon=time(12), afternoon=time(13), closes=time(18)):
        self.days_off = days_off
        self.opens, self.noon, self.afternoon, self.closes = opens, noon, afternoon, closes

    def works_on(self, day):
        return day.weekday() not in {5, 6} and day not in self.days_off

    def works_at(self, moment):
        now = moment.time()
        open_now = self.opens <= now < self.noon or self.afternoon <= now < self.closes
        return open_now and self.works_on(moment.date())

    def opening(self, moment):
        while not self.works_at(moment):
            moment += MINUTE
        return moment

    def hours(self, received, minutes, completed, left_out=()):
        """The due moment and the minutes taken, by walking from minute to minute."""
        counted, due, taken, now = 0, None, 0, received
        while due is None or now < completed:
            if self.works_at(now) and not any(start <= now < end for start, end in left_out):
                counted += 1
                taken += now < completed
                if counted == minutes:
                    due = now + MINUTE
            now += MINUTE
        return due, taken

    def days(self, received, days, completed, left_out=()):
        """The last day and the days taken, by walking from day to day; the first day is counted."""
        first = self.opening(received).date()
        counted, last, taken, day = 0, None, 0, first
        while last is None or day <= completed.date():
            if self.works_on(day) and not touched(day, left_out):
                counted += 1
                taken += day <= completed.date()
                if counted == days:
                    last = day
            day += DAY
        return last, taken

    def calendar(self, received, amount, unit, completed, left_out=()):
        """The last day and the days taken of a period in weeks, months or years."""
        first = self.opening(received).date()
        nominal = last_nominal_day(first, amount, unit)
        wanted = (nominal - first).days + 1
        counted, day = 0, first - DAY
        while counted < wanted:
            day += DAY
            counted += not touched(day, left_out)
        while not self.works_on(day):
            day += DAY
        taken, walked = 0, first
        while walked <= completed.date():
            taken += not touched(walked, left_out)
            walked += DAY
        return day, taken


def touched(day, left_out):
    begins = datetime.combine(day, time.min)
    return any(start < begins + DAY and end > begins for start, end in left_out)


def last_nominal_day(first, amount, unit):
    """The eve of the corresponding day; without such a day in the last month, its last day."""
    if unit == "weeks":
        return first + amount * 7 * DAY - DAY
    months = amount * 12 if unit == "years" else amount
    year, month = first.year, first.month
    for _step in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    try:
        return date(year, month, first.day) - DAY
    except ValueError:
        day = date(year, month, 28)
        while (day + DAY).month == month:
            day += DAY
        return day
