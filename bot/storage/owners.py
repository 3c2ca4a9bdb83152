"""Locks on the person whom rows belong to.

Whoever forgets a person locks the person first and then what is theirs. Whoever changes several
of their rows does the same: no deadlock. SQLite has one writer anyway.
"""

from sqlalchemy import bindparam, select

from bot.storage.tables import people

_OWNER = select(people.c.id).where(people.c.id == bindparam("person"))
ALONE = _OWNER.with_for_update(key_share=True)
"""One at a time for each person, until the end of the transaction."""
OWNER = _OWNER.with_for_update(read=True, key_share=True).scalar_subquery()
"""The id of a person who stays until the end of the transaction; null for one who is forgotten."""
