-- What the administration of the directory needs.

CREATE INDEX organisations_by_kind ON organisations (kind, id);
CREATE INDEX role_assignments_by_role ON role_assignments (role, organisation);

-- Answers to changes that were made, so that a change that is sent again is not made again.
CREATE TABLE kept_answers (
  caller ordered_text NOT NULL,
  idempotency_key ordered_text NOT NULL,
  revision BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (caller, idempotency_key)
);
