"""Inline keyboards, checked as Telegram checks them."""

import json

from tests.telegram_server.refusals import Json, bad

MOST_BUTTONS = 100
LONGEST_JSON = 10_240
LONGEST_DATA = 64

_ACTIONS = ("url", "callback_data", "web_app", "login_url", "switch_inline_query", "copy_text")


def read_keyboard(text: str | None) -> Json | None:
    """The keyboard in a request; None when there is none."""
    if not text:
        return None
    markup = _decoded(text)
    rows = markup.get("inline_keyboard", [])
    if not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    buttons = [button for row in rows for button in row]
    for button in buttons:
        _check(button)
    if len(buttons) > MOST_BUTTONS or len(text.encode()) > LONGEST_JSON:
        raise bad("reply markup is too long")
    return {"inline_keyboard": rows} if buttons else None


def _decoded(text: str) -> Json:
    try:
        markup = json.loads(text)
    except ValueError:
        raise bad("can't parse reply keyboard markup JSON object") from None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    return markup


def _check(button: Json) -> None:
    problem = "can't parse inline keyboard button: "
    if not isinstance(button.get("text"), str):
        raise bad(f'{problem}Can\'t find field "text"')
    if not any(button.get(action) for action in _ACTIONS):
        raise bad(f"{problem}Text buttons are unallowed in the inline keyboard")
    if len(str(button.get("callback_data", "")).encode()) > LONGEST_DATA:
        raise bad("BUTTON_DATA_INVALID")
    if not button["text"].strip():
        raise bad("BUTTON_TEXT_INVALID")
