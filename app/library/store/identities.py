"""Contents whose identity is another one since the rule that makes it changed."""

from app.library.store.database import LibraryDatabase


def rename(db: LibraryDatabase, former: str, identity: str) -> bool:
    """Give all that is kept of a content to its identity of today; returns whether there was any.

    Two contents of before may be one now. Where people said different things of them the later word
    holds, and the other stays where it was. The caller holds the transaction.
    """
    both = [identity, former]
    changed = db.write("UPDATE photos SET identity = ? WHERE identity = ?", both)
    changed += db.write("UPDATE OR IGNORE encodings SET identity = ? WHERE identity = ?", both)
    changed += db.write(
        "INSERT INTO tags (label_id, identity, kind, set_at, model_id)"
        " SELECT label_id, ?, kind, set_at, model_id FROM tags WHERE identity = ?"
        " ON CONFLICT (label_id, identity) DO UPDATE SET kind = excluded.kind,"
        " set_at = excluded.set_at, model_id = excluded.model_id"
        " WHERE excluded.set_at > tags.set_at",
        both,
    )
    db.write(
        "DELETE FROM tags WHERE identity = ? AND EXISTS (SELECT 1 FROM tags t WHERE t.identity = ?"
        " AND t.label_id = tags.label_id AND t.kind = tags.kind)",
        [former, identity],
    )
    for table in ("replaced", "carried_tags"):
        for column in ("before", "after"):
            db.write(f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?", both)
    return changed > 0
