-- Where tenants will be in a moment: their moves wait until applications have had the time to connect there.
CREATE VIEW catalog.app_arrival AS
  SELECT tenant, spec ->> 'toIsolation' AS isolation, spec ->> 'toServer' AS server,
    (spec ->> 'toEpoch')::bigint AS epoch
  FROM catalog.operation WHERE kind = 'move' AND state = 'running' AND notes ->> 'arriving' = 'soon';

GRANT SELECT ON catalog.app_arrival TO croft_control, croft_reader;
