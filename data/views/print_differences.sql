-- Printings in the order of their dates, each with the one before it. A body that only one of
-- the two prints is one row, added or removed; a column that one of them leaves empty throughout
-- is one that it does not print, and no difference.
WITH consecutive AS (
  SELECT revision AS new, lag(revision) OVER (ORDER BY revision) AS old
  FROM (SELECT DISTINCT revision FROM prints)
),
cells AS (
  SELECT revision, org_id, 'position' AS field, CAST(position AS TEXT) AS cell FROM prints
  UNION ALL SELECT revision, org_id, 'section', section FROM prints
  UNION ALL SELECT revision, org_id, 'name_en', name_en FROM prints
  UNION ALL SELECT revision, org_id, 'name_zh', name_zh FROM prints
  UNION ALL SELECT revision, org_id, 'acronym', acronym FROM prints
),
printed AS (
  SELECT revision, field FROM cells GROUP BY revision, field HAVING count(cell) > 0
),
changed AS (
  SELECT c.old, c.new, older.org_id, 'changed' AS op, older.field, older.cell AS was, newer.cell AS is_now
  FROM consecutive AS c
  JOIN cells AS older ON older.revision = c.old
  JOIN cells AS newer
    ON newer.revision = c.new AND newer.org_id = older.org_id AND newer.field = older.field
  WHERE older.cell IS DISTINCT FROM newer.cell
    AND EXISTS (SELECT 1 FROM printed AS p WHERE p.revision = c.old AND p.field = older.field)
    AND EXISTS (SELECT 1 FROM printed AS p WHERE p.revision = c.new AND p.field = older.field)
),
added AS (
  SELECT c.old, c.new, newer.org_id, 'added', NULL, NULL, newer.name_en
  FROM consecutive AS c
  JOIN prints AS newer ON newer.revision = c.new
  LEFT JOIN prints AS older ON older.revision = c.old AND older.org_id = newer.org_id
  WHERE c.old IS NOT NULL AND older.org_id IS NULL
),
removed AS (
  SELECT c.old, c.new, older.org_id, 'removed', NULL, older.name_en, NULL
  FROM consecutive AS c
  JOIN prints AS older ON older.revision = c.old
  LEFT JOIN prints AS newer ON newer.revision = c.new AND newer.org_id = older.org_id
  WHERE newer.org_id IS NULL
)
SELECT old AS old_revision, new AS new_revision, org_id, op, field, was AS old, is_now AS new
FROM (SELECT * FROM changed UNION ALL SELECT * FROM added UNION ALL SELECT * FROM removed)
ORDER BY new_revision, org_id, field
