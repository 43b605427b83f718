-- 一审一核率：期内办结的办件里，审查不超过一级的
SELECT department, hall, win, item, clerk, SUM(CASE WHEN levels <= 2 THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_case
WHERE decided = 1
GROUP BY department, hall, win, item, clerk
