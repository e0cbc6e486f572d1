-- Neither case nor surrounding blanks tell two addresses apart.

UPDATE people SET email_key = TRIM(email_key) WHERE email_key <> TRIM(email_key);
