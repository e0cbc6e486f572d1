-- Until when a request for access gives it, and how new it is: so that facts and lists read no more requests than they
-- have room for. What is in the text of a row is brought out here for those that are there.

ALTER TABLE access_requests ADD COLUMN ends ordered_text NOT NULL DEFAULT '';
ALTER TABLE access_requests ADD COLUMN recency ordered_text NOT NULL DEFAULT '';

-- The end of the window is the last `end_ms` of the text, in which no quotation mark of a person stands alone. A line
-- break takes its place, then all up to it goes, then all behind its digits; then there are as many as the longest has.
UPDATE access_requests SET ends = REPLACE(REPLACE(body, '
', ''), '"end_ms":', '
');
UPDATE access_requests SET ends = SUBSTR(ends, LENGTH(RTRIM(ends, REPLACE(ends, '
', ''))) + 1);
UPDATE access_requests SET ends = SUBSTR(ends, 1, LENGTH(ends) - LENGTH(LTRIM(ends, '-0123456789')));
UPDATE access_requests SET ends = '0' WHERE SUBSTR(ends, 1, 1) = '-';
UPDATE access_requests SET ends = SUBSTR('0000000000000000000' || ends, LENGTH(ends) + 1);

-- The newest first: what is left to the greatest revision of all, from the one in the name.
UPDATE access_requests SET recency = '9223372036854775807';
UPDATE access_requests SET recency = CAST(9223372036854775807 - CAST(SUBSTR(id, 9) AS BIGINT) AS TEXT)
  WHERE SUBSTR(id, 1, 8) = 'request-' AND LENGTH(id) BETWEEN 9 AND 26 AND LTRIM(SUBSTR(id, 9), '0123456789') = '';

DROP INDEX access_requests_by_requester;
CREATE INDEX access_requests_by_requester ON access_requests (requested_by, account, status, ends, id);
CREATE INDEX access_requests_by_account ON access_requests (account, recency, id, status, ends);
CREATE INDEX access_requests_by_recency ON access_requests (requested_by, recency, id, status, ends);
CREATE INDEX external_accesses_by_grantee ON external_accesses (grantee, customer);
