-- The register as of a day: one row for every body with an act by then. Parameter: :as_of (ISO date).
-- An episode ends with an act `rescinded`; an `announced` after it begins the next one.
-- An `announced` with another measure than the one before it begins a new episode too.
-- The row shows the episode of the newest `announced`, so a rescinded one until then.
-- Acts of one day stand in the order of their steps, `rescinded` last.
-- `left_governing_body` has no column here.
WITH known AS (
  SELECT act_id, org_id, step, measure, act_date, due_on, source_id,
         CASE step WHEN 'review_ordered' THEN 1 WHEN 'announced' THEN 2 WHEN 'notified' THEN 3
                   WHEN 'took_effect' THEN 4 ELSE 5 END AS step_order
  FROM acts
  WHERE act_date <= :as_of
    AND step IN ('review_ordered', 'announced', 'notified', 'took_effect', 'rescinded')
),
rescissions AS (
  SELECT known.*,
         COALESCE(SUM(CASE WHEN step = 'rescinded' THEN 1 ELSE 0 END) OVER (
           PARTITION BY org_id ORDER BY act_date, step_order, act_id
           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS rescinded_before
  FROM known
),
turns AS (
  SELECT act_id,
         CASE WHEN measure <> LAG(measure) OVER (
           PARTITION BY org_id, rescinded_before ORDER BY act_date, act_id) THEN 1 ELSE 0 END AS turn
  FROM rescissions
  WHERE step = 'announced'
),
numbered AS (
  SELECT rescissions.*,
         rescinded_before + SUM(COALESCE(turn, 0)) OVER (
           PARTITION BY org_id ORDER BY act_date, step_order, rescissions.act_id) AS episode
  FROM rescissions
  LEFT JOIN turns ON turns.act_id = rescissions.act_id
),
newest AS (
  SELECT org_id, COALESCE(MAX(CASE WHEN step = 'announced' THEN episode END), MIN(episode)) AS episode
  FROM numbered
  GROUP BY org_id
),
shown AS (
  SELECT numbered.*,
         ROW_NUMBER() OVER (PARTITION BY numbered.org_id, step
                            ORDER BY act_date, act_id) AS nth_of_step,
         ROW_NUMBER() OVER (PARTITION BY numbered.org_id
                            ORDER BY CASE WHEN due_on IS NULL THEN 1 ELSE 0 END,
                                     act_date DESC, step_order DESC, act_id DESC) AS nth_due,
         ROW_NUMBER() OVER (PARTITION BY numbered.org_id
                            ORDER BY CASE WHEN measure IS NULL OR step IN ('review_ordered', 'rescinded') THEN 1 ELSE 0 END,
                                     act_date DESC, step_order DESC, act_id DESC) AS nth_measure
  FROM numbered
  JOIN newest ON newest.org_id = numbered.org_id AND newest.episode = numbered.episode
)
SELECT org_id,
       MAX(CASE WHEN nth_measure = 1 AND step NOT IN ('review_ordered', 'rescinded') THEN measure END) AS measure,
       MAX(CASE WHEN nth_of_step = 1 AND step = 'review_ordered' THEN act_date END) AS review_ordered_on,
       MAX(CASE WHEN nth_of_step = 1 AND step = 'review_ordered' THEN source_id END) AS review_ordered_source_id,
       MAX(CASE WHEN nth_of_step = 1 AND step = 'announced' THEN act_date END) AS announced_on,
       MAX(CASE WHEN nth_of_step = 1 AND step = 'announced' THEN source_id END) AS announced_source_id,
       MAX(CASE WHEN nth_of_step = 1 AND step = 'notified' THEN act_date END) AS notified_on,
       MAX(CASE WHEN nth_of_step = 1 AND step = 'notified' THEN source_id END) AS notified_source_id,
       MAX(CASE WHEN nth_due = 1 THEN due_on END) AS effective_due_on,
       MAX(CASE WHEN nth_due = 1 AND due_on IS NOT NULL THEN source_id END) AS effective_due_source_id,
       MAX(CASE WHEN nth_of_step = 1 AND step = 'took_effect' THEN act_date END) AS effective_on,
       MAX(CASE WHEN nth_of_step = 1 AND step = 'took_effect' THEN source_id END) AS effective_source_id,
       MAX(CASE WHEN nth_of_step = 1 AND step = 'rescinded' THEN act_date END) AS rescinded_on,
       MAX(CASE WHEN nth_of_step = 1 AND step = 'rescinded' THEN source_id END) AS rescinded_source_id
FROM shown
GROUP BY org_id
ORDER BY org_id
