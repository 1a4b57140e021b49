-- Where every withdrawal stands, one row a body with an act, by the newest revision of the register.
-- The status says no more than a source said: a day of effect that was announced is not an effect,
-- nothing found is said with the day up to which was searched, and of a day that the search does
-- not reach it says nothing.
WITH newest AS (
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
months(number, name) AS (
  VALUES ('01', 'January'), ('02', 'February'), ('03', 'March'), ('04', 'April'), ('05', 'May'),
    ('06', 'June'), ('07', 'July'), ('08', 'August'), ('09', 'September'), ('10', 'October'),
    ('11', 'November'), ('12', 'December')
),
days AS (
  SELECT day, ltrim(substr(day, 9), '0') || ' ' || name || ' ' || substr(day, 1, 4) AS en,
    substr(day, 1, 4) || '年' || ltrim(number, '0') || '月' || ltrim(substr(day, 9), '0') || '日'
      AS zh
  FROM (
    SELECT act_date AS day FROM acts UNION SELECT due_on FROM acts
    UNION SELECT searched_until FROM coverage
  )
  JOIN months ON number = substr(day, 6, 2)
),
-- What somebody in a position to know said of a step, and who that was.
said AS (
  SELECT c.org_id, c.step, c.result, c.searched_until AS day, c.source_id,
    CASE
      WHEN c."where" LIKE '%day is inferred%' THEN 'on about '
      WHEN t.said_on IS NULL AND t.reported_on IS NOT NULL THEN 'in a report of '
      ELSE 'on '
    END || d.en AS on_en,
    CASE
      WHEN c."where" LIKE '%day is inferred%' THEN '於' || d.zh || '前後'
      WHEN t.said_on IS NULL AND t.reported_on IS NOT NULL THEN '據' || d.zh || '的報道'
      ELSE '於' || d.zh
    END AS on_zh,
    CASE
      WHEN t.body IN (o.acronym, o.name_en) THEN 'the organization itself'
      WHEN t.body = 'United Nations' THEN 'the UN'
      ELSE coalesce(t.body, s.publisher, s.title)
    END AS who_en,
    CASE
      WHEN t.body IN (o.acronym, o.name_en) THEN '該組織'
      WHEN t.body = 'United Nations' THEN '聯合國'
      ELSE coalesce(t.body, s.publisher, s.title)
    END AS who_zh,
    row_number() OVER (
      PARTITION BY c.org_id, c.step, c.result ORDER BY c.searched_until DESC, c.source_id
    ) AS place
  FROM coverage AS c
  JOIN organizations AS o ON o.org_id = c.org_id
  JOIN sources AS s ON s.source_id = c.source_id
  JOIN days AS d ON d.day = c.searched_until
  LEFT JOIN statements AS t ON t.statement_id = (
    SELECT min(x.statement_id) FROM statements AS x
    JOIN statement_organizations AS about ON about.statement_id = x.statement_id
    WHERE x.source_id = c.source_id AND about.org_id = c.org_id
  )
  WHERE c.result IN ('denied', 'disputed', 'not_applicable')
),
seat AS (
  SELECT org_id, source_id,
    CASE act_date_precision
      WHEN 'year' THEN substr(act_date, 1, 4) WHEN 'month' THEN substr(act_date, 1, 7) ELSE act_date
    END AS day,
    CASE act_date_precision
      WHEN 'year' THEN substr(act_date, 1, 4)
      WHEN 'month' THEN substr(days.en, instr(days.en, ' ') + 1) ELSE days.en
    END AS en,
    CASE act_date_precision
      WHEN 'year' THEN substr(act_date, 1, 4) || '年'
      WHEN 'month' THEN substr(days.zh, 1, instr(days.zh, '月')) ELSE days.zh
    END AS zh,
    row_number() OVER (PARTITION BY org_id ORDER BY act_date DESC, act_id) AS place
  FROM acts JOIN days ON days.day = act_date
  WHERE step = 'left_governing_body'
),
latest AS (
  SELECT org_id, source_id,
    row_number() OVER (
      PARTITION BY org_id
      ORDER BY act_date DESC, CASE WHEN register_column IS NULL THEN 0 ELSE position END DESC,
        act_id
    ) AS place
  FROM acts JOIN steps USING (step)
),
inferred AS (
  SELECT DISTINCT org_id, step, act_date FROM acts WHERE basis = 'inferred'
),
joined AS (
  SELECT
    r.*, o.name_en, o.name_zh, o.acronym, o.scope = 'listed' AS on_list, p.section, p.position,
    searched.notice AS notice_searched, searched.effect AS effect_searched,
    coalesce(searched.day, reach.day) AS searched_until, newest.revision AS as_of,
    latest.source_id AS newest_source_id, seat.day AS seat_day, seat.source_id AS seat_source_id,
    seat.en AS seat_en, seat.zh AS seat_zh,
    review.en AS review_en, review.zh AS review_zh,
    announced.en AS announced_en, announced.zh AS announced_zh,
    CASE WHEN n.act_date IS NULL THEN 'on ' ELSE 'on about ' END || notified.en AS notified_en,
    notified.zh || CASE WHEN n.act_date IS NULL THEN '' ELSE '前後' END AS notified_zh,
    due.en AS due_en, due.zh AS due_zh, effective.en AS effective_en, effective.zh AS effective_zh,
    rescinded.en AS rescinded_en, rescinded.zh AS rescinded_zh,
    rejoined.en AS rejoined_en, rejoined.zh AS rejoined_zh
  FROM register AS r
  JOIN newest ON newest.revision = r.revision
  JOIN organizations AS o ON o.org_id = r.org_id
  CROSS JOIN reach
  LEFT JOIN prints AS p
    ON p.org_id = r.org_id
    AND p.revision = (SELECT min(revision) FROM prints)
  LEFT JOIN searched ON searched.org_id = r.org_id
  LEFT JOIN seat ON seat.org_id = r.org_id AND seat.place = 1
  LEFT JOIN latest ON latest.org_id = r.org_id AND latest.place = 1
  LEFT JOIN inferred AS n
    ON n.org_id = r.org_id AND n.step = 'notified' AND n.act_date = r.notified_on
  LEFT JOIN days AS review ON review.day = r.review_ordered_on
  LEFT JOIN days AS announced ON announced.day = r.announced_on
  LEFT JOIN days AS notified ON notified.day = r.notified_on
  LEFT JOIN days AS due ON due.day = r.effective_due_on
  LEFT JOIN days AS effective ON effective.day = r.effective_on
  LEFT JOIN days AS rescinded ON rescinded.day = r.rescinded_on
  LEFT JOIN days AS rejoined ON rejoined.day = r.rejoined_on
)
SELECT
  j.org_id, j.name_en, j.name_zh, j.acronym, j.on_list, j.section, j.position, j.measure,
  CASE
    WHEN j.rejoined_on IS NOT NULL THEN 'rejoined on ' || j.rejoined_en
    WHEN j.rescinded_on IS NOT NULL THEN 'reversed on ' || j.rescinded_en
    WHEN j.effective_on IS NOT NULL
      THEN 'reported in effect on ' || j.effective_en || ' by ' || coalesce(e.publisher, e.title)
        || coalesce('; disputed by ' || disputed.who_en || ' ' || disputed.on_en, '')
    WHEN j.notified_on IS NOT NULL
      THEN 'formal notice given ' || j.notified_en
        || CASE
          WHEN j.effective_due_on IS NULL
            THEN coalesce('; no date of effect found up to ' || effect_searched.en, '')
          WHEN j.effective_due_on = j.notified_on THEN ', with immediate effect'
          ELSE '; announced date of effect ' || j.due_en
            || CASE WHEN j.effect_searched >= j.effective_due_on
              THEN '; no report that it took effect found up to ' || effect_searched.en ELSE '' END
        END
    WHEN j.announced_on IS NOT NULL
      THEN CASE j.measure
          WHEN 'cease_participation' THEN 'end of participation announced on '
          WHEN 'cease_funding' THEN 'end of funding announced on '
          ELSE 'announced on '
        END || j.announced_en
        || CASE
          WHEN j.measure <> 'withdraw' THEN ''
          WHEN needless.day IS NOT NULL THEN '; no notice needed, according to ' || needless.who_en
          ELSE coalesce(
              '; ' || denied.who_en || ' said ' || denied.on_en
                || ' that it had received no formal notice',
              '; ' || ineffective.who_en || ' said ' || ineffective.on_en
                || ' that it was not in effect', '')
            || coalesce('; no formal notice found up to ' || notice_searched.en, '')
        END
    ELSE 'review ordered on ' || j.review_en
      || coalesce('; nothing further found up to ' || notice_searched.en, '')
  END
  || coalesce('; seat in its governing body given up (' || j.seat_en || ')', '') AS status_en,
  CASE
    WHEN j.rejoined_on IS NOT NULL THEN '已於' || j.rejoined_zh || '重新加入'
    WHEN j.rescinded_on IS NOT NULL THEN '已於' || j.rescinded_zh || '撤銷'
    WHEN j.effective_on IS NOT NULL
      THEN '據' || CASE
          WHEN e.publisher LIKE '%, on %'
            THEN replace(substr(e.publisher, 1, instr(e.publisher, ', on ') - 1),
                'US Department of State', '美國國務院')
              || '稱（' || substr(e.publisher, instr(e.publisher, ', on ') + 5) || '轉載）'
          ELSE coalesce(e.publisher, e.title) || '報道'
        END || '，已於' || j.effective_zh || '生效'
        || coalesce('；' || disputed.who_zh || disputed.on_zh || '提出異議', '')
    WHEN j.notified_on IS NOT NULL
      THEN '已於' || j.notified_zh || '發出正式通知'
        || CASE
          WHEN j.effective_due_on IS NULL
            THEN coalesce('；截至' || effect_searched.zh || '未見生效日期', '')
          WHEN j.effective_due_on = j.notified_on THEN '，即時生效'
          ELSE '；預定' || j.due_zh || '生效'
            || CASE WHEN j.effect_searched >= j.effective_due_on
              THEN '；截至' || effect_searched.zh || '未見生效的報道' ELSE '' END
        END
    WHEN j.announced_on IS NOT NULL
      THEN '已於' || j.announced_zh || CASE j.measure
          WHEN 'cease_participation' THEN '宣布停止參與'
          WHEN 'cease_funding' THEN '宣布停止資助'
          ELSE '宣布退出'
        END
        || CASE
          WHEN j.measure <> 'withdraw' THEN ''
          WHEN needless.day IS NOT NULL THEN '；據' || needless.who_zh || '，無須通知'
          ELSE coalesce(
              '；' || denied.who_zh || denied.on_zh || '表示未收到正式通知',
              '；' || ineffective.who_zh || ineffective.on_zh || '表示退出尚未生效', '')
            || coalesce('；截至' || notice_searched.zh || '未見正式通知', '')
        END
    ELSE '已於' || j.review_zh || '下令檢討'
      || coalesce('；截至' || notice_searched.zh || '未見進一步消息', '')
  END
  || coalesce('；已放棄理事機構席位（' || j.seat_zh || '）', '') AS status_zh,
  j.review_ordered_on, j.review_ordered_source_id, j.announced_on, j.announced_source_id,
  j.notified_on, j.notified_source_id, denied.day AS notice_denied_on,
  denied.source_id AS notice_denied_source_id, j.effective_due_on, j.effective_due_source_id,
  j.effective_on, j.effective_source_id, j.seat_day AS left_governing_body_on,
  j.seat_source_id AS left_governing_body_source_id, j.rescinded_on, j.rescinded_source_id,
  j.rejoined_on, j.rejoined_source_id,
  j.newest_source_id, n.title AS newest_source_title, n.url AS newest_source_url,
  j.as_of, j.searched_until
FROM joined AS j
LEFT JOIN said AS denied
  ON denied.org_id = j.org_id AND denied.step = 'notified' AND denied.result = 'denied'
  AND denied.place = 1
LEFT JOIN said AS ineffective
  ON ineffective.org_id = j.org_id AND ineffective.step = 'took_effect'
  AND ineffective.result = 'denied' AND ineffective.place = 1
LEFT JOIN said AS disputed
  ON disputed.org_id = j.org_id AND disputed.step = 'took_effect' AND disputed.result = 'disputed'
  AND disputed.place = 1
LEFT JOIN said AS needless
  ON needless.org_id = j.org_id AND needless.step = 'notified'
  AND needless.result = 'not_applicable' AND needless.place = 1
LEFT JOIN days AS notice_searched ON notice_searched.day = j.notice_searched
LEFT JOIN days AS effect_searched ON effect_searched.day = j.effect_searched
LEFT JOIN sources AS e ON e.source_id = j.effective_source_id
LEFT JOIN sources AS n ON n.source_id = j.newest_source_id
ORDER BY j.on_list DESC, j.position, j.org_id
