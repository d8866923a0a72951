INSERT INTO flag VALUES ('NL', 'Netherlands'), ('NO', 'Norway');
