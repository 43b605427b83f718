-- 提前办结率：期内办结的承诺件里，实际用时少于承诺天数的
SELECT department, hall, win, item, clerk, SUM(CASE WHEN used_days < promised_days THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_case
WHERE decided = 1 AND at_once = 0 AND promised_days > 0 AND used_days IS NOT NULL
GROUP BY department, hall, win, item, clerk
