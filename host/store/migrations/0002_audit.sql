-- The audit log. `body` is the line of the entry and says everything; the other columns are copies to search by.
-- Nothing is ever changed or removed here; whoever does it nevertheless is found out by `guestpass audit verify`.

CREATE TABLE audit_entries (
  sequence BIGINT NOT NULL PRIMARY KEY,
  organisation ordered_text NOT NULL,
  -- The sequence of the entry that this one ends; 0 when it begins something.
  concerns BIGINT NOT NULL,
  hash ordered_text NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX audit_entries_by_organisation ON audit_entries (organisation, sequence);
-- What began is ended once.
CREATE UNIQUE INDEX audit_entries_end_once ON audit_entries (concerns) WHERE concerns <> 0;
