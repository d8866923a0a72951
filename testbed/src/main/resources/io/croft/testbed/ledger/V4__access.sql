-- A consumer of the interface reads the books; a clerk enters, and corrects nothing.
SELECT croft.allow('report', '*', 'SELECT');
SELECT croft.allow('clerk', '*', 'SELECT'), croft.allow('clerk', 'entry', 'SELECT, INSERT');
