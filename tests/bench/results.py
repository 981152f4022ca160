"""What a row of the table is: values of interleaved rounds, and the limits that they are held against."""
import dataclasses
import statistics

# A floor that is missed by less than 5 % in so many rounds is measured once more, in more of them.
ROUNDS_TO_JUDGE, ROUNDS_OF_REPETITION = 5, 9


@dataclasses.dataclass
class Row:
    name: str
    mode: str                  # dev or serve
    measure: str               # what the values are: a unit, or what they are ratios of
    values: list               # one a round
    limits: tuple = ()         # floor, goal, aim, or as many of them as there are
    at_most: bool = False      # else at least
    details: dict = dataclasses.field(default_factory=dict)   # name: values, shown beside the row
    runs: list = dataclasses.field(default_factory=list)      # as they were measured
    repeated: bool = False     # with nine rounds, since the first ones missed the floor closely
    note: str = ""

    @property
    def median(self):
        return statistics.median(self.values)

    def holds(self, limit):
        return self.median <= limit if self.at_most else self.median >= limit

    def verdict(self):
        """The best limit that the median keeps."""
        names = ("floor", "goal", "aim")[:len(self.limits)] if len(self.limits) != 2 else ("floor", "aim")
        kept = [name for name, limit in zip(names, self.limits) if self.holds(limit)]
        if not self.limits:
            return ""
        return (kept[-1] if len(self.limits) > 1 else "kept") if kept else "MISSED"

    def misses_closely(self):
        """Within 5 % of the floor."""
        if not self.limits or self.holds(self.limits[0]):
            return False
        return self.median <= self.limits[0] * 1.05 if self.at_most else self.median >= self.limits[0] * 0.95

    def record(self):
        return dataclasses.asdict(self) | {"median": self.median, "min": min(self.values), "max": max(self.values),
                                           "verdict": self.verdict()}


def repeated(row, again):
    """What the second measurement says counts; the first one is told."""
    again.repeated = True
    again.note = "; ".join(filter(None, (f"the first rounds gave {row.median:.3f}", again.note)))
    return again


def of_record(record):
    names = {field.name for field in dataclasses.fields(Row)}
    row = Row(**{name: value for name, value in record.items() if name in names})
    row.limits = tuple(row.limits)
    return row
