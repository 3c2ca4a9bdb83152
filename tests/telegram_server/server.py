"""A Bot API server on this machine that refuses what Telegram refuses."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

from tests.telegram_server.chats import Chat
from tests.telegram_server.faults import Fault, Faults
from tests.telegram_server.limits import Limits
from tests.telegram_server.methods import Methods, Params
from tests.telegram_server.phone import Phone
from tests.telegram_server.refusals import UNAUTHORIZED, Json, Refusal
from tests.telegram_server.wire import DROP, Answer, Request, as_json, listen

TOKEN = "123456789:AAHk-secret_Half_of_a_made_up_Token0"
ME: Json = {"id": 123456789, "is_bot": True, "first_name": "Coach", "username": "Coach_Bot"}


@dataclass(frozen=True, slots=True)
class Call:
    """A request that came in."""

    method: str
    params: Params
    at: float


@dataclass(slots=True)
class TelegramServer:
    """Telegram, as far as one bot can tell."""

    url: str = ""
    token: str = TOKEN
    methods: Methods = field(default_factory=lambda: Methods(ME))
    faults: Faults = field(default_factory=Faults)
    limits: Limits | None = None
    """How fast the bot may be; as fast as it likes without."""
    calls: list[Call] = field(default_factory=list)
    keeps_calls: bool = True
    at_once: Counter[str] = field(default_factory=Counter)
    """How many calls of each method are under way."""
    most_at_once: Counter[str] = field(default_factory=Counter)

    def phone(self, user_id: int = 1001, name: str = "Ada", *, started: bool = True) -> Phone:
        """A person with the bot's private chat open."""
        chat = self.methods.chats.add(Chat(user_id, name, started=started))
        return Phone(self.methods, chat, user_id, name)

    def group(self, chat_id: int = -100500, title: str = "Runners") -> Chat:
        """A group with the bot in it."""
        return self.methods.chats.add(Chat(chat_id, title))

    def called(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method.lower()]

    async def respond(self, request: Request) -> Answer:
        """Answer one HTTP request."""
        path = request.path.partition("?")[0]
        if path.startswith("/file/bot"):
            trouble = await _trouble(self.faults.take("file"))
            return trouble or self._file(path.removeprefix("/file/bot"))
        token, _, name = path.removeprefix("/bot").partition("/")
        if token != self.token:
            return _refused(UNAUTHORIZED)
        if self.keeps_calls:
            self.calls.append(Call(name.lower(), request.params, monotonic()))
        return await self._counted(name.lower(), request.params)

    async def _counted(self, name: str, params: Params) -> Answer:
        self.at_once[name] += 1
        self.most_at_once[name] = max(self.most_at_once[name], self.at_once[name])
        try:
            return await self._call(name, params)
        finally:
            self.at_once[name] -= 1

    async def _call(self, name: str, params: Params) -> Answer:
        fault = self.faults.take(name)
        if not fault.after_effect and (trouble := await _trouble(fault)):
            return trouble
        try:
            if self.limits:
                self.limits.count(name, params.get("chat_id"))
            answer = as_json({"ok": True, "result": await self.methods.call(name, params)})
        except Refusal as refusal:
            answer = _refused(refusal)
        if fault.after_effect:
            return await _trouble(fault) or answer
        return answer

    def _file(self, path: str) -> Answer:
        token, _, name = path.partition("/files/")
        content = self.methods.files.get(name)
        if token != self.token or content is None:
            return _refused(Refusal(404, "Not Found"))
        return Answer(content, kind="application/octet-stream")


async def _trouble(fault: Fault) -> Answer | None:
    await asyncio.sleep(fault.delay)  # a slow network is what some tests are about
    if fault.drops:
        return DROP
    return _refused(fault.refusal) if fault.refusal else None


def _refused(refusal: Refusal) -> Answer:
    return as_json(refusal.body(), refusal.code)


@asynccontextmanager
async def telegram_server(limits: Limits | None = None) -> AsyncIterator[TelegramServer]:
    """The server, running."""
    server = TelegramServer(limits=limits)
    async with listen(server.respond) as port:
        server.url = f"http://127.0.0.1:{port}"
        yield server
