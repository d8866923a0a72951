-- Of the rows of the Chinook database (licence in V1__chinook.sql), those that no tenant changes.
INSERT INTO genre (name) VALUES ('Rock'), ('Jazz'), ('Metal'), ('Alternative & Punk'), ('Rock And Roll');
INSERT INTO media_type (name) VALUES ('MPEG audio file'), ('Protected AAC audio file');
