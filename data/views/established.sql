-- For each body of the register and each of five questions: the answer with its source, or how far
-- was searched for it.
WITH asked(question, part) AS (
  VALUES ('nature', 'instrument'), ('depositary', 'depositary'), ('notice_needed', 'exit_rule'),
    ('notice_period', 'exit_rule'), ('us_part_since', 'membership')
),
text AS (
  SELECT org_id, nature, depositary, source_id,
    row_number() OVER (PARTITION BY org_id ORDER BY instrument_id) AS place
  FROM instruments
),
rule AS (
  SELECT org_id, effect, effect_months, effect_days, source_id,
    row_number() OVER (PARTITION BY org_id ORDER BY exit_rule_id) AS place
  FROM exit_rules
  WHERE effect IS NOT NULL
),
answers AS (
  SELECT org_id, 'nature' AS question, nature AS answer, source_id FROM text WHERE place = 1
  UNION ALL
  SELECT org_id, 'depositary', depositary, source_id FROM text
  WHERE place = 1 AND depositary IS NOT NULL
  UNION ALL
  SELECT org_id, 'notice_needed', CASE effect WHEN 'not_possible' THEN 'no' ELSE 'yes' END, source_id
  FROM rule WHERE place = 1
  UNION ALL
  SELECT org_id, 'notice_period',
    CASE effect
      WHEN 'after_notice' THEN coalesce(effect_months || ' months', effect_days || ' days')
      WHEN 'end_of_year' THEN 'end of the year'
      WHEN 'end_of_next_year' THEN 'end of the following year'
      WHEN 'at_once' THEN 'at once'
      ELSE 'no day stated'
    END, source_id
  FROM rule WHERE place = 1 AND effect <> 'not_possible'
  UNION ALL
  SELECT org_id, 'us_part_since',
    CASE since_precision
      WHEN 'year' THEN substr(since, 1, 4) WHEN 'month' THEN substr(since, 1, 7) ELSE since
    END, source_id
  FROM us_relation WHERE since IS NOT NULL
),
searched AS (
  SELECT org_id, step, result, searched_until,
    row_number() OVER (PARTITION BY org_id, step ORDER BY searched_until DESC, source_id) AS place
  FROM coverage
)
SELECT o.org_id, q.question, a.answer,
  CASE
    WHEN a.answer IS NOT NULL THEN 'established'
    WHEN q.question = 'depositary' AND t.nature <> 'treaty' THEN 'not_applicable'
    WHEN q.question = 'depositary' AND t.nature IS NULL THEN n.result
    WHEN q.question = 'notice_period' AND r.effect = 'not_possible' THEN 'not_applicable'
    ELSE s.result
  END AS result,
  CASE WHEN a.answer IS NULL THEN coalesce(s.searched_until, n.searched_until) END AS searched_until,
  a.source_id
FROM organizations AS o
CROSS JOIN asked AS q
LEFT JOIN answers AS a ON a.org_id = o.org_id AND a.question = q.question
LEFT JOIN text AS t ON t.org_id = o.org_id AND t.place = 1
LEFT JOIN rule AS r ON r.org_id = o.org_id AND r.place = 1
LEFT JOIN searched AS s ON s.org_id = o.org_id AND s.step = q.part AND s.place = 1
LEFT JOIN searched AS n ON n.org_id = o.org_id AND n.step = 'instrument' AND n.place = 1
  AND q.question = 'depositary'
WHERE o.scope <> 'context'
ORDER BY o.org_id, q.question
