-- The register as of a day: one row for every body with an act up to that day. Parameter: :as_of (ISO date).
-- The order of the steps, the column of each and which of them end an episode come from `steps`; a
-- step without a column, such as `left_governing_body`, has no place here. `refresh` writes what is
-- selected for each step.
-- An episode ends with an act that took effect, was rescinded or was followed by a return. The next
-- `announced` or `notified` begins the next one, and so does an `announced` with another measure;
-- until then the row keeps showing the episode that ended. A review ordered in between belongs to
-- the next one. Of several acts of one step the newest of the episode stands.
WITH known AS (
  SELECT a.act_id, a.org_id, a.step, a.measure, a.act_date, a.due_on, a.source_id, s.position,
         a.step IN ('announced', 'notified') AS opens,
         s.ends_episode OR a.step = 'took_effect' AS closes,
         s.ends_episode OR a.step = 'review_ordered' AS aimless
  FROM acts AS a
  JOIN steps AS s ON s.step = a.step
  WHERE a.act_date <= :as_of AND s.register_column IS NOT NULL
),
counted AS (
  SELECT known.*,
         COALESCE(SUM(closes) OVER (
           PARTITION BY org_id ORDER BY act_date, position, act_id
           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS closed,
         LAG(measure) OVER (
           PARTITION BY org_id, step ORDER BY act_date, position, act_id) AS measure_before
  FROM known
),
placed AS (
  SELECT counted.*,
         closed > COALESCE(MAX(CASE WHEN opens THEN closed END) OVER (
           PARTITION BY org_id ORDER BY act_date, position, act_id
           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS after_an_end
  FROM counted
),
numbered AS (
  SELECT placed.*,
         SUM(opens AND (after_an_end OR (step = 'announced' AND measure <> COALESCE(measure_before, measure)))) OVER (
           PARTITION BY org_id ORDER BY act_date, position, act_id
           ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
           + (NOT opens AND NOT closes AND after_an_end) AS episode
  FROM placed
),
newest AS (
  SELECT org_id, COALESCE(MAX(CASE WHEN opens OR closes THEN episode END), MAX(episode)) AS episode
  FROM numbered
  GROUP BY org_id
),
shown AS (
  SELECT numbered.*,
         ROW_NUMBER() OVER (PARTITION BY numbered.org_id, step
                            ORDER BY act_date DESC, act_id DESC) AS nth_of_step,
         ROW_NUMBER() OVER (PARTITION BY numbered.org_id
                            ORDER BY due_on IS NULL, act_date DESC, position DESC,
                                     act_id DESC) AS nth_due,
         ROW_NUMBER() OVER (PARTITION BY numbered.org_id
                            ORDER BY measure IS NULL OR aimless, act_date DESC, position DESC,
                                     act_id DESC) AS nth_measure
  FROM numbered
  JOIN newest ON newest.org_id = numbered.org_id AND newest.episode = numbered.episode
)
SELECT org_id,
       MAX(CASE WHEN nth_measure = 1 AND NOT aimless THEN measure END) AS measure
-- For each row of: SELECT step, substr(register_column, 1, length(register_column) - 3) AS name,
--   iif(step = 'took_effect', 'effective_due', NULL) AS due
--   FROM steps WHERE register_column IS NOT NULL ORDER BY position
-- |      , MAX(CASE WHEN nth_due = 1 THEN due_on END) AS {due}_on
-- |      , MAX(CASE WHEN nth_due = 1 AND due_on IS NOT NULL THEN source_id END) AS {due}_source_id
-- |      , MAX(CASE WHEN nth_of_step = 1 AND step = '{step}' THEN act_date END) AS {name}_on
-- |      , MAX(CASE WHEN nth_of_step = 1 AND step = '{step}' THEN source_id END) AS {name}_source_id
     , MAX(CASE WHEN nth_of_step = 1 AND step = 'review_ordered' THEN act_date END) AS review_ordered_on
     , MAX(CASE WHEN nth_of_step = 1 AND step = 'review_ordered' THEN source_id END) AS review_ordered_source_id
     , MAX(CASE WHEN nth_of_step = 1 AND step = 'announced' THEN act_date END) AS announced_on
     , MAX(CASE WHEN nth_of_step = 1 AND step = 'announced' THEN source_id END) AS announced_source_id
     , MAX(CASE WHEN nth_of_step = 1 AND step = 'notified' THEN act_date END) AS notified_on
     , MAX(CASE WHEN nth_of_step = 1 AND step = 'notified' THEN source_id END) AS notified_source_id
     , MAX(CASE WHEN nth_due = 1 THEN due_on END) AS effective_due_on
     , MAX(CASE WHEN nth_due = 1 AND due_on IS NOT NULL THEN source_id END) AS effective_due_source_id
     , MAX(CASE WHEN nth_of_step = 1 AND step = 'took_effect' THEN act_date END) AS effective_on
     , MAX(CASE WHEN nth_of_step = 1 AND step = 'took_effect' THEN source_id END) AS effective_source_id
     , MAX(CASE WHEN nth_of_step = 1 AND step = 'rescinded' THEN act_date END) AS rescinded_on
     , MAX(CASE WHEN nth_of_step = 1 AND step = 'rescinded' THEN source_id END) AS rescinded_source_id
     , MAX(CASE WHEN nth_of_step = 1 AND step = 'rejoined' THEN act_date END) AS rejoined_on
     , MAX(CASE WHEN nth_of_step = 1 AND step = 'rejoined' THEN source_id END) AS rejoined_source_id
-- (end)
FROM shown
GROUP BY org_id
ORDER BY org_id
