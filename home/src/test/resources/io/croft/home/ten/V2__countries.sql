-- Shared by all tenants; a region refers to itself and to its country.
SELECT croft.share('country'), croft.share('region');
CREATE TABLE country (code char(2) PRIMARY KEY, shout text GENERATED ALWAYS AS (upper(code)) STORED);
CREATE TABLE region (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  country char(2) NOT NULL REFERENCES country,
  part_of int REFERENCES region
);
INSERT INTO country VALUES ('np'), ('tr');
INSERT INTO region (country, part_of) VALUES ('np', NULL), ('np', 1), ('tr', NULL);
ALTER TABLE location ADD country char(2) REFERENCES country;
