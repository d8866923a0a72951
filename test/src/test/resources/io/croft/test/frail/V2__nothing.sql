-- Another application, so that its tests, which break what protects it, have a fleet of their own.
SELECT 1;
