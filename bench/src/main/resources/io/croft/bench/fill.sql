-- The rows of the tenants in the temporary table "filling". What stands in braces is left out where tables
-- have no tenant. Ids are unique over all tenants.
INSERT INTO account ({tenant_id, }id, name, balance)
SELECT {f.tenant, }f.number * 1000000 + n, 'account ' || n, 0
FROM filling f, generate_series(1, f.lines / 10) n;

INSERT INTO product ({tenant_id, }id, title)
SELECT {f.tenant, }f.number * 1000000 + n, 'product ' || n
FROM filling f, generate_series(1, f.lines / 20) n;

INSERT INTO invoice ({tenant_id, }id, account_id, issued)
SELECT {f.tenant, }f.number * 1000000 + n, f.number * 1000000 + 1 + n % (f.lines / 10),
       date '2026-01-01' + n::integer % 365
FROM filling f, generate_series(1, f.lines / 4) n;

INSERT INTO line ({tenant_id, }id, invoice_id, product_id, quantity, price, code)
SELECT {f.tenant, }f.number * 1000000 + n, f.number * 1000000 + 1 + (n - 1) / 4,
       f.number * 1000000 + 1 + n % (f.lines / 20), 1 + n % 9, 0.50 + n % (f.lines / 4),
       'p' || lpad((n % (f.lines / 4))::text, 6, '0')
FROM filling f, generate_series(1, f.lines) n;
