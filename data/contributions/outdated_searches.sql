-- Searches that found nothing up to the day on which the event happened, or later.
SELECT *
FROM coverage
WHERE org_id = :org_id
  AND step = :step
  AND result = 'none_found'
  AND searched_until >= :act_date
