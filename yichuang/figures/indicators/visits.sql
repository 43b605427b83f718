-- 平均跑动次数：期内办结的办件，实际到大厅的次数
SELECT department, hall, win, item, clerk, SUM(visits) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_case
WHERE decided = 1 AND visits IS NOT NULL
GROUP BY department, hall, win, item, clerk
