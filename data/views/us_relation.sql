-- What the United States is in each body: its newest place, what did not end before what did.
-- What acts since 2025-01-20 changed is not taken into account here; those changes are in the register.
WITH ranked AS (
  SELECT
    m.*,
    row_number() OVER (
      PARTITION BY org_id
      ORDER BY ended_on IS NOT NULL, coalesce(began_on, ended_on, '') DESC, membership_id
    ) AS place_of_row
  FROM memberships AS m
)
SELECT org_id, place AS us_relation, began_on AS since, began_precision AS since_precision,
  ended_on AS until, ended_precision AS until_precision, end_cause, source_id
FROM ranked
WHERE place_of_row = 1
UNION ALL
SELECT org_id, 'none', NULL, NULL, NULL, NULL, NULL, source_id
FROM coverage
WHERE step = 'membership' AND result = 'not_a_member'
  AND org_id NOT IN (SELECT org_id FROM memberships)
ORDER BY org_id
