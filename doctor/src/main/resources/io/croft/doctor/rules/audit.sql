-- The audit itself: what it could not see, and what it was told not to report.

-- rule: CROFT001
-- title: A rule could not run
-- severity: warning
-- check: code
-- why: What was not looked at is not known to be sound. The rights of the administrator were too few, or the statement
--   took too long.
-- fix: Run the audit as a superuser.

-- rule: CROFT002
-- title: An ignored finding is not there any more
-- severity: warning
-- check: code
-- why: An entry that matches nothing would hide the same hole when it comes back.
-- fix: Remove the line from the ignore file.

-- rule: CROFT003
-- title: An ignored finding has reached its date
-- severity: warning
-- check: code
-- why: The date was the promise to have mended it by then. The finding counts again.
-- fix: Mend it, or give the entry a new date and reason.

-- rule: CROFT004
-- title: A database accepts no connections and was not looked into
-- severity: info
-- scope: server
-- why: Templates are read by nobody. What is wrong in one is wrong in every home that is copied from it later, where
--   this audit finds it.
-- fix: Nothing, when it is a template.
SELECT format('database %I', d.datname) AS object, 'ALLOW_CONNECTIONS false' AS detail, NULL AS fix
FROM pg_database d WHERE NOT d.datallowconn AND d.datname <> 'template0'
