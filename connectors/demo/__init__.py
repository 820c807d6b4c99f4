"""The demo seller: two years of a Swedish seller's calendar, made anew relative to any moment, and her CRM's list.

Everybody in it is invented and lives under names reserved for examples (RFC 2606); the towns are real.
"""

from datetime import datetime

from connectors.demo.calendar import write_calendar
from connectors.demo.cast import read_world
from connectors.demo.crm import write_accounts
from connectors.demo.diary import plan

__all__ = ["write_demo", "write_demo_crm"]


def write_demo(now: datetime) -> bytes:
    """The demo seller's calendar file as Outlook would export it: 24 months back, eight weeks ahead of `now`."""
    world = read_world()
    return write_calendar(world.seller, plan(world, now))


def write_demo_crm() -> bytes:
    """The demo seller's accounts as a CRM would export them, as CSV."""
    return write_accounts(read_world())
