-- Where every well stood once the permits of a day were given.
SELECT region, number,
  max(CASE stage WHEN 'applied' THEN given_on END) AS applied_on,
  max(CASE stage WHEN 'applied' THEN paper_id END) AS applied_source_id,
  max(CASE stage WHEN 'granted' THEN given_on END) AS granted_on,
  max(CASE stage WHEN 'granted' THEN paper_id END) AS granted_source_id,
  max(CASE stage WHEN 'sealed' THEN given_on END) AS sealed_on,
  max(CASE stage WHEN 'sealed' THEN paper_id END) AS sealed_source_id
FROM permits WHERE given_on <= :as_of
GROUP BY region, number ORDER BY region, number
