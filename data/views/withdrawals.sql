-- Where every withdrawal stands, one row a body with an act, by the newest revision of the register.
-- The status says no more than a source said: a day of effect that was announced is not an effect,
-- nothing found is said with the day up to which was searched, and of a day that the search does
-- not reach it says nothing.
SELECT
  j.org_id, j.name_en, j.name_zh, j.acronym, j.on_list, j.section, j.position, j.measure,
  CASE
    WHEN j.rejoined_on IS NOT NULL THEN 'rejoined on ' || j.rejoined_en
    WHEN j.rescinded_on IS NOT NULL THEN 'reversed on ' || j.rescinded_en
    WHEN j.effective_on IS NOT NULL
      THEN 'reported in effect on ' || j.effective_en || ' by ' || coalesce(reporter.who_en, e.publisher, e.title)
        || coalesce('; disputed by ' || j.disputed_by_en, '')
    WHEN j.notified_on IS NOT NULL
      THEN 'formal notice given ' || CASE WHEN j.notice_inferred THEN 'on about ' ELSE 'on ' END || j.notified_en
        || CASE
          WHEN j.effective_due_on IS NULL
            THEN coalesce('; no date of effect found up to ' || j.effect_searched_en, '')
          WHEN j.effective_due_on = j.notified_on THEN ', with immediate effect'
          ELSE '; announced date of effect ' || j.due_en
            || CASE WHEN j.effect_searched >= j.effective_due_on
              THEN '; no report that it took effect found up to ' || j.effect_searched_en ELSE '' END
        END
    WHEN j.announced_on IS NOT NULL
      THEN CASE j.measure
          WHEN 'cease_participation' THEN 'end of participation announced on '
          WHEN 'cease_funding' THEN 'end of funding announced on '
          ELSE 'announced on '
        END || j.announced_en
        || CASE
          WHEN j.measure <> 'withdraw' THEN ''
          WHEN j.needless_by_en IS NOT NULL THEN '; no notice needed, according to ' || j.needless_by_en
          ELSE coalesce('; ' || coalesce(j.denied_en, j.ineffective_en), '')
            || coalesce('; no formal notice found up to ' || j.notice_searched_en, '')
        END
    ELSE 'review ordered on ' || j.review_en
      || coalesce('; nothing further found up to ' || coalesce(j.notice_searched_en, j.effect_searched_en), '')
  END
  || CASE WHEN j.seat_on IS NULL THEN '' ELSE '; seat on its ' || coalesce(j.seat_en, 'governing body') || ' given up ('
    || j.seat_day_en || ')' END
-- A step that the words above do not know is said last.
-- For each row of: SELECT register_column AS "column", label_en AS said FROM steps
--   WHERE step NOT IN ('review_ordered', 'announced', 'notified', 'took_effect', 'rescinded', 'rejoined')
--   ORDER BY position
-- |   || coalesce('; {said} on ' || (SELECT en FROM day_words WHERE day = j.{column}), '')
-- (end)
  AS status_en,
  CASE
    WHEN j.rejoined_on IS NOT NULL THEN '已於' || j.rejoined_zh || '重新加入'
    WHEN j.rescinded_on IS NOT NULL THEN '已於' || j.rescinded_zh || '撤銷'
    WHEN j.effective_on IS NOT NULL
      THEN '據' || coalesce(reporter.who_zh, e.publisher, e.title) || '，已於' || j.effective_zh || '生效'
        || coalesce('；' || j.disputed_by_zh || '有異議', '')
    WHEN j.notified_on IS NOT NULL
      THEN '已於' || j.notified_zh || CASE WHEN j.notice_inferred THEN '前後' ELSE '' END || '發出正式通知'
        || CASE
          WHEN j.effective_due_on IS NULL
            THEN coalesce('；截至' || j.effect_searched_zh || '未見生效日期', '')
          WHEN j.effective_due_on = j.notified_on THEN '，即時生效'
          ELSE '；預定' || j.due_zh || '生效'
            || CASE WHEN j.effect_searched >= j.effective_due_on
              THEN '；截至' || j.effect_searched_zh || '未見生效的報道' ELSE '' END
        END
    WHEN j.announced_on IS NOT NULL
      THEN '已於' || j.announced_zh || CASE j.measure
          WHEN 'cease_participation' THEN '宣布停止參與'
          WHEN 'cease_funding' THEN '宣布停止資助'
          ELSE '宣布退出'
        END
        || CASE
          WHEN j.measure <> 'withdraw' THEN ''
          WHEN j.needless_by_zh IS NOT NULL THEN '；據' || j.needless_by_zh || '，無須通知'
          ELSE coalesce('；' || coalesce(j.denied_zh, j.ineffective_zh), '')
            || coalesce('；截至' || j.notice_searched_zh || '未見正式通知', '')
        END
    ELSE '已於' || j.review_zh || '下令檢討'
      || coalesce('；截至' || coalesce(j.notice_searched_zh, j.effect_searched_zh) || '未見進一步消息', '')
  END
  || CASE WHEN j.seat_on IS NULL THEN '' ELSE '；已放棄' || coalesce(j.seat_zh, '理事機構') || '席位（'
    || j.seat_day_zh || '）' END
-- For each row of: SELECT register_column AS "column", label_zh AS said FROM steps
--   WHERE step NOT IN ('review_ordered', 'announced', 'notified', 'took_effect', 'rescinded', 'rejoined')
--   ORDER BY position
-- |   || coalesce('；' || (SELECT zh FROM day_words WHERE day = j.{column}) || '{said}', '')
-- (end)
  AS status_zh,
  j.sentence_en, j.sentence_zh,
  j.review_ordered_on, j.review_ordered_source_id, j.announced_on, j.announced_source_id,
  j.notified_on, j.notified_source_id, j.denied_on AS notice_denied_on,
  j.denied_source_id AS notice_denied_source_id, j.effective_due_on, j.effective_due_source_id,
  j.effective_on, j.effective_source_id,
  CASE j.seat_precision WHEN 'year' THEN substr(j.seat_on, 1, 4)
    WHEN 'month' THEN substr(j.seat_on, 1, 7) ELSE j.seat_on END AS left_governing_body_on,
  j.seat_source_id AS left_governing_body_source_id, j.rescinded_on, j.rescinded_source_id,
  j.rejoined_on, j.rejoined_source_id,
  j.newest_source_id, n.title AS newest_source_title, n.url AS newest_source_url,
  j.revision AS as_of, j.searched_until
FROM sentences AS j
LEFT JOIN sources AS e ON e.source_id = j.effective_source_id
LEFT JOIN sources AS n ON n.source_id = j.newest_source_id
LEFT JOIN statements AS reporter ON reporter.statement_id = (
  SELECT min(t.statement_id) FROM statements AS t
  JOIN statement_organizations AS so ON so.statement_id = t.statement_id
  WHERE t.source_id = j.effective_source_id AND so.org_id = j.org_id
)
ORDER BY j.on_list DESC, j.position, j.org_id
