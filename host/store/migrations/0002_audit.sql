-- The audit log. `body` is the line of the entry and says everything; the other columns are copies to search by.
-- Nothing is ever changed or removed here; whoever does it nevertheless is found out by `guestpass audit verify`.

CREATE TABLE audit_entries (
  sequence BIGINT NOT NULL PRIMARY KEY,
  organisation ordered_text NOT NULL,
  hash ordered_text NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX audit_entries_by_organisation ON audit_entries (organisation, sequence);
