-- The directory. Both databases run this text: SQLite takes any type name that holds "TEXT", and PostgreSQL has been
-- given `ordered_text`, which compares byte for byte as SQLite does.

CREATE TABLE revision (only_row BIGINT NOT NULL PRIMARY KEY, value BIGINT NOT NULL);
INSERT INTO revision (only_row, value) VALUES (1, 0);

-- When answers about an organisation may have changed last. Caches are kept fresh by it.
CREATE TABLE organisation_revisions (
  organisation ordered_text NOT NULL PRIMARY KEY,
  revision BIGINT NOT NULL
);
CREATE INDEX organisation_revisions_by_revision ON organisation_revisions (revision);

CREATE TABLE organisations (
  id ordered_text NOT NULL PRIMARY KEY,
  kind ordered_text NOT NULL,
  revision BIGINT NOT NULL,
  body TEXT NOT NULL
);

CREATE TABLE people (
  id ordered_text NOT NULL PRIMARY KEY,
  home ordered_text NOT NULL REFERENCES organisations (id),
  email_key ordered_text NOT NULL,
  identity ordered_text NOT NULL,
  revision BIGINT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX people_by_home ON people (home, id);
CREATE INDEX people_by_email ON people (email_key, home);
CREATE INDEX people_by_identity ON people (identity, home);

CREATE TABLE user_groups (
  organisation ordered_text NOT NULL REFERENCES organisations (id),
  id ordered_text NOT NULL,
  revision BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (organisation, id)
);

CREATE TABLE group_members (
  organisation ordered_text NOT NULL,
  group_id ordered_text NOT NULL,
  person ordered_text NOT NULL REFERENCES people (id),
  revision BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (organisation, group_id, person),
  FOREIGN KEY (organisation, group_id) REFERENCES user_groups (organisation, id)
);
CREATE INDEX group_members_by_person ON group_members (person, organisation);

CREATE TABLE custom_roles (
  organisation ordered_text NOT NULL REFERENCES organisations (id),
  name ordered_text NOT NULL,
  revision BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (organisation, name)
);

CREATE TABLE partner_listings (
  customer ordered_text NOT NULL REFERENCES organisations (id),
  partner ordered_text NOT NULL REFERENCES organisations (id),
  revision BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (customer, partner)
);

CREATE TABLE relationships (
  customer ordered_text NOT NULL REFERENCES organisations (id),
  partner ordered_text NOT NULL REFERENCES organisations (id),
  revision BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (customer, partner)
);
CREATE INDEX relationships_by_partner ON relationships (partner, customer);

CREATE TABLE external_accesses (
  customer ordered_text NOT NULL REFERENCES organisations (id),
  grantee ordered_text NOT NULL REFERENCES organisations (id),
  revision BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (customer, grantee)
);

CREATE TABLE authorised_users (
  customer ordered_text NOT NULL REFERENCES organisations (id),
  partner ordered_text NOT NULL REFERENCES organisations (id),
  person ordered_text NOT NULL REFERENCES people (id),
  revision BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (customer, partner, person)
);

CREATE TABLE role_assignments (
  organisation ordered_text NOT NULL REFERENCES organisations (id),
  holder_kind ordered_text NOT NULL,
  holder ordered_text NOT NULL,
  role ordered_text NOT NULL,
  -- The empty text stands for all of the organisation.
  on_resource ordered_text NOT NULL,
  revision BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (organisation, holder_kind, holder, role, on_resource)
);
CREATE INDEX role_assignments_by_holder ON role_assignments (holder_kind, holder, organisation);

CREATE TABLE resources (
  organisation ordered_text NOT NULL REFERENCES organisations (id),
  kind ordered_text NOT NULL,
  id ordered_text NOT NULL,
  revision BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (organisation, kind, id)
);

CREATE TABLE access_requests (
  account ordered_text NOT NULL REFERENCES organisations (id),
  id ordered_text NOT NULL,
  requested_by ordered_text NOT NULL REFERENCES people (id),
  status ordered_text NOT NULL,
  revision BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account, id)
);
CREATE INDEX access_requests_by_requester ON access_requests (requested_by, account);
