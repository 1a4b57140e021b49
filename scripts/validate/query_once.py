"""An expectation that runs its query once, on a connection that may only read.

Great Expectations runs the query of its own unexpected_rows_expectation twice: for the rows, of
which it returns 200, and for their number.
"""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.execution_engine.sqlalchemy_execution_engine import (
    SqlAlchemyExecutionEngine,
)
from great_expectations.expectations.core.unexpected_rows_expectation import (
    UnexpectedRowsExpectation,
)
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.query_metric_provider import QueryMetricProvider

from ..core import guard

QUERY = "unexpected_rows_query"
METRIC = f"{QUERY}.every_row"
Row = dict[str, Any]


class EveryRow(QueryMetricProvider):
    """All rows of the query, as mappings from column to value."""

    metric_name = METRIC
    value_keys = (QUERY,)

    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(
        cls,  # noqa: N805
        execution_engine: SqlAlchemyExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        **_: object,
    ) -> list[Row]:
        batch, _, _ = execution_engine.get_compute_domain(
            metric_domain_kwargs, domain_type=MetricDomainTypes.TABLE
        )
        query = cls._get_substituted_batch_subquery_from_query_and_batch_selectable(
            metric_value_kwargs[QUERY], batch, execution_engine
        )
        with execution_engine.get_connection() as connection:
            driver: Any = connection.connection.driver_connection
            with guard.read_only(driver):
                cursor = driver.execute(query)
                names = [name for name, *_ in cursor.description]
                return [dict(zip(names, values, strict=True)) for values in cursor]


class QueryOnceExpectation(UnexpectedRowsExpectation):
    """Like Great Expectations' unexpected_rows_expectation: the same arguments, the same result."""

    metric_dependencies: ClassVar[tuple[str, ...]] = (METRIC,)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG002
        execution_engine: object = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        rows: list[Row] = metrics[METRIC]
        found = {"observed_value": len(rows), "details": {"unexpected_rows": rows}}
        return {"success": not rows, "result": found}
