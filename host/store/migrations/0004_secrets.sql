-- Keys that all servers of one directory share, so that one of them believes what another has sealed.

CREATE TABLE secrets (
  name ordered_text NOT NULL PRIMARY KEY,
  value ordered_text NOT NULL
);
