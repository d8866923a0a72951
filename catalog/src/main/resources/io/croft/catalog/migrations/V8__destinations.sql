-- Where tenants are being taken, so that applications can have connections there when they arrive.
CREATE VIEW catalog.app_destination AS
  SELECT tenant, spec ->> 'toIsolation' AS isolation, spec ->> 'toServer' AS server,
    (spec ->> 'toEpoch')::bigint AS epoch
  FROM catalog.operation WHERE kind = 'move' AND state = 'running';

GRANT SELECT ON catalog.app_destination TO croft_control, croft_reader;
