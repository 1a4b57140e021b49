-- The mark of each organization with an act: how far the newest episode is, in one word.
-- `disputed` where somebody in a position to know does not accept a reported effect.
SELECT w.org_id,
  CASE
    WHEN w.rejoined_on IS NOT NULL THEN 'rejoined'
    WHEN w.rescinded_on IS NOT NULL THEN 'reversed'
    WHEN w.effective_on IS NOT NULL AND EXISTS (
      SELECT 1 FROM coverage AS c
      WHERE c.org_id = w.org_id AND c.step = 'took_effect' AND c.result = 'disputed'
    ) THEN 'disputed'
    WHEN w.effective_on IS NOT NULL THEN 'in_effect'
    WHEN w.notified_on IS NOT NULL THEN 'notified'
    WHEN w.announced_on IS NULL THEN 'review_ordered'
    WHEN w.measure <> 'withdraw' THEN 'ended'
    WHEN w.denied_on IS NOT NULL THEN 'no_notice'
    ELSE 'announced'
  END AS mark
FROM sentence_parts AS w
ORDER BY w.org_id
