"""Clients take turns at SQL, however much one of them asks for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from revisioned.site.limits.requests import client
from revisioned.site.limits.turns import Turns


async def wait(place: Awaitable[Any]) -> Any:
    """Wait without a timeout."""
    return await place


async def order(turns: Turns, clients: list[str]) -> list[str]:
    """The order in which waiting clients get the only place."""
    await turns.take("first", wait)
    served = []

    async def ask(name: str) -> None:
        await turns.take(name, wait)
        served.append(name)
        turns.give()

    asking = [asyncio.create_task(ask(name)) for name in clients]
    await asyncio.sleep(0)
    turns.give()
    await asyncio.gather(*asking)
    return served


def test_client_with_many_requests_does_not_delay_others() -> None:
    asked = ["much", "much", "much", "little", "other", "much"]

    assert asyncio.run(order(Turns(1), asked)) == ["much", "little", "other", *["much"] * 3]


def test_client_that_left_is_skipped() -> None:
    async def leave() -> list[str]:
        turns = Turns(1)
        await turns.take("first", wait)
        gone = asyncio.create_task(turns.take("gone", wait))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        turns.give()
        return await order(turns, ["next"])

    assert asyncio.run(leave()) == ["next"]


def test_requests_that_left_take_no_turns_of_their_client() -> None:
    async def served() -> list[str]:
        turns, had = Turns(1), []
        await turns.take("first", wait)

        async def ask(name: str) -> None:
            await turns.take(name, wait)
            had.append(name)
            turns.give()

        gone = [asyncio.create_task(ask("much")) for _ in range(3)]
        others = [asyncio.create_task(ask(name)) for name in ("much", *["little"] * 3)]
        await asyncio.sleep(0)
        for task in gone:
            task.cancel()
        await asyncio.gather(*gone, return_exceptions=True)
        turns.give()
        await asyncio.gather(*others)
        return had

    assert asyncio.run(served()) == ["much", "little", "little", "little"]


def test_a_turn_given_to_a_request_that_leaves_goes_to_the_next() -> None:
    async def leave() -> list[str]:
        turns = Turns(1)
        await turns.take("first", wait)
        gone = asyncio.create_task(turns.take("gone", wait))
        await asyncio.sleep(0)
        turns.give()
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        return await order(turns, ["next"])

    assert asyncio.run(asyncio.wait_for(leave(), 5)) == ["next"]


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:1", "2001:db8::/64"),
        ("a name", "a name"),
    ],
)
def test_a_client_is_its_address_or_its_network(host: str, name: str) -> None:
    assert client({"client": (host, 1)}) == name
