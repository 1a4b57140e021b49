-- The organization that a statement is about: the one that made it.
WITH said(day) AS (SELECT iif(:said_on <> '', :said_on, :published_on))
SELECT
  trim(:speaker_slug || '-' || day, '-') AS statement_id,
  :org_id AS org_id
FROM said
WHERE :kind = 'statement' OR (:kind = 'denial' AND :summary_en <> '')
