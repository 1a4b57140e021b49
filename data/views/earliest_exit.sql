-- Computed, not reported: the day on which leaving would take effect by each rule of exit, if notice
-- were given on notice_on. The days run from the first act to the end of the fifth year after the
-- newest. A period of months ends on the day of the same number, or on the last of a shorter month.
WITH RECURSIVE days(notice_on) AS (
  SELECT min(act_date) FROM acts
  UNION ALL
  SELECT date(notice_on, '+1 day') FROM days
  WHERE notice_on < (SELECT date(max(act_date), 'start of year', '+6 years', '-1 day') FROM acts)
)
SELECT r.org_id, r.exit_rule_id, d.notice_on,
  CASE r.effect
    WHEN 'after_notice' THEN CASE
      WHEN r.effect_days IS NOT NULL THEN date(d.notice_on, '+' || r.effect_days || ' days')
      ELSE min(
        date(d.notice_on, '+' || r.effect_months || ' months'),
        date(d.notice_on, 'start of month', '+' || (r.effect_months + 1) || ' months', '-1 day')
      )
    END
    WHEN 'end_of_year' THEN date(d.notice_on, 'start of year', '+1 year', '-1 day')
    WHEN 'end_of_next_year' THEN date(d.notice_on, 'start of year', '+2 years', '-1 day')
    WHEN 'at_once' THEN d.notice_on
  END AS computed_end_on,
  r.effect, r.article, r.notice_to, r.earliest, r.survives, r.source_id
FROM exit_rules AS r
CROSS JOIN days AS d
WHERE r.effect IN ('after_notice', 'end_of_year', 'end_of_next_year', 'at_once')
