-- Where every withdrawal stands, one row a body with an act, by the newest revision of the register.
-- The status says no more than a source said: a due date is not an effect, and nothing found is
-- said with the day up to which was searched.
WITH newest AS (
  SELECT max(revision) AS revision FROM register
),
reach AS (
  SELECT max(searched_until) AS day FROM coverage
  WHERE result = 'none_found' AND step IN (SELECT step FROM steps)
),
searched AS (
  SELECT org_id, max(searched_until) AS day FROM coverage
  WHERE result = 'none_found' AND step IN (SELECT step FROM steps)
  GROUP BY org_id
),
denied AS (
  SELECT org_id, searched_until AS day, source_id,
    row_number() OVER (PARTITION BY org_id ORDER BY searched_until DESC, source_id) AS place
  FROM coverage WHERE step = 'notified' AND result = 'denied'
),
seat AS (
  SELECT org_id, source_id,
    CASE act_date_precision
      WHEN 'year' THEN substr(act_date, 1, 4) WHEN 'month' THEN substr(act_date, 1, 7) ELSE act_date
    END AS day,
    row_number() OVER (PARTITION BY org_id ORDER BY act_date DESC, act_id) AS place
  FROM acts WHERE step = 'left_governing_body'
),
latest AS (
  SELECT org_id, source_id,
    row_number() OVER (
      PARTITION BY org_id
      ORDER BY act_date DESC,
        CASE step WHEN 'rescinded' THEN 1 WHEN 'took_effect' THEN 2 WHEN 'notified' THEN 3 ELSE 4 END,
        act_id
    ) AS place
  FROM acts
),
joined AS (
  SELECT
    r.*, o.name_en, o.name_zh, o.acronym, o.scope = 'listed' AS on_list, p.section, p.position,
    seat.day AS seat_day, seat.source_id AS seat_source_id,
    denied.day AS denied_day, denied.source_id AS denied_source_id,
    coalesce(searched.day, reach.day) AS searched_until,
    latest.source_id AS newest_source_id, newest.revision AS as_of,
    CASE
      WHEN EXISTS (
        SELECT 1 FROM acts AS a
        WHERE a.org_id = r.org_id AND a.step = 'notified' AND a.act_date = r.notified_on
          AND a.source_id = r.notified_source_id AND a.basis = 'inferred'
      ) THEN 1 ELSE 0
    END AS notice_inferred
  FROM register AS r
  JOIN newest ON newest.revision = r.revision
  JOIN organizations AS o ON o.org_id = r.org_id
  CROSS JOIN reach
  LEFT JOIN prints AS p
    ON p.org_id = r.org_id
    AND p.revision = (SELECT min(revision) FROM prints)
  LEFT JOIN searched ON searched.org_id = r.org_id
  LEFT JOIN denied ON denied.org_id = r.org_id AND denied.place = 1
  LEFT JOIN seat ON seat.org_id = r.org_id AND seat.place = 1
  LEFT JOIN latest ON latest.org_id = r.org_id AND latest.place = 1
)
SELECT
  j.org_id, j.name_en, j.name_zh, j.acronym, j.on_list, j.section, j.position, j.measure,
  CASE
    WHEN j.rescinded_on IS NOT NULL THEN 'rescinded on ' || j.rescinded_on
    WHEN j.effective_on IS NOT NULL
      THEN 'reported as in effect on ' || j.effective_on || ' by ' || coalesce(e.publisher, e.title)
    WHEN j.notified_on IS NOT NULL
      THEN 'notified on ' || j.notified_on || CASE WHEN j.notice_inferred THEN ' (inferred)' ELSE '' END
        || CASE
          WHEN j.effective_due_on IS NULL THEN '; no day of effect found up to '
          ELSE '; due to take effect on ' || j.effective_due_on || ', not reported to have done so up to '
        END || j.searched_until
    WHEN j.announced_on IS NOT NULL
      THEN CASE j.measure
          WHEN 'cease_participation' THEN 'end of participation announced'
          WHEN 'cease_funding' THEN 'end of funding announced'
          ELSE 'announced'
        END || '; no notice found up to ' || j.searched_until
    ELSE 'under review; nothing further found up to ' || j.searched_until
  END
  || coalesce('; seat in its governing body given up (' || j.seat_day || ')', '') AS status_en,
  CASE
    WHEN j.rescinded_on IS NOT NULL THEN '已於' || j.rescinded_on || '撤回'
    WHEN j.effective_on IS NOT NULL
      THEN '據' || coalesce(e.publisher, e.title) || '報告，於' || j.effective_on || '生效'
    WHEN j.notified_on IS NOT NULL
      THEN '已於' || j.notified_on || '通知' || CASE WHEN j.notice_inferred THEN '（推定）' ELSE '' END
        || CASE
          WHEN j.effective_due_on IS NULL THEN '；截至' || j.searched_until || '未見生效日期'
          ELSE '；預定' || j.effective_due_on || '生效，截至' || j.searched_until || '未見已生效的報告'
        END
    WHEN j.announced_on IS NOT NULL
      THEN CASE j.measure
          WHEN 'cease_participation' THEN '已宣布停止參與'
          WHEN 'cease_funding' THEN '已宣布停止撥款'
          ELSE '已宣布'
        END || '；截至' || j.searched_until || '未見通知'
    ELSE '審查中；截至' || j.searched_until || '未見其他'
  END
  || coalesce('；已放棄管理機構席位（' || j.seat_day || '）', '') AS status_zh,
  j.review_ordered_on, j.review_ordered_source_id, j.announced_on, j.announced_source_id,
  j.notified_on, j.notified_source_id, j.denied_day AS notice_denied_on,
  j.denied_source_id AS notice_denied_source_id, j.effective_due_on, j.effective_due_source_id,
  j.effective_on, j.effective_source_id, j.seat_day AS left_governing_body_on,
  j.seat_source_id AS left_governing_body_source_id, j.rescinded_on, j.rescinded_source_id,
  j.newest_source_id, n.title AS newest_source_title, n.url AS newest_source_url,
  j.as_of, j.searched_until
FROM joined AS j
LEFT JOIN sources AS e ON e.source_id = j.effective_source_id
LEFT JOIN sources AS n ON n.source_id = j.newest_source_id
ORDER BY j.on_list DESC, j.position, j.org_id
