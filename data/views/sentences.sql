-- A sentence to print about every withdrawal, in English and in Chinese: what was announced, the
-- notice, the effect, the seat, and what the other side said. Each clause says no more than a
-- source; none speaks of a day that the search does not reach, and none knows today's date.
WITH days AS MATERIALIZED (
  SELECT * FROM day_words
),
body AS MATERIALIZED (
  SELECT s.*,
    CASE WHEN s.article IS NULL THEN '' ELSE s.article || ' ' END || s.name_en
      || coalesce(' (' || s.acronym || ')', '') AS whom_en,
    CASE s.kind WHEN 'treaty' THEN '《' || s.name_zh || '》' ELSE coalesce(s.name_zh, s.name_en) END
      || coalesce('（' || s.acronym || '）', '') AS whom_zh,
    CASE WHEN substr(s.notified_on, 1, 4) = substr(s.announced_on, 1, 4) THEN s.notified_short_en
      ELSE s.notified_en END AS then_en,
    CASE WHEN substr(s.notified_on, 1, 4) = substr(s.announced_on, 1, 4) THEN s.notified_short_zh
      ELSE s.notified_zh END AS then_zh,
    e.publisher AS effective_by
  FROM sentence_parts AS s
  LEFT JOIN sources AS e ON e.source_id = s.effective_source_id
),
-- What somebody said, with its day as the sentence has it; equal clauses of several days are one.
spoken AS MATERIALIZED (
  SELECT b.org_id, t.who_en, t.who_zh, t.clause_en, t.clause_zh, t.statement_id, t.source_id,
    coalesce(t.said_on, t.reported_on, '') AS day,
    CASE t.day_basis WHEN 'inferred' THEN 'on about ' ELSE 'on ' END
      || CASE WHEN substr(d.day, 1, 4) = substr(b.announced_on, 1, 4) THEN d.short_en ELSE d.en END AS on_en,
    CASE WHEN substr(d.day, 1, 4) = substr(b.announced_on, 1, 4) THEN d.short_zh ELSE d.zh END AS on_zh,
    CASE t.day_basis WHEN 'inferred' THEN '前後' ELSE '' END AS about_zh,
    b.notice_searched_en, b.notice_searched_zh
  FROM body AS b
  JOIN statement_organizations AS so ON so.org_id = b.org_id
  JOIN statements AS t ON t.statement_id = so.statement_id
  LEFT JOIN days AS d ON d.day = coalesce(t.said_on, t.reported_on)
  WHERE t.clause_en IS NOT NULL
    AND (d.day IS NULL OR d.day >= coalesce(b.announced_on, b.review_ordered_on))
),
dated AS (
  SELECT spoken.*,
    CASE WHEN lag(substr(day, 1, 7)) OVER same = substr(day, 1, 7)
      THEN substr(on_zh, instr(on_zh, '月') + 1) ELSE on_zh END || about_zh AS joined_zh,
    row_number() OVER same AS place, count(*) OVER (PARTITION BY org_id, who_en, clause_en) AS all_of_them
  FROM spoken
  WINDOW same AS (PARTITION BY org_id, who_en, clause_en ORDER BY day, statement_id)
),
collected AS (
  SELECT dated.*, min(day) OVER same AS first_day,
    group_concat(on_en, ' and ') OVER same AS days_en,
    group_concat(joined_zh, '及') OVER same AS days_zh
  FROM dated
  WINDOW same AS (
    PARTITION BY org_id, who_en, clause_en ORDER BY day, statement_id
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
),
said AS (
  SELECT org_id, first_day, statement_id,
    upper(substr(who_en, 1, 1)) || substr(who_en, 2) || ' ' || replace(clause_en, '{day}', coalesce(days_en, ''))
      || CASE WHEN clause_en LIKE '%no formal notice' THEN
        coalesce(', and none was found in public sources up to ' || notice_searched_en, '') ELSE '' END
      || '.' AS en,
    who_zh || replace(clause_zh, '{day}', coalesce(days_zh, ''))
      || CASE WHEN clause_en LIKE '%no formal notice' THEN
        coalesce('，截至' || notice_searched_zh || '的公開資料亦未見通知', '') ELSE '' END
      || '。' AS zh
  FROM collected WHERE place = all_of_them
),
others AS (
  SELECT org_id, group_concat(en, ' ') OVER so_far AS en, group_concat(zh, '') OVER so_far AS zh,
    row_number() OVER (PARTITION BY org_id ORDER BY first_day DESC, statement_id DESC) AS from_last
  FROM said
  WINDOW so_far AS (
    PARTITION BY org_id ORDER BY first_day, statement_id
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
),
-- An earlier decision of another kind, such as an end of funding before a withdrawal.
earlier AS (
  SELECT a.org_id, a.act_date, 'The United States ' || replace(a.clause_en, '{day}', 'on ' || d.en) || '. ' AS en,
    '美國' || replace(a.clause_zh, '{day}', d.zh) || '。' AS zh
  FROM acts AS a
  JOIN days AS d ON d.day = a.act_date
  WHERE a.step = 'announced' AND a.clause_en IS NOT NULL
),
-- The sources of what was said. A CTE is expanded wherever it is named, and SQLite bounds the sum.
heard AS (
  SELECT org_id, json_group_array(source_id) AS source_ids FROM spoken GROUP BY org_id
),
clauses AS (
  SELECT b.*,
    b.measure = 'withdraw' AND b.notified_on IS NULL AND b.effective_on IS NULL
      AND b.needless_by_en IS NULL AND instr(coalesce(o.en, ''), 'no formal notice, and none') = 0 AS asks_notice,
    b.seat_on = b.announced_on AS seat_at_once,
    b.seat_on IS NOT NULL AND b.seat_on <> b.announced_on
      AND instr(coalesce(heard.source_ids, ''), '"' || b.seat_source_id || '"') = 0
      AS tells_seat,
    b.effective_on IS NOT NULL
      AND instr(coalesce(heard.source_ids, ''), '"' || b.effective_source_id || '"') = 0
      AS tells_effect,
    coalesce(earlier.en, '') AS earlier_en, coalesce(earlier.zh, '') AS earlier_zh,
    ' ' || o.en AS others_en, o.zh AS others_zh
  FROM body AS b
  LEFT JOIN others AS o ON o.org_id = b.org_id AND o.from_last = 1
  LEFT JOIN earlier ON earlier.org_id = b.org_id AND earlier.act_date < b.announced_on
  LEFT JOIN heard ON heard.org_id = b.org_id
)
SELECT clauses.*,
  CASE
    WHEN announced_on IS NULL AND notified_on IS NULL
      THEN 'The United States ordered a review of ' || whom_en || ' on ' || review_en || '.'
        || coalesce(' Nothing further was found up to ' || coalesce(notice_searched_en, effect_searched_en) || '.', '')
    ELSE
      coalesce('The United States rejoined ' || whom_en || ' on ' || rejoined_en || '. ', '')
      || coalesce('The United States reversed its ' || CASE measure
          WHEN 'cease_participation' THEN 'end of participation'
          WHEN 'cease_funding' THEN 'end of funding' ELSE 'withdrawal' END
        || ' on ' || rescinded_en || '. ', '')
      || earlier_en || CASE earlier_en WHEN '' THEN 'The United States ' ELSE 'It then ' END
      || coalesce('announced on ' || announced_en || ' that it would '
        || CASE measure WHEN 'cease_participation' THEN 'no longer take part in '
          WHEN 'cease_funding' THEN 'no longer fund ' ELSE 'withdraw from ' END || whom_en
        || CASE WHEN seat_at_once THEN ' and give up its seat on the ' || coalesce(seat_en, 'governing body') || ','
          ELSE '' END, '')
      || CASE WHEN notified_on IS NULL THEN '' ELSE
        CASE WHEN announced_on IS NULL THEN '' ELSE ' and ' END
        || replace(replace(coalesce(notice_clause_en,
            'gave ' || CASE WHEN announced_on IS NULL THEN whom_en || ' ' ELSE '' END || 'formal notice {day}'),
          '{day}', CASE WHEN notified_on = announced_on THEN 'the same day'
            ELSE CASE WHEN notice_inferred THEN 'on about ' ELSE 'on ' END || then_en END),
          '{date}', then_en) END
      || CASE WHEN effective_due_on IS NULL THEN ''
        WHEN effective_due_on = notified_on THEN ', with immediate effect'
        ELSE ', with effect on ' || due_en END
      || CASE WHEN section = 'un' AND measure = 'withdraw'
        THEN '; for UN entities its memorandum defines this as ending participation or funding as far as the law permits'
        ELSE '' END || '.'
      || CASE WHEN NOT tells_effect THEN '' ELSE ' ' || coalesce(effective_by, 'A source') || ' reported it in effect on '
        || CASE WHEN effective_on = effective_due_on THEN 'that day' ELSE effective_en END || '.' END
      || CASE WHEN notified_on IS NOT NULL AND effective_on IS NULL AND effect_searched IS NOT NULL
        THEN CASE WHEN effective_due_on IS NULL
            THEN ' No date of effect was found in public sources up to ' || effect_searched_en || '.'
          WHEN effective_due_on <> notified_on AND effective_due_on <= effect_searched
            THEN ' No report that it took effect was found up to ' || effect_searched_en || '.'
          ELSE '' END ELSE '' END
      || CASE WHEN tells_seat THEN ' It gave up its seat on the ' || coalesce(seat_en, 'governing body')
        || CASE seat_precision WHEN 'day' THEN ' on ' ELSE ' in ' END || seat_day_en || '.' ELSE '' END
      || coalesce(others_en, '')
      || CASE WHEN NOT asks_notice THEN ''
        WHEN notice_searched IS NULL THEN ' We have not searched for later steps.'
        ELSE ' No formal notice was found in public sources up to ' || notice_searched_en || '.' END
  END
-- A step that the words above do not know is said last.
-- For each row of: SELECT register_column AS "column", meaning_en AS said FROM steps
--   WHERE step NOT IN ('review_ordered', 'announced', 'notified', 'took_effect', 'rescinded', 'rejoined')
--   ORDER BY position
-- |   || coalesce(' On ' || (SELECT en FROM days WHERE day = {column}) || ', {said}.', '')
-- (end)
  AS sentence_en,
  CASE
    WHEN announced_on IS NULL AND notified_on IS NULL
      THEN '美國於' || review_zh || '下令檢討' || whom_zh || '。'
        || coalesce('截至' || coalesce(notice_searched_zh, effect_searched_zh) || '未見進一步消息。', '')
    ELSE
      coalesce('美國於' || rejoined_zh || '重新加入' || whom_zh || '。', '')
      || coalesce('美國於' || rescinded_zh || '撤銷' || CASE measure
          WHEN 'cease_participation' THEN '停止參與' WHEN 'cease_funding' THEN '停止資助' ELSE '退出' END
        || '決定。', '')
      || earlier_zh || CASE earlier_zh WHEN '' THEN '美國' ELSE '其後' END
      || coalesce('於' || announced_zh || '宣布'
        || CASE measure WHEN 'cease_participation' THEN '不再參與' WHEN 'cease_funding' THEN '停止資助'
          ELSE '退出' END || whom_zh
        || CASE WHEN seat_at_once THEN '並放棄其' || coalesce(seat_zh, '理事機構') || '席位' ELSE '' END, '')
      || CASE WHEN notified_on IS NULL THEN '' ELSE
        CASE WHEN announced_on IS NULL THEN '' ELSE '，' END
        || replace(coalesce(notice_clause_zh,
            '並於{day}' || CASE WHEN announced_on IS NULL THEN '向' || whom_zh ELSE '' END || '發出正式通知'),
          '{day}', CASE WHEN notified_on = announced_on THEN '同日'
            ELSE then_zh || CASE WHEN notice_inferred THEN '前後' ELSE '' END END) END
      || CASE WHEN effective_due_on IS NULL THEN ''
        WHEN effective_due_on = notified_on THEN '，即時生效' ELSE '，生效日期為' || due_zh END
      || CASE WHEN section = 'un' AND measure = 'withdraw'
        THEN '；按其備忘錄，對聯合國實體而言，即在法律許可範圍內停止參與或停止資助' ELSE '' END || '。'
      || CASE WHEN NOT tells_effect THEN '' ELSE coalesce(effective_by, '有來源') || '報道退出已於'
        || CASE WHEN effective_on = effective_due_on THEN '當日' ELSE effective_zh END || '生效。' END
      || CASE WHEN notified_on IS NOT NULL AND effective_on IS NULL AND effect_searched IS NOT NULL
        THEN CASE WHEN effective_due_on IS NULL
            THEN '截至' || effect_searched_zh || '的公開資料，未見生效日期。'
          WHEN effective_due_on <> notified_on AND effective_due_on <= effect_searched
            THEN '截至' || effect_searched_zh || '未見生效的報道。'
          ELSE '' END ELSE '' END
      || CASE WHEN tells_seat THEN '美國於' || seat_day_zh
        || '放棄其' || coalesce(seat_zh, '理事機構') || '席位。' ELSE '' END
      || coalesce(others_zh, '')
      || CASE WHEN NOT asks_notice THEN ''
        WHEN notice_searched IS NULL THEN '其後步驟未經搜尋。'
        WHEN denied_en IS NOT NULL OR ineffective_en IS NOT NULL
          THEN '截至' || notice_searched_zh || '的公開資料亦未見通知。'
        ELSE '截至' || notice_searched_zh || '的公開資料，未見美方發出正式通知。' END
  END
-- For each row of: SELECT register_column AS "column", meaning_zh AS said FROM steps
--   WHERE step NOT IN ('review_ordered', 'announced', 'notified', 'took_effect', 'rescinded', 'rejoined')
--   ORDER BY position
-- |   || coalesce((SELECT zh FROM days WHERE day = {column}) || '{said}。', '')
-- (end)
  AS sentence_zh
FROM clauses
ORDER BY org_id
