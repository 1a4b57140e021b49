-- What the status and the sentence of every withdrawal are made of, one row a body with an act: its
-- row in the newest revision of the register, how far was searched for each step, and the newest
-- word of somebody in a position to know.
WITH days AS MATERIALIZED (
  SELECT * FROM day_words
),
newest AS (
  SELECT max(revision) AS revision FROM register
),
reach AS (
  SELECT max(searched_until) AS day FROM coverage
  WHERE result = 'none_found' AND step IN (SELECT step FROM steps)
),
searched AS (
  SELECT org_id, max(searched_until) AS day,
    max(searched_until) FILTER (WHERE step = 'notified') AS notice,
    max(searched_until) FILTER (WHERE step = 'took_effect') AS effect
  FROM coverage
  WHERE result = 'none_found' AND step IN (SELECT step FROM steps)
  GROUP BY org_id
),
-- Which source reported a step, and when; a coverage row and a statement are one where they share the source.
told AS (
  SELECT c.org_id, c.step, c.result, c.searched_until AS day, c.source_id,
    coalesce(t.who_en, s.publisher, s.title) AS who_en,
    coalesce(t.who_zh, s.publisher, s.title) AS who_zh,
    coalesce(t.clause_en, 'said {day} that it had not happened') AS clause_en,
    coalesce(t.clause_zh, '{day}表示並未發生') AS clause_zh,
    t.day_basis = 'inferred' AS about,
    row_number() OVER (
      PARTITION BY c.org_id, c.step, c.result ORDER BY c.searched_until DESC, c.source_id
    ) AS place
  FROM coverage AS c
  JOIN sources AS s ON s.source_id = c.source_id
  LEFT JOIN statements AS t ON t.statement_id = (
    SELECT min(x.statement_id) FROM statements AS x
    JOIN statement_organizations AS o ON o.statement_id = x.statement_id
    WHERE x.source_id = c.source_id AND o.org_id = c.org_id
  )
  WHERE c.result IN ('denied', 'disputed', 'not_applicable')
),
said AS MATERIALIZED (
  SELECT org_id, step, result, told.day, source_id, who_en, who_zh,
    who_en || ' ' || replace(clause_en, '{day}', CASE WHEN about THEN 'on about ' ELSE 'on ' END || d.en)
      AS said_en,
    who_zh || replace(clause_zh, '{day}', d.zh || CASE WHEN about THEN '前後' ELSE '' END) AS said_zh
  FROM told JOIN days AS d ON d.day = told.day
  WHERE place = 1
),
seat AS (
  SELECT org_id, source_id, act_date, act_date_precision AS precision,
    row_number() OVER (PARTITION BY org_id ORDER BY act_date DESC, act_id) AS place
  FROM acts WHERE step = 'left_governing_body'
),
latest AS (
  SELECT org_id, source_id,
    row_number() OVER (
      PARTITION BY org_id
      ORDER BY act_date DESC, CASE WHEN register_column IS NULL THEN 0 ELSE position END DESC,
        act_id
    ) AS place
  FROM acts JOIN steps USING (step)
)
SELECT
  r.*, o.name_en, o.name_zh, o.acronym, o.kind, o.article, o.seat_en, o.seat_zh,
  o.scope = 'listed' AS on_list, p.section, p.position,
  searched.notice AS notice_searched, searched.effect AS effect_searched,
  coalesce(searched.day, reach.day) AS searched_until, latest.source_id AS newest_source_id,
  notice.basis = 'inferred' AS notice_inferred,
  notice.clause_en AS notice_clause_en, notice.clause_zh AS notice_clause_zh,
  seat.act_date AS seat_on, seat.precision AS seat_precision, seat.source_id AS seat_source_id,
  denied.day AS denied_on, denied.source_id AS denied_source_id,
  denied.said_en AS denied_en, denied.said_zh AS denied_zh,
  ineffective.said_en AS ineffective_en, ineffective.said_zh AS ineffective_zh,
  disputed.who_en AS disputed_by_en, disputed.who_zh AS disputed_by_zh,
  needless.who_en AS needless_by_en, needless.who_zh AS needless_by_zh,
  review.en AS review_en, review.zh AS review_zh,
  announced.en AS announced_en, announced.zh AS announced_zh,
  notified.en AS notified_en, notified.zh AS notified_zh,
  notified.short_en AS notified_short_en, notified.short_zh AS notified_short_zh,
  due.en AS due_en, due.zh AS due_zh, effective.en AS effective_en, effective.zh AS effective_zh,
  rescinded.en AS rescinded_en, rescinded.zh AS rescinded_zh,
  rejoined.en AS rejoined_en, rejoined.zh AS rejoined_zh,
  notice_day.en AS notice_searched_en, notice_day.zh AS notice_searched_zh,
  effect_day.en AS effect_searched_en, effect_day.zh AS effect_searched_zh,
  CASE seat.precision WHEN 'year' THEN substr(seat.act_date, 1, 4)
    WHEN 'month' THEN substr(seat_day.en, instr(seat_day.en, ' ') + 1) ELSE seat_day.en END
    AS seat_day_en,
  CASE seat.precision WHEN 'year' THEN substr(seat.act_date, 1, 4) || '年'
    WHEN 'month' THEN substr(seat_day.zh, 1, instr(seat_day.zh, '月')) ELSE seat_day.zh END
    AS seat_day_zh
FROM register AS r
JOIN newest ON newest.revision = r.revision
JOIN organizations AS o ON o.org_id = r.org_id
CROSS JOIN reach
LEFT JOIN prints AS p
  ON p.org_id = r.org_id AND p.revision = (SELECT min(revision) FROM prints)
LEFT JOIN searched ON searched.org_id = r.org_id
LEFT JOIN latest ON latest.org_id = r.org_id AND latest.place = 1
LEFT JOIN seat ON seat.org_id = r.org_id AND seat.place = 1
LEFT JOIN acts AS notice ON notice.act_id = (
  SELECT max(a.act_id) FROM acts AS a
  WHERE a.org_id = r.org_id AND a.step = 'notified' AND a.act_date = r.notified_on
    AND a.source_id = r.notified_source_id
)
LEFT JOIN said AS denied
  ON denied.org_id = r.org_id AND denied.step = 'notified' AND denied.result = 'denied'
LEFT JOIN said AS ineffective
  ON ineffective.org_id = r.org_id AND ineffective.step = 'took_effect'
  AND ineffective.result = 'denied'
LEFT JOIN said AS disputed
  ON disputed.org_id = r.org_id AND disputed.step = 'took_effect' AND disputed.result = 'disputed'
LEFT JOIN said AS needless
  ON needless.org_id = r.org_id AND needless.step = 'notified'
  AND needless.result = 'not_applicable'
LEFT JOIN days AS review ON review.day = r.review_ordered_on
LEFT JOIN days AS announced ON announced.day = r.announced_on
LEFT JOIN days AS notified ON notified.day = r.notified_on
LEFT JOIN days AS due ON due.day = r.effective_due_on
LEFT JOIN days AS effective ON effective.day = r.effective_on
LEFT JOIN days AS rescinded ON rescinded.day = r.rescinded_on
LEFT JOIN days AS rejoined ON rejoined.day = r.rejoined_on
LEFT JOIN days AS notice_day ON notice_day.day = searched.notice
LEFT JOIN days AS effect_day ON effect_day.day = searched.effect
LEFT JOIN days AS seat_day ON seat_day.day = seat.act_date
ORDER BY r.org_id
