-- 人均工作量：每件按这个事项期内实测的平均接件秒数加权；分母每人 60
WITH weight AS (
  SELECT item, SUM(sat) / COUNT(sat) AS seconds FROM fact_case WHERE filed = 1 AND sat IS NOT NULL GROUP BY item
)
SELECT NULL AS department, c.hall, NULL AS win, NULL AS item, c.clerk, SUM(w.seconds) AS num, 60 AS den, COUNT(*) AS n
FROM fact_case c JOIN weight w ON w.item = c.item
WHERE c.filed = 1 AND c.clerk IS NOT NULL
GROUP BY c.hall, c.clerk
