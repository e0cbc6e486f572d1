-- Neither do the two small letters of sigma.

UPDATE people SET email_key = REPLACE(email_key, 'ς', 'σ') WHERE email_key LIKE '%ς%';
