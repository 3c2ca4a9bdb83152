"""What every feature offers to the application: handlers, the first that fits takes an update."""

from collections.abc import Sequence
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, ContextTypes

Context = ContextTypes.DEFAULT_TYPE
Handlers = Sequence[BaseHandler[Update, Context, Any]]
