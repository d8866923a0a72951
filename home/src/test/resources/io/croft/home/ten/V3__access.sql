-- What code of less than full access may do.
SELECT croft.allow('report', '*', 'SELECT'), croft.allow('desk', 'location', 'SELECT, INSERT');
