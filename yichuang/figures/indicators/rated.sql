-- 主动评价率：期内有效的主动评价，除以期内办结的办件
SELECT department, hall, win, item, NULL AS clerk, COUNT(*) AS num, 0 AS den, COUNT(*) AS n
FROM fact_rating
WHERE valid = 1
GROUP BY department, hall, win, item
UNION ALL
SELECT department, hall, win, item, NULL AS clerk, 0 AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_case
WHERE decided = 1
GROUP BY department, hall, win, item
