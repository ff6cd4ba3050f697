"""The declarative base and the column types every model uses."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    MetaData,
    Numeric,
    Row,
    Select,
    String,
    Text,
)
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column, registry
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.core.messages import Labelled

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(constraint_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

POINT_SCALE = Decimal(100)

AnySelect = Select[*tuple[Any, ...]]
AnyRow = Row[*tuple[Any, ...]]


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC. SQLite would return it naive; this does not."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Use a time zone aware column where the engine has one."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments; SQLite gets UTC without the zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A naive moment cannot be stored.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware moment in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A Decimal that comes back as it went in: NUMERIC on PostgreSQL, text on SQLite. Not for sums in SQL."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """SQLite has no exact numbers, so they are kept as text there."""
        return dialect.type_descriptor(String(64) if dialect.name == "sqlite" else Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:  # noqa: ANN401  driver's type
        """Refuse floats: they are not what the person typed."""
        if value is None:
            return None
        if isinstance(value, float):
            raise TypeError("Floats are not exact; give a Decimal.")
        number = Decimal(value)
        return format(number, "f") if dialect.name == "sqlite" else number

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ANN401  driver's type
        """Return a Decimal."""
        del dialect
        return None if value is None else Decimal(value)


class Points(TypeDecorator[Decimal]):
    """Mileage points: Decimals in steps of 0.01, stored as whole hundredths, so SQL sums are exact."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Refuse what is finer than a hundredth."""
        del dialect
        if value is None:
            return None
        hundredths = Decimal(value) * POINT_SCALE
        if hundredths != hundredths.to_integral_value():
            raise ValueError("Points go down to 0.01, not finer.")
        return int(hundredths)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ANN401  driver's type
        """Return a Decimal with two places."""
        del dialect
        return None if value is None else Decimal(value) / POINT_SCALE


pk = Annotated[int, mapped_column(primary_key=True)]
short_text = Annotated[str, mapped_column(String(200))]
long_text = Annotated[str, mapped_column(Text)]
moment = Annotated[datetime, mapped_column(UtcDateTime)]
day = Annotated[date, mapped_column(Date)]
exact = Annotated[Decimal, mapped_column(ExactDecimal)]
points = Annotated[Decimal, mapped_column(Points)]
json_dict = Annotated[dict[str, Any], mapped_column(JSON)]
json_list = Annotated[list[Any], mapped_column(JSON)]


class Model(DeclarativeBase):
    """Base of all models. Relationships are `lazy="raise"`: a query says what it loads."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime, date: Date, Decimal: ExactDecimal, str: Text},
    )


def enum_column(kind: type[Labelled], *, name: str | None = None, **options: Any) -> MappedColumn[Any]:
    """Make a column for a vocabulary: stored by value, with a CHECK named after table and vocabulary."""
    constraint = name or re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()
    return mapped_column(
        Enum(
            kind,
            native_enum=False,
            create_constraint=True,
            length=40,
            name=constraint,
            values_callable=lambda members: [member.value for member in members],
        ),
        **options,
    )


def foreign_key(target: str, *, index: bool = True, **options: Any) -> MappedColumn[Any]:
    """Make a foreign key column ("departments.id"), indexed unless said otherwise."""
    return mapped_column(ForeignKey(target), index=index, **options)
