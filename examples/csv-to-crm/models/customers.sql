-- Types are pinned: a guess could change with the file, and then every row would change.
SELECT id, name, zip
FROM read_csv('customers.csv', types = {'id': 'BIGINT', 'name': 'VARCHAR', 'zip': 'VARCHAR'})
