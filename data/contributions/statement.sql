-- What the organization said; a denial is a statement too where it has a summary.
WITH said(day) AS (SELECT iif(:said_on <> '', :said_on, :published_on))
SELECT
  trim(:speaker_slug || '-' || day, '-') AS statement_id,
  (SELECT name_en FROM organizations WHERE org_id = :org_id) AS body,
  :speaker AS speaker,
  :role AS role,
  day AS said_on,
  :published_on AS reported_on,
  :summary_en AS summary_en,
  :summary_zh AS summary_zh,
  :source_id AS source_id,
  :locator AS locator
FROM said
WHERE :kind = 'statement' OR (:kind = 'denial' AND :summary_en <> '')
