SELECT region, count(*) AS wells FROM wells GROUP BY region ORDER BY region
