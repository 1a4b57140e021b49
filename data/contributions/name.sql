-- The organization's own name is an official one.
SELECT
  :org_id AS org_id,
  :name_lang AS lang,
  :name AS name,
  'official' AS kind,
  :source_id AS source_id
WHERE :kind = 'name'
