-- 一次办率（按办件）：期内办结的办件里，实际到大厅不超过 1 次的
SELECT department, hall, win, item, clerk, SUM(CASE WHEN visits <= 1 THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_case
WHERE decided = 1 AND visits IS NOT NULL
GROUP BY department, hall, win, item, clerk
