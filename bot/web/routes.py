"""The routes of the browser chat: what each address does."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.domain.people import Channel, Person
from bot.domain.replies import Utterance
from bot.errors import VoiceError
from bot.keyed_lock import LockQueueFullError
from bot.web.chat import ButtonGoneError, Chat
from bot.web.forms import SayForm, TapForm, read_form
from bot.web.range_response import (
    Animations,
    SpeechSynthesis,
    attachment,
    audio_file,
    mark_of,
    picture_named,
    video_file,
)
from bot.web.sse import EventResponse, Events, TooManyStreamsError, number_of
from bot.web.uploads import NoUploadSlotError, UploadSlots, read_recording
from bot.web.visitors import Visitor, VisitorRateLimit, give_cookie

ASSETS = Path(__file__).parent / "assets"
HEARTBEAT = 15.0
"""Seconds without an event after which a comment is sent, so that no proxy closes the stream."""
STRANGER = (
    "This chat has lost track of who you are. Please send that again; "
    "if it keeps happening, allow cookies for this page."
)
TOO_FAST = "That was a lot at once. Please wait a few seconds and try again."
TAPPED_TOO_LATE = "That button has had its time. Please use a newer one, or ask in your own words."
NOT_DRAWN = "There is no such picture."
NO_FILE = "That file is not here any more. Please ask for it again."
NOT_SPOKEN = "There is nothing to hear here."
SPEECHLESS = "I cannot say that aloud just now. The words say the same."
FULL = "Too many chats are open just now. Please try again in a minute."


class PersonLookup(Protocol):
    """The persons by their addresses."""

    async def meet(self, channel: Channel, address: str, now: datetime) -> Person:
        """The person at an address, known or new."""


@dataclass(frozen=True, slots=True)
class Routes:
    """Answers the requests that the origin guard let pass."""

    chat: Chat
    people: PersonLookup
    animations: Animations
    voices: SpeechSynthesis
    heartbeat: float = HEARTBEAT
    visitor_limit: VisitorRateLimit = field(
        default_factory=lambda: VisitorRateLimit(burst=20, per_second=1)
    )
    address_limit: VisitorRateLimit = field(
        default_factory=lambda: VisitorRateLimit(burst=200, per_second=20)
    )
    """For each network address: a client without cookies is a new visitor every time."""
    recording_limit: VisitorRateLimit = field(
        default_factory=lambda: VisitorRateLimit(burst=20, per_second=0.5)
    )
    """Recordings from each network address: recognition costs much more than reading."""
    playback_limit: VisitorRateLimit = field(
        default_factory=lambda: VisitorRateLimit(burst=30, per_second=2)
    )
    """Sounds that each visitor plays; a player asks for each in several parts."""
    upload_slots: UploadSlots = field(default_factory=UploadSlots)

    def routes(self) -> list[BaseRoute]:
        """All routes."""
        return [
            Route("/", self.page),
            Mount("/assets", StaticFiles(directory=ASSETS)),
            Route("/say", self.say, methods=["POST"]),
            Route("/tap", self.tap, methods=["POST"]),
            Route("/listen", self.listen, methods=["POST"]),
            Route("/events", self.events),
            Route("/pictures/{exercise}/{side}.mp4", self.picture),
            Route("/documents/{message}", self.document),
            Route("/sounds/{message}/{mark}.ogg", self.sound),
            Route("/healthz", self.health),
        ]

    async def page(self, _: Request) -> Response:
        """The page; the same for everybody."""
        return FileResponse(ASSETS / "page.html")

    async def health(self, _: Request) -> Response:
        """Whether the server answers."""
        return JSONResponse({"status": "ok"})

    async def say(self, request: Request) -> Response:
        """Take a typed message."""
        visitor = self._caller(request)
        form = await read_form(request, SayForm)
        text = form.words()
        try:
            await self.chat.say(await self._meet(visitor), text)
        except LockQueueFullError:
            raise _too_fast() from None
        return JSONResponse({"visitor": visitor.mark})

    async def tap(self, request: Request) -> Response:
        """Take a tap."""
        visitor = self._caller(request)
        form = await read_form(request, TapForm)
        action = form.data()
        try:
            await self.chat.tap(await self._meet(visitor), form.message, action)
        except LockQueueFullError:
            raise _too_fast() from None
        except ButtonGoneError:
            raise HTTPException(409, TAPPED_TOO_LATE) from None
        return JSONResponse({"visitor": visitor.mark})

    async def listen(self, request: Request) -> Response:
        """Take something spoken."""
        visitor = self._caller(request)
        self._limit_address(request, self.recording_limit)
        try:
            with self.upload_slots.take(visitor.address):
                recording = await read_recording(request)
                await self.chat.listen(await self._meet(visitor), recording)
        except (LockQueueFullError, NoUploadSlotError):
            raise _too_fast() from None
        return JSONResponse({"visitor": visitor.mark})

    async def events(self, request: Request) -> Response:
        """Open a stream for a tab.

        The cookie is given here and not with the page: a page opened from a link elsewhere is
        asked for without the strict cookie, and a new one would then replace the old.
        """
        self._limit_address(request)
        visitor = Visitor.known(request.cookies) or Visitor.new()
        person = await self._meet(visitor)
        await self._greet(person)
        response = self._stream(request, visitor, person)
        give_cookie(response, visitor, request)
        return response

    async def picture(self, request: Request) -> Response:
        """The moving drawing of an exercise."""
        self._limit_address(request)
        picture = picture_named(**request.path_params)
        if picture is None:
            raise HTTPException(404, NOT_DRAWN)
        try:
            contents = await self.animations(picture)
        except KeyError:
            raise HTTPException(404, NOT_DRAWN) from None
        return video_file(contents).answer(request.headers)

    async def sound(self, request: Request) -> Response:
        """The voice message of a message, for the person who got it."""
        visitor = self._caller(request, self.playback_limit)
        person = await self._meet(visitor)
        utterance = await self._utterance(person, **request.path_params)
        try:
            sound = await self.voices.synthesize(utterance)
        except VoiceError:
            raise HTTPException(503, SPEECHLESS) from None
        return audio_file(sound).answer(request.headers)

    async def _utterance(self, person: Person, message: str, mark: str) -> Utterance:
        utterance = await self.chat.spoken(person, number_of(message))
        if utterance is None or mark_of(utterance) != mark:
            raise HTTPException(404, NOT_SPOKEN)
        return utterance

    async def document(self, request: Request) -> Response:
        """The file of a message, for the person it was given to."""
        person = await self._meet(self._caller(request))
        message = number_of(request.path_params["message"])
        reply = await self.chat.messages.read(person, message)
        if reply is None or reply.document is None:
            raise HTTPException(404, NO_FILE)
        return attachment(reply.document)

    def _stream(self, request: Request, visitor: Visitor, person: Person) -> Response:
        try:
            stream = self.chat.messages.streams.open(person.id)
        except TooManyStreamsError:
            raise HTTPException(503, FULL) from None
        seen = request.headers.get("last-event-id") or request.query_params.get("after", "")
        events = Events(self.chat.messages.history, person, stream, self.heartbeat, self.voices)
        leave = partial(self.chat.messages.streams.leave, person.id, stream)
        return EventResponse(events.since(number_of(seen), visitor.mark), leave)

    async def _greet(self, person: Person) -> None:
        try:
            await self.chat.greet(person)
        except LockQueueFullError:  # then the chat is not empty, and needs no greeting
            return

    def _caller(self, request: Request, limit: VisitorRateLimit | None = None) -> Visitor:
        self._limit_address(request)
        visitor = Visitor.known(request.cookies)
        if visitor is None:
            raise HTTPException(401, STRANGER)
        if not (limit or self.visitor_limit).allows(visitor.address, self.chat.now()):
            raise _too_fast()
        return visitor

    def _limit_address(self, request: Request, limit: VisitorRateLimit | None = None) -> None:
        client = request.client.host if request.client else ""
        if not (limit or self.address_limit).allows(client, self.chat.now()):
            raise _too_fast()

    async def _meet(self, visitor: Visitor) -> Person:
        return await self.people.meet(Channel.BROWSER, visitor.address, self.chat.now())


def _too_fast() -> HTTPException:
    return HTTPException(429, TOO_FAST, {"retry-after": "5"})
