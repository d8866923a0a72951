-- What all tenants share: read by every one of them, written by none.
SELECT croft.share('currency');
CREATE TABLE currency (
  code char(3) PRIMARY KEY,
  name text NOT NULL
);
INSERT INTO currency VALUES ('EUR', 'Euro'), ('NPR', 'Nepalese rupee'), ('TRY', 'Turkish lira');

ALTER TABLE account ADD currency char(3) NOT NULL DEFAULT 'EUR' REFERENCES currency;
