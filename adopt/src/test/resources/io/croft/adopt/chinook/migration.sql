-- Makes the schema ready for the tenants of Croft: planned by croft adopt, to be read before it is used.
-- It belongs to the model of all homes, which holds no rows of tenants.

-- shared tables: it belongs to no tenant: all may read it, none may write it, and each home has a copy
SELECT croft.share('genre');
SELECT croft.share('media_type');

-- foreign keys, to be made anew
ALTER TABLE album DROP CONSTRAINT album_artist_id_fkey;
ALTER TABLE customer DROP CONSTRAINT customer_support_rep_id_fkey;
ALTER TABLE employee DROP CONSTRAINT employee_reports_to_fkey;
ALTER TABLE invoice DROP CONSTRAINT invoice_customer_id_fkey;
ALTER TABLE invoice_line DROP CONSTRAINT invoice_line_invoice_id_fkey;
ALTER TABLE invoice_line DROP CONSTRAINT invoice_line_track_id_fkey;
ALTER TABLE playlist_track DROP CONSTRAINT playlist_track_playlist_id_fkey;
ALTER TABLE playlist_track DROP CONSTRAINT playlist_track_track_id_fkey;
ALTER TABLE track DROP CONSTRAINT track_album_id_fkey;

-- keys and indexes, to be made anew
ALTER TABLE album DROP CONSTRAINT album_pkey;
DROP INDEX album_artist_id_idx;
ALTER TABLE artist DROP CONSTRAINT artist_pkey;
ALTER TABLE customer DROP CONSTRAINT customer_pkey;
DROP INDEX customer_support_rep_id_idx;
ALTER TABLE employee DROP CONSTRAINT employee_pkey;
DROP INDEX employee_reports_to_idx;
ALTER TABLE invoice DROP CONSTRAINT invoice_pkey;
DROP INDEX invoice_customer_id_idx;
ALTER TABLE invoice_line DROP CONSTRAINT invoice_line_pkey;
DROP INDEX invoice_line_invoice_id_idx;
DROP INDEX invoice_line_track_id_idx;
ALTER TABLE playlist DROP CONSTRAINT playlist_pkey;
ALTER TABLE playlist_track DROP CONSTRAINT playlist_track_pkey;
DROP INDEX playlist_track_playlist_id_idx;
DROP INDEX playlist_track_track_id_idx;
ALTER TABLE track DROP CONSTRAINT track_pkey;
DROP INDEX track_album_id_idx;
DROP INDEX track_genre_id_idx;
DROP INDEX track_media_type_id_idx;

-- tenant columns: it says whose a row is; the database fills it in, so no statement names it, and it comes
-- last, so that INSERT without a list of columns goes on
ALTER TABLE album ADD COLUMN tenant_id uuid;
ALTER TABLE album ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE artist ADD COLUMN tenant_id uuid;
ALTER TABLE artist ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE customer ADD COLUMN tenant_id uuid;
ALTER TABLE customer ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE employee ADD COLUMN tenant_id uuid;
ALTER TABLE employee ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE invoice ADD COLUMN tenant_id uuid;
ALTER TABLE invoice ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE invoice_line ADD COLUMN tenant_id uuid;
ALTER TABLE invoice_line ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE playlist ADD COLUMN tenant_id uuid;
ALTER TABLE playlist ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE playlist_track ADD COLUMN tenant_id uuid;
ALTER TABLE playlist_track ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE track ADD COLUMN tenant_id uuid;
ALTER TABLE track ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;

-- primary keys: a key of one tenant answers nothing about another's and takes no value from it; its values
-- may repeat from tenant to tenant
ALTER TABLE album ADD CONSTRAINT album_pkey PRIMARY KEY (tenant_id, album_id);
ALTER TABLE artist ADD CONSTRAINT artist_pkey PRIMARY KEY (tenant_id, artist_id);
ALTER TABLE customer ADD CONSTRAINT customer_pkey PRIMARY KEY (tenant_id, customer_id);
ALTER TABLE employee ADD CONSTRAINT employee_pkey PRIMARY KEY (tenant_id, employee_id);
ALTER TABLE invoice ADD CONSTRAINT invoice_pkey PRIMARY KEY (tenant_id, invoice_id);
ALTER TABLE invoice_line ADD CONSTRAINT invoice_line_pkey PRIMARY KEY (tenant_id, invoice_line_id);
ALTER TABLE playlist ADD CONSTRAINT playlist_pkey PRIMARY KEY (tenant_id, playlist_id);
ALTER TABLE playlist_track ADD CONSTRAINT playlist_track_pkey PRIMARY KEY (tenant_id, playlist_id, track_id);
ALTER TABLE track ADD CONSTRAINT track_pkey PRIMARY KEY (tenant_id, track_id);

-- indexes: an index that leads with something else answers questions about other tenants' rows, even under
-- row security
CREATE INDEX album_artist_id_idx ON album USING btree (tenant_id, artist_id);
CREATE INDEX customer_support_rep_id_idx ON customer USING btree (tenant_id, support_rep_id);
CREATE INDEX employee_reports_to_idx ON employee USING btree (tenant_id, reports_to);
CREATE INDEX invoice_customer_id_idx ON invoice USING btree (tenant_id, customer_id);
CREATE INDEX invoice_line_invoice_id_idx ON invoice_line USING btree (tenant_id, invoice_id);
CREATE INDEX invoice_line_track_id_idx ON invoice_line USING btree (tenant_id, track_id);
CREATE INDEX playlist_track_playlist_id_idx ON playlist_track USING btree (tenant_id, playlist_id);
CREATE INDEX playlist_track_track_id_idx ON playlist_track USING btree (tenant_id, track_id);
CREATE INDEX track_album_id_idx ON track USING btree (tenant_id, album_id);
CREATE INDEX track_genre_id_idx ON track USING btree (tenant_id, genre_id);
CREATE INDEX track_media_type_id_idx ON track USING btree (tenant_id, media_type_id);

-- foreign keys: without the tenant a reference to another tenant's row would be accepted, would tell that it
-- is there and keep its owner from deleting it
ALTER TABLE album ADD CONSTRAINT album_artist_id_fkey FOREIGN KEY (tenant_id, artist_id) REFERENCES artist (tenant_id, artist_id);
ALTER TABLE customer ADD CONSTRAINT customer_support_rep_id_fkey FOREIGN KEY (tenant_id, support_rep_id) REFERENCES employee (tenant_id, employee_id);
ALTER TABLE employee ADD CONSTRAINT employee_reports_to_fkey FOREIGN KEY (tenant_id, reports_to) REFERENCES employee (tenant_id, employee_id);
ALTER TABLE invoice ADD CONSTRAINT invoice_customer_id_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, customer_id);
ALTER TABLE invoice_line ADD CONSTRAINT invoice_line_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, invoice_id);
ALTER TABLE invoice_line ADD CONSTRAINT invoice_line_track_id_fkey FOREIGN KEY (tenant_id, track_id) REFERENCES track (tenant_id, track_id);
ALTER TABLE playlist_track ADD CONSTRAINT playlist_track_playlist_id_fkey FOREIGN KEY (tenant_id, playlist_id) REFERENCES playlist (tenant_id, playlist_id);
ALTER TABLE playlist_track ADD CONSTRAINT playlist_track_track_id_fkey FOREIGN KEY (tenant_id, track_id) REFERENCES track (tenant_id, track_id);
ALTER TABLE track ADD CONSTRAINT track_album_id_fkey FOREIGN KEY (tenant_id, album_id) REFERENCES album (tenant_id, album_id);
