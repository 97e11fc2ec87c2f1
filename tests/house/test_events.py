"""The one table of events: complete, unambiguous, and heard by whom it names."""

import ast
import inspect
from datetime import date
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

from shared.kit.inbox import Handlers
from shared.kit.service import receivers_of
from shared.schemas import events
from shared.schemas.events import EVENTS, Event
from shared.schemas.events.directory import CalendarPublished
from shared.schemas.services import ServiceName
from tests.house.modules import every_module, sources

every_module()
ALL = sorted(EVENTS.values(), key=lambda event: event.type)


def _subclasses(base: type[Event]) -> set[type[Event]]:
    return {base} | {found for child in base.__subclasses__() for found in _subclasses(child)}


def test_the_table_holds_every_event_there_is() -> None:
    typed = {event for event in _subclasses(Event) if "type" in vars(event)}
    assert typed == set(EVENTS.values())
    assert len(typed) > 20


def test_types_are_unique() -> None:
    types = [event.type for event in _subclasses(Event) if "type" in vars(event)]
    assert sorted(types) == sorted(set(types)) == sorted(EVENTS)


def test_every_module_of_events_is_in_the_table() -> None:
    modules = {module.name.rpartition(".")[2] for module in walk_packages(events.__path__)} - {"base"}
    assert {event.__module__.rpartition(".")[2] for event in ALL} == modules


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.type)
def test_an_event_is_well_formed(event: type[Event]) -> None:
    noun, _, verb = event.type.partition(".")
    assert noun
    assert verb
    assert event.type == event.type.lower()
    assert event.topic() == noun
    assert isinstance(event.sender, ServiceName)
    assert event.sender not in event.receivers
    assert len(set(event.receivers)) == len(event.receivers)
    assert inspect.getdoc(event)
    fields = [name for name in event.model_fields if name != "version"]
    assert fields, "an event has a subject"
    assert fields[0].endswith("_id") or fields[0] == "year", "the first field says what the event is about"


@pytest.mark.parametrize("topic", sorted({event.topic() for event in ALL}))
def test_states_of_one_noun_come_from_one_sender_and_have_one_subject(topic: str) -> None:
    """They share the version count of their subject: two senders would overwrite one another."""
    states = [event for event in ALL if event.topic() == topic and event.is_state]
    assert len({event.sender for event in states}) <= 1
    assert len({next(name for name in event.model_fields if name != "version") for event in states}) <= 1


def test_the_subject_is_the_first_field() -> None:
    event = CalendarPublished(version=1, year=2026, days_off=[date(2026, 1, 1)], make_up_workdays=[], provisional=False)
    assert (event.subject, event.topic(), event.version) == ("2026", "calendar", 1)


@pytest.mark.parametrize("sender", ServiceName)
def test_relays_are_made_for_exactly_those_who_hear(sender: ServiceName) -> None:
    assert set(receivers_of(sender)) == {receiver for event in ALL if event.sender is sender for receiver in event.receivers}


def _handled_by(service: ServiceName, settings_for: Any) -> frozenset[str]:
    """The types that a service handles once it is put together."""
    app = import_module(f"services.{service}.app")
    handlers: Handlers = app.create_service(settings_for(service)).handlers
    return handlers.types()


def sent_by(service: ServiceName) -> set[str]:
    """The types of the events whose classes a service's code uses (not only imports)."""
    used = {
        node.id
        for path in sources(f"services/{service}")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name)
    }
    return {event.type for event in ALL if event.sender is service and event.__name__ in used}


def test_what_is_sent_is_seen() -> None:
    assert "plan.issued" in sent_by(ServiceName.PLANS)
    assert "plan.issued" not in sent_by(ServiceName.INDICATORS)


@pytest.mark.parametrize("service", ServiceName)
def test_a_service_handles_every_event_that_it_is_sent(service: ServiceName, settings_for: Any) -> None:
    """An event that is delivered and not handled is refused until it is dead. Types that nobody sends yet may wait for their handler."""
    sent = {kind for sender in ServiceName for kind in sent_by(sender)}
    assert {event.type for event in ALL if service in event.receivers and event.type in sent} - _handled_by(service, settings_for) == set()


@pytest.mark.parametrize("service", ServiceName)
def test_a_service_handles_nothing_that_never_comes(service: ServiceName, settings_for: Any) -> None:
    assert _handled_by(service, settings_for) - {event.type for event in ALL if service in event.receivers} == set()
