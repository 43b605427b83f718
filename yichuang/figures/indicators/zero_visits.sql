-- 零跑动率：期内办结的办件里，一次也没有到过大厅的
SELECT department, hall, win, item, clerk, SUM(CASE WHEN visits = 0 THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_case
WHERE decided = 1 AND visits IS NOT NULL
GROUP BY department, hall, win, item, clerk
