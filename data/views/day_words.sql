-- Each day that the acts, the coverage and the statements give, in words. The short forms lack the
-- year, for a sentence that has named it already.
WITH months(number, name) AS (
  VALUES ('01', 'January'), ('02', 'February'), ('03', 'March'), ('04', 'April'), ('05', 'May'),
    ('06', 'June'), ('07', 'July'), ('08', 'August'), ('09', 'September'), ('10', 'October'),
    ('11', 'November'), ('12', 'December')
),
known AS (
  SELECT act_date AS day FROM acts UNION SELECT due_on FROM acts
  UNION SELECT searched_until FROM coverage
  UNION SELECT said_on FROM statements UNION SELECT reported_on FROM statements
),
parts AS (
  SELECT day, substr(day, 1, 4) AS year, name, ltrim(number, '0') AS month,
    ltrim(substr(day, 9), '0') AS date
  FROM known JOIN months ON number = substr(day, 6, 2)
)
SELECT day, date || ' ' || name || ' ' || year AS en, year || '年' || month || '月' || date || '日' AS zh,
  date || ' ' || name AS short_en, month || '月' || date || '日' AS short_zh
FROM parts
ORDER BY day
