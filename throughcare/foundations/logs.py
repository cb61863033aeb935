"""Logs as JSON lines from which everything that could say who a person is has been taken out."""

import logging
import logging.config
import re
import traceback

import structlog

#: An event may carry ids of records, never these.
NAMES_A_PERSON = frozenset(
    {
        "address", "born", "date_of_birth", "email", "family_name", "given_name", "name", "nhs_number", "password",
        "person", "postcode", "telephone", "query", "body", "cookies", "headers", "sql", "params",
    }
)  # fmt: skip
REDACTED = "[redacted]"
_LOOKS_LIKE_ONE = re.compile(
    r"""
    (?<!\d) \d{3} [ -]? \d{3} [ -]? \d{4} (?!\d)                       # an NHS number
  | (?<![\d+]) (?:\+44|0) (?: [ -]? \d ){9,10} (?!\d)                  # a telephone number
  | [\w.+-]+ @ [\w-]+ (?: \. [\w-]+ )+                                 # an e-mail address
  | \b [A-Z]{1,2} \d [A-Z\d]? [ ]? \d [A-Z]{2} \b                      # a postcode
  | (?<= [?] ) [^\s"]+                                                 # what was asked in an address
  | (?<= /answer/ ) [^\s/?"']+                                         # the token of a one-time link
    """,
    re.VERBOSE | re.IGNORECASE,
)


def redacted(text: str) -> str:
    return _LOOKS_LIKE_ONE.sub(REDACTED, text)


def without_identifiers(_logger: object, _method: str, event: dict) -> dict:
    return {key: REDACTED if key in NAMES_A_PERSON else _clean(value) for key, value in event.items()}


def _clean(value: object) -> object:
    match value:
        case str():
            return redacted(value)
        case dict():
            return without_identifiers(None, "", value)
        case list() | tuple():
            return [_clean(item) for item in value]
        case _:
            return value


def where_it_failed(_logger: object, _method: str, event: dict) -> dict:
    """Replace an exception by its kind and where it arose.

    Its wording is left out: a database names the value that it refused, a parser the text it could not read.
    """
    raised = event.pop("exc_info", None)
    if isinstance(raised, tuple):
        raised = raised[1]
    if isinstance(raised, BaseException):
        event["exception"] = f"{type(raised).__module__}.{type(raised).__qualname__}"
        event["at"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(raised.__traceback__)
        ]
    return event


SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def json_lines() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            where_it_failed,
            without_identifiers,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def logging_configuration(level: str) -> None:
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": {"()": json_lines}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {
                "django.db.backends": {"level": "INFO"},  # never each statement with its values
                "django.server": {"level": "WARNING"},
            },
        }
    )
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
