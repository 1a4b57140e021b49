-- A denial is a search that ends on the day on which it was said.
SELECT
  :org_id AS org_id,
  'notified' AS step,
  :said_on AS searched_until,
  :source_id AS source_id,
  'denied' AS result,
  CASE
    WHEN :speaker <> '' AND :role <> '' THEN :speaker || '; ' || :role
    WHEN :speaker || :role <> '' THEN :speaker || :role
    ELSE 'The organization itself'
  END || ': no formal notice received' AS "where"
WHERE :kind = 'denial'
