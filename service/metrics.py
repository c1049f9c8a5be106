"""Measures for Prometheus: of this process's requests, counted as they come, and of the archive, asked when they are fetched."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from service.archive import Archive
from service.operations.standing import Figures, figures
from storage.records import now

MEDIA_TYPE = "text/plain; version=0.0.4"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

disable_created_metrics()  # type: ignore[no-untyped-call]  # the library gives it no types


class Counted:
    """How many requests there were and how long they took, by route and status; never by address or id."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "legajo_http_requests", "Requests answered", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "legajo_http_request_seconds", "Time to answer", ("route",), buckets=BUCKETS, registry=self.registry
        )

    def add(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one finished request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)


class _Figures(Collector):
    """The archive as it stands, as gauges."""

    def __init__(self, found: Figures) -> None:
        self._found = found

    def collect(self) -> Iterator[Metric]:
        """See `Collector`."""
        found, status = self._found, self._found.status
        for name, says, value in (
            ("legajo_documents", "Documents", status.documents),
            ("legajo_pages", "Pages", status.pages),
            (
                "legajo_pages_without_text",
                "Pages that are not blank and have no usable text",
                status.pages_without_text,
            ),
            ("legajo_pages_waiting", "Pages still to be read", status.pages_waiting),
            ("legajo_pages_per_minute", "Pages read in the last five minutes, by the minute", found.pages_per_minute),
            ("legajo_index_pages_behind", "Pages the search index is behind", status.index.behind),
            ("legajo_workers", "Workers alive", status.workers),
            ("legajo_workers_silent", "Workers that went without saying so within the last day", len(found.silent)),
            ("legajo_jobs_stuck", "Jobs that do not go on by themselves", found.stuck),
            ("legajo_store_up", "Whether the object store answers", 0 if found.store_seconds is None else 1),
            ("legajo_disk_free_bytes", "Free space where the data folder is", found.disk_free),
            ("legajo_events", "Entries in the log", found.events),
        ):
            yield GaugeMetricFamily(name, says, value)
        if found.store_seconds is not None:
            yield GaugeMetricFamily(
                "legajo_store_seconds", "How long the object store took to answer", found.store_seconds
            )
        if found.signed_seconds is not None:
            yield GaugeMetricFamily(
                "legajo_log_signed_seconds", "Age of the log's last checkpoint", found.signed_seconds
            )
        if found.backed_up_seconds is not None:
            yield GaugeMetricFamily("legajo_backup_seconds", "Age of the last backup", found.backed_up_seconds)
        yield from _reconciled(found)
        yield from _reread(found)
        receipts = GaugeMetricFamily("legajo_receipts", "Receipts by outcome", labels=("outcome",))
        for outcome, number in status.receipts.items():
            receipts.add_metric((str(outcome),), number)
        yield receipts
        jobs = GaugeMetricFamily("legajo_jobs", "Jobs by kind and state", labels=("kind", "state"))
        for kind, states in status.jobs.items():
            for state, number in states.items():
                jobs.add_metric((kind, state), number)
        yield jobs


def _reconciled(found: Figures) -> Iterator[Metric]:
    """What the last comparison of the index with the rows found; nothing before the first."""
    last = found.reconciled
    if last is None:
        return
    age = (now() - last.at).total_seconds()
    yield GaugeMetricFamily("legajo_index_reconciled_seconds", "Age of the last comparison of index and rows", age)
    yield GaugeMetricFamily("legajo_index_reconciled_pages", "Pages it compared", last.pages)
    wrong = GaugeMetricFamily(
        "legajo_index_reconciled_wrong", "Documents it found lacking, different or unknown, and mended", labels=("how",)
    )
    for how, number in (("missing", last.missing), ("different", last.different), ("unknown", last.unknown)):
        wrong.add_metric((how,), number)
    yield wrong


def _reread(found: Figures) -> Iterator[Metric]:
    """What the last night's reading of originals found; nothing before the first."""
    last = found.reread
    if last is not None:
        age = (now() - last.at).total_seconds()
        yield GaugeMetricFamily("legajo_originals_reread_seconds", "Age of the last night's reading of originals", age)
        yield GaugeMetricFamily("legajo_originals_reread", "Originals it read", last.originals)
        yield GaugeMetricFamily("legajo_originals_wrong", "Originals found lost or changed", len(last.wrong))


def exposed(archive: Archive, counted: Counted) -> bytes:
    """Everything in the text format that Prometheus reads."""
    asked = CollectorRegistry()
    asked.register(_Figures(figures(archive)))
    return generate_latest(asked) + generate_latest(counted.registry)
